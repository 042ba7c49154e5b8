import { afterEach, beforeEach, expect, test } from "vitest";
import { openWorld, sessionParams, type World, webhookSecret } from "./checkout-world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

async function openSession(): Promise<string> {
  return (await world.stripe.checkout.sessions.create(sessionParams())).id;
}
const tally = () => {
  const counts: Record<string, number> = {};
  for (const type of world.types()) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
};

test("an event is sent again, the same but freshly signed, until it is answered with 2xx", async () => {
  const id = await openSession();
  world.endpointAnswers(500);
  await world.checkout.act(id, { type: "pay", method: "card" });
  await world.receives(() => world.received.length >= 6);
  world.passTime(60_000);
  world.endpointAnswers(204);
  await world.checkout.idle();
  const tries = world.received.filter(({ event }) => event.type === "checkout.session.completed");
  expect(tries.length).toBeGreaterThanOrEqual(2);
  expect(new Set(tries.map(({ body }) => body)).size).toBe(1);
  expect(new Set(tries.map(({ signature }) => signature)).size).toBeGreaterThan(1);
  const { data } = await world.stripe.events.list({ type: "checkout.session.completed" });
  expect(data).toMatchObject([{ id: tries[0]?.event.id, pending_webhooks: 0 }]);
});

test("an endpoint that never answers 2xx is given up, and the event stays in the list", async () => {
  await openSession().then((id) => {
    world.endpointAnswers(404);
    return world.checkout.act(id, { type: "pay", method: "card" });
  });
  await world.checkout.idle();
  expect(tally()).toEqual({
    "charge.succeeded": 4,
    "checkout.session.completed": 4,
    "payment_intent.succeeded": 4,
  });
  const { data } = await world.stripe.events.list({ delivery_success: false });
  expect(data.map(({ type }) => type).sort()).toEqual(Object.keys(tally()).sort());
});

test("a signature made for another moment does not verify", async () => {
  await world.checkout.act(await openSession(), { type: "pay", method: "card" });
  await world.checkout.idle();
  const [first] = world.received;
  const lateMs = (world.nowSeconds() + 301) * 1000;
  const check = () =>
    world.stripe.webhooks.constructEvent(
      first!.body,
      first!.signature,
      webhookSecret,
      300,
      undefined,
      lateMs,
    );
  expect(check).toThrow("Timestamp outside the tolerance zone");
});

test("events can come doubled, late or never", async () => {
  world.checkout.setWebhookMood({ copies: 2, delayMs: 10 });
  await world.checkout.act(await openSession(), { type: "pay", method: "alipay" });
  await world.checkout.idle();
  expect(tally()).toMatchObject({ "checkout.session.completed": 2 });
  world.checkout.setWebhookMood({ drop: true });
  await world.checkout.act(await openSession(), { type: "pay", method: "alipay" });
  await world.checkout.idle();
  expect(tally()).toMatchObject({ "checkout.session.completed": 2 });
  const { data } = await world.stripe.events.list({ type: "checkout.session.*" });
  expect(data).toHaveLength(2);
  world.checkout.setWebhookMood({});
  world.checkout.resendEvent(data[0]!.id);
  await world.checkout.idle();
  expect(tally()).toMatchObject({ "checkout.session.completed": 3 });
});

test("a declined card leaves the session open, and another method pays it", async () => {
  const id = await openSession();
  expect(await world.checkout.act(id, { type: "pay", method: "card", card: "insufficient_funds" })).toEqual({
    error: "Your card has insufficient funds.",
  });
  const declined = await world.stripe.checkout.sessions.retrieve(id, { expand: ["payment_intent"] });
  expect(declined).toMatchObject({
    status: "open",
    payment_status: "unpaid",
    payment_intent: {
      status: "requires_payment_method",
      last_payment_error: {
        type: "card_error",
        code: "card_declined",
        decline_code: "insufficient_funds",
        payment_method: { type: "card" },
      },
    },
  });
  expect(await world.checkout.act(id, { type: "pay", method: "paypal", wallet: "failed" })).toHaveProperty(
    "error",
  );
  expect(await world.checkout.act(id, { type: "pay", method: "paypal" })).toHaveProperty("returnUrl");
  await world.checkout.idle();
  expect(tally()).toMatchObject({ "payment_intent.payment_failed": 2, "checkout.session.completed": 1 });
  const charges = await world.stripe.charges.list({});
  expect(
    charges.data.map(({ status, payment_method_details }) => [payment_method_details?.type, status]),
  ).toEqual([
    ["paypal", "succeeded"],
    ["paypal", "failed"],
    ["card", "failed"],
  ]);
});

test.each([
  ["succeeded", "paid", "checkout.session.async_payment_succeeded"],
  ["failed", "unpaid", "checkout.session.async_payment_failed"],
] as const)("a delayed payment completes unpaid and then %s", async (outcome, payment_status, type) => {
  const id = await openSession();
  expect(await world.checkout.act(id, { type: "pay-delayed" })).toHaveProperty("returnUrl");
  await world.checkout.idle();
  expect(world.received[0]?.event).toMatchObject({
    type: "checkout.session.completed",
    data: { object: { id, status: "complete", payment_status: "unpaid" } },
  });
  expect(await world.checkout.act(id, { type: "settle", outcome })).toEqual({});
  expect(await world.checkout.act(id, { type: "settle", outcome })).toHaveProperty("error");
  await world.checkout.idle();
  expect(world.types()).toContain(type);
  expect(await world.stripe.checkout.sessions.retrieve(id)).toMatchObject({
    status: "complete",
    payment_status,
  });
});

test("a session ends at its time and cannot be paid any more", async () => {
  const id = await openSession();
  world.passTime(24 * 3600_000 - 1_000);
  await world.checkout.expireDue();
  expect(world.checkout.sessions()).toMatchObject([{ status: "open" }]);
  world.passTime(1_000);
  await world.checkout.expireDue();
  await world.checkout.idle();
  expect(world.types()).toEqual(["checkout.session.expired"]);
  expect(await world.checkout.act(id, { type: "pay", method: "card" })).toEqual({
    error: "This Checkout Session is no longer open.",
  });
  expect(await world.stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: "expired", url: null });
});

test("only an open session can be expired by hand", async () => {
  const id = await openSession();
  expect(await world.stripe.checkout.sessions.expire(id)).toMatchObject({ status: "expired" });
  await expect(world.stripe.checkout.sessions.expire(id)).rejects.toThrow(
    'Only Checkout Sessions with a status in ["open"] can be expired.',
  );
});

test("a restart keeps payments, keys and the events still owed", async () => {
  const params = sessionParams();
  const key = { idempotencyKey: "order-1" };
  const { id } = await world.stripe.checkout.sessions.create(params, key);
  world.checkout.setWebhookMood({ delayMs: 60_000 });
  await world.checkout.act(id, { type: "pay", method: "card" });
  const snapshot = JSON.parse(JSON.stringify(world.checkout.snapshot()));
  const next = await openWorld();
  try {
    next.checkout.restore(snapshot);
    await next.checkout.idle();
    expect(next.types()).toContain("checkout.session.completed");
    expect((await next.stripe.checkout.sessions.create(params, key)).id).toBe(id);
    expect(next.checkout.sessions()).toMatchObject([{ id, paymentStatus: "paid" }]);
    const { data } = await next.stripe.charges.list();
    await next.checkout.refund(String(data[0]?.payment_intent));
    expect(next.checkout.refunds()).toMatchObject([{ amount: 1250, status: "succeeded" }]);
  } finally {
    await next.close();
  }
});
