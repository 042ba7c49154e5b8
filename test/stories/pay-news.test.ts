import { createHmac } from "node:crypto";
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

const paymentOf = async (shopper: Shopper) => (await shopper.order()).payments[0]!.providerPaymentId;

/** Posts an event as the provider would, or somebody who would like to be it. */
function post(body: string, { secret = "whsec_example", ageSeconds = 0 } = {}): Promise<Response> {
  const timestamp = Math.floor(world.clock.now().getTime() / 1000) - ageSeconds;
  const v1 = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  return fetch(`${world.app.url}/webhooks/stripe`, {
    method: "POST",
    headers: { "stripe-signature": `t=${timestamp},v1=${v1}`, "content-type": "application/json" },
    body,
  });
}

const completed = (eventId: string, sessionId: string) =>
  JSON.stringify({
    id: eventId,
    object: "event",
    type: "checkout.session.completed",
    data: { object: { id: sessionId, object: "checkout.session", payment_status: "paid" } },
  });

test("news that comes five times is acted on once", async () => {
  const alice = await startShopping(world);
  world.sandbox.checkout.setWebhookMood({ copies: 5 });
  await alice.atCheckout({ type: "pay", method: "card" });
  expect(alice.said().filter((text) => text.includes("Renewed"))).toHaveLength(1);
  expect((await alice.order()).payments).toHaveLength(1);
  const { providerEvent } = world.app.database.prisma;
  expect(await providerEvent.count()).toBe(1);
  expect(await providerEvent.count({ where: { processedAt: null } })).toBe(0);
});

test("without any news the reconciliation finds the payment", async () => {
  const alice = await startShopping(world);
  world.sandbox.checkout.setWebhookMood({ drop: true });
  await alice.atCheckout({ type: "pay", method: "card" });
  expect((await alice.order()).status).toBe("awaiting_payment");
  await pass(4 * MINUTE_MS);
  expect(alice.traveller.sees()).toContain("Renewed");
});

test("who returns from the checkout page need not wait for lost news", async () => {
  const alice = await startShopping(world);
  world.sandbox.checkout.setWebhookMood({ drop: true });
  const { returnUrl } = await alice.atCheckout({ type: "pay", method: "card" });
  const page = await fetch(returnUrl!);
  expect(page.status).toBe(200);
  await world.settled();
  expect(alice.traveller.sees()).toContain("Renewed");
});

test("old news after newer news changes nothing", async () => {
  const alice = await startShopping(world);
  const session = await alice.sessionId();
  await alice.atCheckout({ type: "pay", method: "card", card: "declined" });
  await alice.atCheckout({ type: "pay", method: "card" });
  const said = alice.said();
  const failed = {
    id: "evt_old",
    object: "event",
    type: "payment_intent.payment_failed",
    data: { object: { id: await paymentOf(alice) } },
  };
  expect((await post(JSON.stringify(failed))).status).toBe(200);
  expect((await post(completed("evt_older", session))).status).toBe(200);
  await world.settled();
  expect(alice.said()).toEqual(said);
  expect((await alice.order()).status).toBe("fulfilled");
});

test("an event that claims a payment is only a question: the provider's answer counts", async () => {
  const alice = await startShopping(world);
  expect((await post(completed("evt_claim", await alice.sessionId()))).status).toBe(200);
  await world.settled();
  expect((await alice.order()).status).toBe("awaiting_payment");
});

test("forged and stale signatures, and bodies that are no event, are refused", async () => {
  const alice = await startShopping(world);
  const body = completed("evt_forged", await alice.sessionId());
  expect((await post(body, { secret: "whsec_wrong" })).status).toBe(400);
  expect((await post(body, { ageSeconds: 6 * 60 })).status).toBe(400);
  expect((await post("{not json")).status).toBe(400);
  expect((await post("")).status).toBe(400);
  expect((await fetch(`${world.app.url}/webhooks/stripe`, { method: "POST", body })).status).toBe(400);
  expect((await post(`"${"x".repeat(2 * 1024 * 1024)}"`)).status).toBe(413);
  expect(await world.app.database.prisma.providerEvent.count()).toBe(0);
});

test("events of no interest and of somebody else's checkouts are thanked for", async () => {
  const unknown = JSON.stringify({
    id: "evt_1",
    type: "radar.early_fraud_warning.created",
    data: { object: {} },
  });
  expect((await post(unknown)).status).toBe(200);
  expect((await post(completed("evt_2", "cs_test_somebody_elses"))).status).toBe(200);
  await world.settled();
  expect(await world.app.database.prisma.providerEvent.count({ where: { processedAt: null } })).toBe(0);
});

test("news stored before the process ended is dealt with after its next start", async () => {
  const alice = await startShopping(world);
  world.sandbox.checkout.addFault({ path: "/v1/checkout/sessions/", method: "GET", status: 500, times: 2 });
  await alice.atCheckout({ type: "pay", method: "card" });
  expect((await alice.order()).status).toBe("awaiting_payment");
  await database.connection.executeSql("DELETE FROM pgboss.job WHERE name = 'check-payment'");
  await world.restart();
  await pass(3 * MINUTE_MS);
  expect((await alice.order()).status).toBe("fulfilled");
});

test("an amount that is not the promised one is held for a human and not delivered", async () => {
  const deskSays = await openDesk();
  const alice = await startShopping(world);
  const { order } = world.app.database.prisma;
  await order.update({ where: { id: alice.orderId }, data: { amountMinor: 2500 } });
  await alice.atCheckout({ type: "pay", method: "card" });
  expect(await alice.order()).toMatchObject({ status: "paid", heldReason: "amount_mismatch", bundle: null });
  expect(alice.traveller.sees()).toContain("A human looks at it");
  expect(deskSays().join()).toContain("not what was promised");
  await pass(60 * MINUTE_MS);
  expect((await alice.order()).bundle).toBeNull();
  expect(deskSays()).toHaveLength(1);
});

test("money sent back from the dashboard ends the order: the plan stays, and the desk knows", async () => {
  const deskSays = await openDesk();
  const alice = await startShopping(world);
  await alice.atCheckout({ type: "pay", method: "card" });
  await world.sandbox.checkout.refund(await paymentOf(alice));
  await world.settled();
  expect(alice.traveller.sees()).toContain("$12.50 has been refunded");
  expect(await alice.order()).toMatchObject({ status: "refunded", bundle: { cardId: alice.cardId } });
  expect(deskSays().join()).toContain("dashboard");
});

test("a part that goes back is told with its amount, and the renewal stands", async () => {
  const alice = await startShopping(world);
  await alice.atCheckout({ type: "pay", method: "card" });
  await world.sandbox.checkout.refund(await paymentOf(alice), 250);
  await world.settled();
  expect(alice.traveller.sees()).toContain("$2.50 has been refunded");
  expect(await alice.order()).toMatchObject({ status: "fulfilled", payments: [{ refundedMinor: 250 }] });
});

test("refunds and disputes that no webhook told are found", async () => {
  const deskSays = await openDesk();
  const [alice, bob] = [await startShopping(world), await startShopping(world)];
  await alice.atCheckout({ type: "pay", method: "card" });
  await bob.atCheckout({ type: "pay", method: "card" });
  await world.app.catchUp();
  world.sandbox.checkout.setWebhookMood({ drop: true });
  await world.sandbox.checkout.refund(await paymentOf(alice));
  await world.sandbox.checkout.dispute(await paymentOf(bob));
  await pass(11 * MINUTE_MS);
  expect((await alice.order()).status).toBe("refunded");
  expect(await bob.order()).toMatchObject({ status: "fulfilled", disputedReason: "disputed" });
  expect(deskSays().join()).toContain("disputes the payment");
});

test("a payment disputed before it was delivered waits for a human", async () => {
  const alice = await startShopping(world);
  world.carrier.mood = "down";
  await alice.atCheckout({ type: "pay", method: "card" });
  await world.sandbox.checkout.dispute(await paymentOf(alice));
  await world.settled();
  world.carrier.mood = "ok";
  await pass(30 * MINUTE_MS);
  expect(await alice.order()).toMatchObject({ status: "provisioning", bundle: null });
});

test("refunded from the dashboard while the carrier was down: nothing is delivered any more", async () => {
  const alice = await startShopping(world);
  world.carrier.mood = "down";
  await alice.atCheckout({ type: "pay", method: "card" });
  await world.sandbox.checkout.refund(await paymentOf(alice));
  await world.settled();
  world.carrier.mood = "ok";
  await pass(30 * MINUTE_MS);
  expect(await alice.order()).toMatchObject({ status: "refunded", bundle: null });
});

test("money for an order that is over goes back, and is said so", async () => {
  const alice = await startShopping(world);
  const other = await anotherCheckout(world, alice);
  await alice.atCheckout({ type: "pay", method: "card" });
  await world.sandbox.checkout.refund(await paymentOf(alice));
  await world.settled();
  await world.sandbox.checkout.act(other, { type: "pay", method: "card" });
  await world.settled();
  expect(alice.traveller.sees()).toContain("came after it was closed");
  expect((await alice.order()).payments.map(({ status }) => status)).toEqual(["refunded", "refunded"]);
});

test("money for an order that does not exist is shouted about", async () => {
  world.log.expectErrors("Money for an order that does not exist");
  const alice = await startShopping(world);
  const other = await anotherCheckout(world, { ...alice, orderId: "01a203f2-2bd5-70db-ac5e-52aba4639900" });
  await world.sandbox.checkout.act(other, { type: "pay", method: "card" });
  await world.settled();
  expect(world.log.lines.map(({ message }) => message)).toContain("Money for an order that does not exist");
});
