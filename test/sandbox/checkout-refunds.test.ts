import { afterEach, beforeEach, expect, test } from "vitest";
import { line, openWorld, refusal, sessionParams, type World } from "./checkout-world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

/** Pays a fresh session; answers its payment intent. */
async function paid(amount = 1250): Promise<string> {
  const { id } = await world.stripe.checkout.sessions.create(
    sessionParams({ line_items: [line({ amount })] }),
  );
  await world.checkout.act(id, { type: "pay", method: "card" });
  return String((await world.stripe.checkout.sessions.retrieve(id)).payment_intent);
}
const chargeOf = async (payment_intent: string) =>
  (await world.stripe.charges.list({ payment_intent, expand: ["data.refunds"] })).data[0];

test("a full refund carries reason and metadata and is told", async () => {
  const payment_intent = await paid();
  const refund = await world.stripe.refunds.create({
    payment_intent,
    reason: "duplicate",
    metadata: { order: "HY-8K3M2P" },
  });
  expect(refund).toMatchObject({
    amount: 1250,
    currency: "usd",
    status: "succeeded",
    reason: "duplicate",
    payment_intent,
    metadata: { order: "HY-8K3M2P" },
  });
  expect(await chargeOf(payment_intent)).toMatchObject({
    refunded: true,
    amount_refunded: 1250,
    refunds: { data: [{ id: refund.id }] },
  });
  await world.checkout.idle();
  expect(world.types()).toEqual(expect.arrayContaining(["refund.created", "charge.refunded"]));
  expect((await world.stripe.refunds.list({ payment_intent })).data).toMatchObject([{ id: refund.id }]);
  expect(await world.stripe.refunds.retrieve(refund.id)).toMatchObject({ id: refund.id });
});

test("parts can be refunded up to the whole, and not a cent more", async () => {
  const payment_intent = await paid();
  await world.stripe.refunds.create({ payment_intent, amount: 1000 });
  const tooMuch = await refusal(world.stripe.refunds.create({ payment_intent, amount: 251 }));
  expect(tooMuch).toMatchObject({ statusCode: 400, param: "amount" });
  expect(tooMuch.message).toBe("Refund amount ($2.51) is greater than unrefunded amount on charge ($2.50)");
  await world.stripe.refunds.create({ payment_intent, amount: 250 });
  expect(await refusal(world.stripe.refunds.create({ payment_intent }))).toMatchObject({
    code: "charge_already_refunded",
  });
});

test("a refund with the same key is made once", async () => {
  const payment_intent = await paid();
  const refund = () => world.stripe.refunds.create({ payment_intent }, { idempotencyKey: "refund-1" });
  expect((await refund()).id).toBe((await refund()).id);
  expect(world.checkout.refunds()).toHaveLength(1);
});

test("what was never paid cannot be refunded", async () => {
  const { id } = await world.stripe.checkout.sessions.create(sessionParams());
  await world.checkout.act(id, { type: "pay", method: "card", card: "declined" });
  const payment_intent = String((await world.stripe.checkout.sessions.retrieve(id)).payment_intent);
  const error = await refusal(world.stripe.refunds.create({ payment_intent }));
  expect(error.message).toContain("does not have a successful charge to refund");
  expect(await refusal(world.stripe.refunds.create({ payment_intent: "pi_none" }))).toMatchObject({
    statusCode: 404,
    code: "resource_missing",
  });
  expect(await refusal(world.stripe.refunds.create({}))).toMatchObject({ statusCode: 400 });
});

test("a refund that succeeded can fail later, and may then be tried again", async () => {
  const payment_intent = await paid();
  const { id } = await world.stripe.refunds.create({ payment_intent });
  await world.checkout.settleRefund(id, "failed");
  await world.checkout.idle();
  expect(world.types()).toEqual(expect.arrayContaining(["refund.failed", "refund.updated"]));
  expect(await world.stripe.refunds.retrieve(id)).toMatchObject({
    status: "failed",
    failure_reason: "expired_or_canceled_card",
  });
  expect(await chargeOf(payment_intent)).toMatchObject({ refunded: false, amount_refunded: 0 });
  expect(await world.stripe.refunds.create({ payment_intent })).toMatchObject({ status: "succeeded" });
});

test("refunds can take their time", async () => {
  world.checkout.setRefundMood({ outcome: "pending" });
  const { id, status } = await world.stripe.refunds.create({ payment_intent: await paid() });
  expect(status).toBe("pending");
  await world.checkout.settleRefund(id, "succeeded");
  expect(await world.stripe.refunds.retrieve(id)).toMatchObject({ status: "succeeded" });
});

test("the dashboard refunds without being asked, in part", async () => {
  const payment_intent = await paid();
  await world.checkout.refund(payment_intent, 400);
  expect(await chargeOf(payment_intent)).toMatchObject({ refunded: false, amount_refunded: 400 });
});

test("a dispute takes the money back and forbids refunds", async () => {
  const payment_intent = await paid();
  await world.checkout.dispute(payment_intent);
  await world.checkout.idle();
  const told = world.received.find(({ event }) => event.type === "charge.dispute.created");
  expect(told?.event.data.object).toMatchObject({
    object: "dispute",
    payment_intent,
    status: "needs_response",
  });
  expect(await chargeOf(payment_intent)).toMatchObject({ disputed: true });
  expect(await refusal(world.stripe.refunds.create({ payment_intent }))).toMatchObject({
    code: "charge_disputed",
  });
  expect((await world.stripe.disputes.list({ payment_intent })).data).toHaveLength(1);
});
