import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { anotherCheckout, type Shopper, startShopping } from "../kit/pay.ts";
import { startWorld, type World } from "../kit/world.ts";

const MINUTE_MS = 60_000;

let database: TestDatabase;
let world: World;
let settings: Record<string, string>;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  settings = {};
  world = await startWorld({ database, settings });
});
afterEach(() => world.stop());

async function pass(ms: number): Promise<void> {
  world.clock.advance(ms);
  await world.app.catchUp();
  await world.settled();
}

/** A support group that the bot knows; answers what it says there. */
async function openDesk(): Promise<() => string[]> {
  const bob = world.traveller({ firstName: "Bob" });
  const desk = world.sandbox.botApi.addToGroup(bob.id, "Support desk");
  settings.SUPPORT_CHAT_ID = String(desk);
  await world.restart();
  return () =>
    world.sandbox.botApi
      .chat(desk)
      .messages.filter(({ from, text }) => from === "bot" && text.includes("needs a human"))
      .map(({ text }) => text);
}

const bundles = ({ cardId }: Shopper) => world.app.database.prisma.bundle.count({ where: { cardId } });

test("a carrier that is down: told once, tried again, and renewed when it is back", async () => {
  const alice = await startShopping(world);
  world.carrier.mood = "down";
  await alice.atCheckout({ type: "pay", method: "card" });
  expect(alice.traveller.sees()).toContain("still working on it");
  expect(await alice.order()).toMatchObject({ status: "provisioning", provisionAttempts: 1 });
  const told = alice.said().length;

  for (let attempt = 2; attempt <= 4; attempt++) {
    await pass(MINUTE_MS);
    expect((await alice.order()).provisionAttempts).toBe(attempt);
  }
  expect(alice.said()).toHaveLength(told);

  world.carrier.mood = "ok";
  await pass(5 * MINUTE_MS);
  expect((await alice.order()).status).toBe("fulfilled");
  expect(await bundles(alice)).toBe(1);
  // It took long: an edit would go unnoticed.
  expect(alice.said()).toHaveLength(told + 1);
  expect(alice.traveller.sees()).toContain("Renewed");
});

test("a hiccup is over before anybody looks: the delay's message becomes the confirmation", async () => {
  const alice = await startShopping(world);
  world.carrier.mood = "down";
  await alice.atCheckout({ type: "pay", method: "card" });
  const told = alice.said().length;
  world.carrier.mood = "ok";
  await pass(20_000);
  expect(alice.said()).toHaveLength(told);
  expect(alice.traveller.sees()).toContain("Renewed");
});

test("after ten minutes the desk is told once, with the number and the payment's reference", async () => {
  const deskSays = await openDesk();
  const alice = await startShopping(world);
  world.carrier.mood = "down";
  await alice.atCheckout({ type: "pay", method: "card" });
  expect(deskSays()).toEqual([]);
  await pass(11 * MINUTE_MS);
  await pass(30 * MINUTE_MS);
  expect(deskSays()).toHaveLength(1);
  const [payment] = (await alice.order()).payments;
  for (const fact of [alice.number, payment!.providerPaymentId, "$12.50", "still being tried"]) {
    expect(deskSays()[0]).toContain(fact);
  }
  world.carrier.mood = "ok";
  await pass(60 * MINUTE_MS);
  expect((await alice.order()).status).toBe("fulfilled");
});

test("a plan that cannot be delivered is refunded by itself, and said so with the amount", async () => {
  const alice = await startShopping(world);
  await world.app.database.prisma.card.delete({ where: { id: alice.cardId } });
  await alice.atCheckout({ type: "pay", method: "card" });
  expect(alice.traveller.sees()).toContain("$12.50 has been refunded");
  expect(await alice.order()).toMatchObject({
    status: "refunded",
    payments: [{ status: "refunded", refundedMinor: 1250 }],
  });
});

test("an undeliverable order paid twice gives both payments back", async () => {
  const alice = await startShopping(world);
  const other = await anotherCheckout(world, alice);
  await world.app.database.prisma.card.delete({ where: { id: alice.cardId } });
  await world.sandbox.checkout.act(other, { type: "pay", method: "card" });
  await alice.atCheckout({ type: "pay", method: "card" });
  const order = await alice.order();
  const taken = world.sandbox.checkout.sessions().filter(({ paymentStatus }) => paymentStatus === "paid");
  expect(order.status).toBe("refunded");
  expect(world.sandbox.checkout.refunds()).toHaveLength(taken.length);
  expect(order.payments.every(({ status }) => status === "refunded")).toBe(true);
});

test("a refund that takes days is said to be on its way, then to be done", async () => {
  const alice = await startShopping(world);
  world.sandbox.checkout.setRefundMood({ outcome: "pending" });
  await world.app.database.prisma.card.delete({ where: { id: alice.cardId } });
  await alice.atCheckout({ type: "pay", method: "paypal" });
  expect(alice.traveller.sees()).toContain("$12.50 is being refunded");
  expect((await alice.order()).status).toBe("refunding");

  const [refund] = world.sandbox.checkout.refunds();
  await world.sandbox.checkout.settleRefund(refund!.id, "succeeded");
  await world.settled();
  expect((await alice.order()).status).toBe("refunded");
  expect(alice.traveller.sees()).toContain("$12.50 has been refunded");
});

test("a provider that is down for the refund is asked again until it is done", async () => {
  const alice = await startShopping(world);
  await world.app.database.prisma.card.delete({ where: { id: alice.cardId } });
  world.sandbox.checkout.addFault({ path: "/v1/refunds", status: 500, times: 2 });
  await alice.atCheckout({ type: "pay", method: "card" });
  expect(alice.traveller.sees()).toContain("$12.50 is being refunded");
  await pass(11 * MINUTE_MS);
  expect((await alice.order()).status).toBe("refunded");
  expect(world.sandbox.checkout.refunds()).toHaveLength(1);
});

test("a refund that the bank sends back is handed to a human, and the customer knows", async () => {
  const deskSays = await openDesk();
  const alice = await startShopping(world);
  world.sandbox.checkout.setRefundMood({ outcome: "failed" });
  await world.app.database.prisma.card.delete({ where: { id: alice.cardId } });
  await alice.atCheckout({ type: "pay", method: "card" });
  expect(await alice.order()).toMatchObject({ status: "refunding", heldReason: "refund_failed" });
  expect(alice.traveller.sees()).toContain("did not take the refund of $12.50");
  expect(deskSays().join()).toContain("not taken by the bank");
  const refunds = world.sandbox.checkout.refunds().length;
  await pass(60 * MINUTE_MS);
  expect(world.sandbox.checkout.refunds()).toHaveLength(refunds);
});

test("a process that ended after the payment was stored delivers after its next start", async () => {
  const alice = await startShopping(world);
  world.carrier.mood = "down";
  await alice.atCheckout({ type: "pay", method: "card" });
  await world.restart();
  world.carrier.mood = "ok";
  await pass(MINUTE_MS);
  expect((await alice.order()).status).toBe("fulfilled");
  expect(await bundles(alice)).toBe(1);
});

test("a delivery whose job was lost is found and done", async () => {
  const alice = await startShopping(world);
  world.carrier.mood = "down";
  await alice.atCheckout({ type: "pay", method: "card" });
  await database.connection.executeSql("DELETE FROM pgboss.job WHERE name = 'provision'");
  world.carrier.mood = "ok";
  await pass(MINUTE_MS);
  expect(alice.traveller.sees()).toContain("Renewed");
});
