import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { anotherCheckout, goToPay, type Shopper, seedDraft, startShopping } from "../kit/pay.ts";
import { startWorld, type World } from "../kit/world.ts";

const HOUR_MS = 60 * 60_000;

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await startWorld({ database });
});
afterEach(() => world.stop());

/** Lets time pass for everybody: the provider's sessions end, and what fell due is done. */
async function pass(ms: number): Promise<void> {
  world.clock.advance(ms);
  await world.sandbox.checkout.expireDue();
  await world.app.catchUp();
  await world.settled();
}

/** Press a button of the newest message as a client with an old screen does. */
const pressRaw = ({ traveller }: Shopper, data: string) =>
  traveller.pressesRaw(traveller.screen().messageId, data);

test("a delayed payment is said to be on its way, and renews when it arrives", async () => {
  const alice = await startShopping(world);
  await alice.atCheckout({ type: "pay-delayed" });
  expect(alice.traveller.sees()).toContain("Payment on its way");
  expect(await alice.order()).toMatchObject({ status: "confirming", payments: [{ status: "pending" }] });
  expect(alice.traveller.button("Pay $12.50")).toBeUndefined();

  await alice.atCheckout({ type: "settle", outcome: "succeeded" });
  expect(alice.traveller.sees()).toContain("Renewed");
  expect((await alice.order()).status).toBe("fulfilled");
});

test("a delayed payment that fails keeps the order, which another method then pays", async () => {
  const alice = await startShopping(world);
  await alice.atCheckout({ type: "pay-delayed" });
  const first = await alice.sessionId();
  await alice.atCheckout({ type: "settle", outcome: "failed" });
  expect(alice.traveller.sees()).toContain("did not arrive");
  expect((await alice.order()).status).toBe("failed");

  await alice.traveller.presses("Another payment method");
  expect(await alice.sessionId()).not.toBe(first);
  await alice.atCheckout({ type: "pay", method: "card" });
  expect(alice.traveller.sees()).toContain("Renewed");
  expect((await alice.order()).payments.map(({ status }) => status)).toEqual(["failed", "succeeded"]);
});

test("while a payment is being confirmed no second checkout is opened", async () => {
  const alice = await startShopping(world);
  await alice.atCheckout({ type: "pay-delayed" });
  await pressRaw(alice, `go:resume:${alice.number}`);
  expect(world.sandbox.checkout.sessions()).toHaveLength(1);
});

test("a page that was left is told when it closes, and resumed at the same price", async () => {
  const alice = await startShopping(world);
  await alice.atCheckout({ type: "leave" });
  await pass(2 * HOUR_MS + 60_000);
  expect(alice.traveller.sees()).toContain("has closed, and nothing was charged");
  expect((await alice.order()).status).toBe("expired");

  await alice.traveller.presses("Pay $12.50");
  expect((await alice.order()).checkoutAttempt).toBe(2);
  await alice.atCheckout({ type: "pay", method: "card" });
  expect(alice.traveller.sees()).toContain("Renewed");
});

test("without a single webhook the expiry is found and told", async () => {
  const alice = await startShopping(world);
  world.sandbox.checkout.setWebhookMood({ drop: true });
  await pass(2 * HOUR_MS + 60_000);
  expect((await alice.order()).status).toBe("expired");
  expect(alice.traveller.sees()).toContain("has closed");
});

test("who has bought something else since is not reminded of what was left", async () => {
  const alice = await startShopping(world);
  const { traveller, accountId, cardId, planId } = alice;
  const other = await seedDraft(world, { chatId: traveller.id, accountId, cardId, planId });
  const paidAt = world.clock.now();
  await world.app.database.prisma.order.update({
    where: { id: other.id },
    data: { status: "fulfilled", paidAt },
  });
  const said = alice.said();
  await pass(2 * HOUR_MS + 60_000);
  expect((await alice.order()).status).toBe("expired");
  expect(alice.said()).toEqual(said);
});

test("later takes the buttons away and keeps the order", async () => {
  const alice = await startShopping(world);
  await pass(2 * HOUR_MS + 60_000);
  await alice.traveller.presses("Later");
  expect(alice.traveller.sees()).toContain("/orders");
  expect((await alice.order()).status).toBe("expired");
});

test("money that comes after the order was canceled is honoured", async () => {
  const alice = await startShopping(world);
  world.sandbox.checkout.addFault({ path: "/v1/checkout/sessions/", method: "POST", status: 500, times: 2 });
  const canceling = pressRaw(alice, `orders:cancel:${alice.orderId}`);
  await canceling;
  expect((await alice.order()).status).toBe("canceled");
  world.sandbox.checkout.clearFaults();
  await alice.atCheckout({ type: "pay", method: "card" });
  expect((await alice.order()).status).toBe("fulfilled");
  expect(alice.traveller.sees()).toContain("Renewed");
});

test("money that comes after the order expired here is honoured", async () => {
  const alice = await startShopping(world);
  await world.app.database.prisma.order.update({ where: { id: alice.orderId }, data: { status: "expired" } });
  await alice.atCheckout({ type: "pay", method: "card" });
  expect((await alice.order()).status).toBe("fulfilled");
});

test("paid twice through two links: one renewal, one refund, and it is said", async () => {
  const alice = await startShopping(world);
  const other = await anotherCheckout(world, alice);
  await alice.atCheckout({ type: "pay", method: "card" });
  await world.sandbox.checkout.act(other, { type: "pay", method: "alipay" });
  await world.settled();

  expect(alice.traveller.sees()).toContain("You paid twice");
  expect(alice.traveller.sees()).toContain("$12.50 has been refunded");
  const order = await alice.order();
  expect(order.status).toBe("fulfilled");
  expect(order.payments).toMatchObject([
    { status: "succeeded", surplus: false, refundedMinor: 0, method: "card" },
    { status: "refunded", surplus: true, refundedMinor: 1250, method: "alipay" },
  ]);
  expect(world.sandbox.checkout.refunds()).toMatchObject([{ amount: 1250, status: "succeeded" }]);
  expect(await world.app.database.prisma.bundle.count({ where: { cardId: alice.cardId } })).toBe(1);
});

test("a second payment whose refund takes days is said to be on its way", async () => {
  const alice = await startShopping(world);
  world.sandbox.checkout.setRefundMood({ outcome: "pending" });
  const other = await anotherCheckout(world, alice);
  await alice.atCheckout({ type: "pay", method: "card" });
  await world.sandbox.checkout.act(other, { type: "pay", method: "card" });
  await world.settled();
  expect(alice.traveller.sees()).toContain("is being refunded");
  const [refund] = world.sandbox.checkout.refunds();
  await world.sandbox.checkout.settleRefund(refund!.id, "succeeded");
  await world.settled();
  expect((await alice.order()).payments[1]).toMatchObject({ status: "refunded", refundedMinor: 1250 });
});

test("paid at two links at the same moment: still one renewal and one refund", async () => {
  const alice = await startShopping(world);
  const first = await alice.sessionId();
  const other = await anotherCheckout(world, alice);
  const { checkout } = world.sandbox;
  await Promise.all([first, other].map((id) => checkout.act(id, { type: "pay", method: "card" })));
  await world.settled();
  const order = await alice.order();
  expect(order.status).toBe("fulfilled");
  expect(order.payments.map(({ status }) => status).sort()).toEqual(["refunded", "succeeded"]);
  expect(checkout.refunds()).toHaveLength(1);
});

test("when one link is paid the other one closes", async () => {
  const alice = await startShopping(world);
  const other = await anotherCheckout(world, alice);
  await world.sandbox.checkout.act(other, { type: "pay", method: "card" });
  await world.settled();
  const first = await alice.sessionId();
  const sessions = world.sandbox.checkout.sessions();
  expect(sessions.find(({ id }) => id === first)?.status).toBe("expired");
  expect((await alice.order()).status).toBe("fulfilled");
});

test("the news goes to the chat that paid, even if it was unlinked meanwhile", async () => {
  const alice = await startShopping(world);
  await world.app.database.prisma.chat.update({
    where: { id: BigInt(alice.traveller.id) },
    data: { accountId: null },
  });
  await alice.atCheckout({ type: "pay", method: "card" });
  expect(alice.traveller.sees()).toContain("Renewed");
  await goToPay(alice);
  expect(world.sandbox.checkout.sessions()).toHaveLength(1);
});
