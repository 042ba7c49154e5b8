import type Stripe from "stripe";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { line, openWorld, refusal, sessionParams, type World } from "./checkout-world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

type Params = Stripe.Checkout.SessionCreateParams;
const create = (overrides: Partial<Params>) =>
  world.stripe.checkout.sessions.create(sessionParams(overrides));
/** Parameters the client's types would not let through. */
const untyped = (params: Record<string, unknown>) => params as Partial<Params>;

describe("a session is refused as Stripe refuses it", () => {
  const cases: [string, () => Partial<Params>, Partial<Stripe.errors.StripeError>][] = [
    [
      "an unknown parameter",
      () => untyped({ colour: "red" }),
      { code: "parameter_unknown", param: "colour" },
    ],
    [
      "an unknown parameter deep inside",
      () => ({ line_items: [{ ...line({}), ...untyped({ size: 3 }) } as never] }),
      { code: "parameter_unknown", param: "line_items[0][size]" },
    ],
    [
      "listing payment methods the old way with today's API version",
      () => untyped({ payment_method_types: ["card"] }),
      { code: "parameter_unknown", param: "payment_method_types" },
    ],
    [
      "no success_url",
      () => ({ success_url: undefined }),
      { code: "parameter_missing", param: "success_url" },
    ],
    ["no cancel_url", () => ({ cancel_url: undefined }), { code: "parameter_missing", param: "cancel_url" }],
    ["an address without scheme", () => ({ success_url: "example.com/x" }), { code: "url_invalid" }],
    ["an address of another scheme", () => ({ success_url: "tg://resolve" }), { code: "url_invalid" }],
    ["no mode", () => ({ mode: undefined }), { code: "parameter_missing", param: "mode" }],
    ["another mode", () => ({ mode: "subscription" }), { param: "mode" }],
    ["no line items", () => ({ line_items: undefined }), { code: "parameter_missing", param: "line_items" }],
    ["half a cent", () => ({ line_items: [line({ amount: 12.5 })] }), { code: "parameter_invalid_integer" }],
    [
      "an amount below the minimum",
      () => ({ line_items: [line({ amount: 49 })] }),
      { code: "amount_too_small" },
    ],
    [
      "an amount below the minimum in yen",
      () => ({ line_items: [line({ amount: 49, currency: "jpy" })] }),
      { code: "amount_too_small" },
    ],
    [
      "a sum of nine digits",
      () => ({ line_items: [line({ amount: 99_999_999, quantity: 2 })] }),
      { code: "amount_too_large" },
    ],
    [
      "a currency nobody has",
      () => ({ line_items: [line({ currency: "xyz" })] }),
      { param: "line_items[0][price_data][currency]" },
    ],
    [
      "two currencies",
      () => ({ line_items: [line({}), line({ currency: "eur" })] }),
      { param: "line_items" },
    ],
    [
      "an empty product name",
      () => ({ line_items: [line({ name: "" })] }),
      { code: "parameter_invalid_empty", param: "line_items[0][price_data][product_data][name]" },
    ],
    [
      "a reference of 201 characters",
      () => ({ client_reference_id: "x".repeat(201) }),
      { param: "client_reference_id" },
    ],
    ["a locale Stripe has not", () => ({ locale: "zh-Hans" }), { param: "locale" }],
    ["an e-mail that is none", () => ({ customer_email: "alice" }), { code: "email_invalid" }],
    [
      "a metadata key of 41 characters",
      () => ({ metadata: { ["k".repeat(41)]: "v" } }),
      { param: "metadata" },
    ],
    [
      "a metadata value of 501 characters",
      () => ({ metadata: { k: "v".repeat(501) } }),
      { param: "metadata[k]" },
    ],
    [
      "51 metadata keys",
      () => ({ metadata: Object.fromEntries(Array.from({ length: 51 }, (_, key) => [`k${key}`, "v"])) }),
      { param: "metadata" },
    ],
    ["an end in 29 minutes", () => ({ expires_at: world.nowSeconds() + 1799 }), { param: "expires_at" }],
    [
      "an end in 24 hours and a second",
      () => ({ expires_at: world.nowSeconds() + 86_401 }),
      { param: "expires_at" },
    ],
    [
      "only a method that the currency cannot have",
      () => ({
        allowed_payment_method_types: ["paypal"],
        line_items: [line({ amount: 5000, currency: "krw" })],
      }),
      { param: "allowed_payment_method_types" },
    ],
    ["what this stand-in has not learnt", () => ({ customer: "cus_1" }), { code: "sandbox_unsupported" }],
  ];

  test.each(cases)("%s", async (_name, params, expected) => {
    const error = await refusal(create(params()));
    expect(error).toMatchObject({ statusCode: 400, rawType: "invalid_request_error", ...expected });
    expect(error.requestId).toMatch(/^req_/);
    expect(world.checkout.sessions()).toEqual([]);
  });
});

test.each([30 * 60, 24 * 3600])("an end in exactly %i seconds is accepted", async (seconds) => {
  const expires_at = world.nowSeconds() + seconds;
  expect(await create({ expires_at })).toMatchObject({ expires_at });
});

test.each([
  ["usd", ["card", "paypal", "alipay", "us_bank_account"]],
  ["jpy", ["card", "alipay", "customer_balance"]],
  ["krw", ["card", "customer_balance"]],
])("a session in %s offers what the currency allows", async (currency, methods) => {
  const session = await create({ line_items: [line({ amount: 5000, currency })] });
  expect(session.payment_method_types).toEqual(methods);
});

test("methods can be narrowed by allowing and excluding", async () => {
  const allowed = await create({ allowed_payment_method_types: ["card", "alipay"] });
  expect(allowed).toMatchObject({
    payment_method_types: ["card", "alipay"],
    allowed_payment_method_types: ["card", "alipay"],
  });
  const excluded = await create({ excluded_payment_method_types: ["us_bank_account"] });
  expect(excluded.payment_method_types).toEqual(["card", "paypal", "alipay"]);
});

test("an older API version may still list payment_method_types", async () => {
  const session = await world.stripe.checkout.sessions.create(
    { ...sessionParams(), ...untyped({ payment_method_types: ["card"] }) } as Params,
    { apiVersion: "2026-08-26.dahlia" } as Stripe.RequestOptions,
  );
  expect(session.payment_method_types).toEqual(["card"]);
  expect(session.lastResponse.apiVersion).toBe("2026-08-26.dahlia");
});

test("what does not exist is 404, what is no endpoint too", async () => {
  const missing = await refusal(world.stripe.checkout.sessions.retrieve("cs_test_nothing"));
  expect(missing).toMatchObject({ statusCode: 404, code: "resource_missing", param: "session" });
  expect(await refusal(world.stripe.customers.list())).toMatchObject({
    statusCode: 404,
    message: expect.stringContaining("Unrecognized request URL (GET: /v1/customers)"),
  });
});

test("an unknown expansion is refused", async () => {
  const { id } = await create({});
  const error = await refusal(world.stripe.checkout.sessions.retrieve(id, { expand: ["colour"] }));
  expect(error.message).toBe("This property cannot be expanded (colour).");
});

test("lists page from the newest, forwards, backwards and by time", async () => {
  const made: string[] = [];
  for (let count = 0; count < 7; count++) {
    made.unshift((await create({})).id);
    world.passTime(1_000);
  }
  const ids = (page: { data: { id: string }[] }) => page.data.map(({ id }) => id);
  const first = await world.stripe.checkout.sessions.list({ limit: 3 });
  expect([ids(first), first.has_more]).toEqual([made.slice(0, 3), true]);
  const rest = await world.stripe.checkout.sessions.list({ limit: 4, starting_after: made[2] });
  expect([ids(rest), rest.has_more]).toEqual([made.slice(3), false]);
  const before = await world.stripe.checkout.sessions.list({ limit: 2, ending_before: made[4] });
  expect([ids(before), before.has_more]).toEqual([made.slice(2, 4), true]);
  const since = await world.stripe.checkout.sessions.list({ created: { gte: world.nowSeconds() - 2 } });
  expect(ids(since)).toEqual(made.slice(0, 2));
  const every: string[] = [];
  for await (const session of world.stripe.checkout.sessions.list({ limit: 2 })) every.push(session.id);
  expect(every).toEqual(made);
  expect(await refusal(world.stripe.checkout.sessions.list({ limit: 101 }))).toMatchObject({
    param: "limit",
  });
});

test("lists filter by status and by payment intent", async () => {
  const open = await create({});
  const paid = await create({});
  await world.checkout.act(paid.id, { type: "pay", method: "paypal" });
  const { data } = await world.stripe.checkout.sessions.list({
    status: "complete",
    expand: ["data.payment_intent"],
  });
  expect(data).toMatchObject([{ id: paid.id, payment_intent: { status: "succeeded" } }]);
  const { id: payment_intent } = data[0]!.payment_intent as Stripe.PaymentIntent;
  expect((await world.stripe.checkout.sessions.list({ payment_intent })).data).toMatchObject([
    { id: paid.id },
  ]);
  expect((await world.stripe.checkout.sessions.list({ status: "open" })).data).toMatchObject([
    { id: open.id },
  ]);
  expect((await world.stripe.charges.list({ payment_intent })).data).toMatchObject([{ status: "succeeded" }]);
});
