import Stripe from "stripe";
import { afterEach, beforeEach, expect, test } from "vitest";
import { line, openWorld, refusal, secretKey, sessionParams, type World } from "./checkout-world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const create = (idempotencyKey: string, params = sessionParams()) =>
  world.stripe.checkout.sessions.create(params, { idempotencyKey });

test("a wrong key and no key are 401", async () => {
  const stranger = new Stripe("sk_test_stranger", {
    host: "127.0.0.1",
    port: Number(new URL(world.url).port),
    protocol: "http",
  });
  expect(await refusal(stranger.balance.retrieve())).toMatchObject({
    statusCode: 401,
    type: "StripeAuthenticationError",
  });
  expect((await fetch(`${world.url}/v1/balance`)).status).toBe(401);
});

test("the key is also taken as user name, as curl -u sends it", async () => {
  const authorization = `Basic ${Buffer.from(`${secretKey}:`).toString("base64")}`;
  expect((await fetch(`${world.url}/v1/balance`, { headers: { authorization } })).status).toBe(200);
});

test("the same idempotency key and parameters get the first answer again", async () => {
  const first = await create("order-1-attempt-1");
  await world.checkout.act(first.id, { type: "pay", method: "card" });
  const again = await create("order-1-attempt-1");
  expect(again).toMatchObject({ id: first.id, status: "open" });
  expect(again.lastResponse.headers["idempotent-replayed"]).toBe("true");
  expect(world.checkout.sessions()).toHaveLength(1);
  expect(world.checkout.calls().map(({ idempotencyKey }) => idempotencyKey)).toEqual([
    "order-1-attempt-1",
    "order-1-attempt-1",
  ]);
});

test("the same key with other parameters is refused", async () => {
  await create("order-1");
  const error = await refusal(create("order-1", sessionParams({ line_items: [line({ amount: 900 })] })));
  expect(error).toMatchObject({
    statusCode: 400,
    type: "StripeIdempotencyError",
    rawType: "idempotency_error",
  });
});

test("a key is free again after a day", async () => {
  const first = await create("order-1");
  world.passTime(24 * 3600_000 + 1_000);
  expect((await create("order-1")).id).not.toBe(first.id);
});

test("a refused parameter leaves the key free", async () => {
  await refusal(create("order-1", sessionParams({ locale: "xx" })));
  expect(await create("order-1")).toMatchObject({ status: "open" });
});

test("a key in use by another request is 409", async () => {
  world.checkout.addFault({ status: 200, delayMs: 200 });
  const slow = create("order-1");
  const began = () => world.checkout.sessions().length === 1;
  while (!began()) await new Promise((resolve) => setImmediate(resolve));
  expect(await refusal(create("order-1"))).toMatchObject({ statusCode: 409, code: "idempotency_key_in_use" });
  expect(await create("order-2")).toMatchObject({ status: "open" });
  expect((await slow).id).toBe(world.checkout.sessions()[0]?.id);
});

test.each([500, 429, 503])("a fault answers %i and does nothing", async (status) => {
  world.checkout.addFault({ path: "/v1/checkout/sessions", method: "POST", status });
  expect((await refusal(create("order-1"))).statusCode).toBe(status);
  expect(world.checkout.sessions()).toEqual([]);
  expect(await create("order-1")).toMatchObject({ status: "open" });
});

test("an answer lost after the work is found again by its key", async () => {
  world.checkout.addFault({ status: "drop", afterTheFact: true, times: 2 });
  // The client itself repeats a closed connection once.
  expect(await refusal(create("order-1"))).toMatchObject({ type: "StripeConnectionError" });
  expect(world.checkout.sessions()).toHaveLength(1);
  expect((await create("order-1")).id).toBe(world.checkout.sessions()[0]?.id);
  expect(world.checkout.calls().map(({ status }) => status)).toEqual([0, 0, 200]);
});

test("a doctor finds account, balance and the endpoint with its events", async () => {
  expect(await world.stripe.accounts.retrieveCurrent()).toMatchObject({
    object: "account",
    charges_enabled: true,
  });
  expect(await world.stripe.balance.retrieve()).toMatchObject({
    available: [{ currency: "usd", amount: 0 }],
  });
  const { data } = await world.stripe.webhookEndpoints.list({ limit: 100 });
  expect(data).toMatchObject([{ status: "enabled", url: expect.stringMatching(/\/webhooks\/stripe$/) }]);
  expect(data[0]?.enabled_events).toContain("checkout.session.async_payment_failed");
});
