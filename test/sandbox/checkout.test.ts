import Stripe from "stripe";
import { afterEach, beforeEach, expect, test } from "vitest";
import { line, openWorld, sessionParams, type World, webhookSecret } from "./checkout-world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

test("a session is created, paid with the good card and told to the endpoint, signed", async () => {
  const session = await world.stripe.checkout.sessions.create(sessionParams());
  expect(session).toMatchObject({
    object: "checkout.session",
    status: "open",
    payment_status: "unpaid",
    amount_total: 1250,
    currency: "usd",
    client_reference_id: "HY-8K3M2P",
    payment_intent: null,
    expires_at: world.nowSeconds() + 86_400,
    url: `${world.url}/c/pay/${session.id}`,
  });
  expect(await world.checkout.act(session.id, { type: "pay", method: "card" })).toEqual({
    returnUrl: `http://127.0.0.1:3000/pay/done?session=${session.id}`,
  });
  await world.checkout.idle();
  expect(world.types().sort()).toEqual([
    "charge.succeeded",
    "checkout.session.completed",
    "payment_intent.succeeded",
  ]);
  for (const { body, signature } of world.received) {
    const receivedMs = (world.nowSeconds() + 200) * 1000;
    const event = world.stripe.webhooks.constructEvent(
      body,
      signature,
      webhookSecret,
      300,
      undefined,
      receivedMs,
    );
    expect(event.api_version).toBe(Stripe.API_VERSION);
  }
  const paid = await world.stripe.checkout.sessions.retrieve(session.id, {
    expand: ["payment_intent.latest_charge", "line_items"],
  });
  expect(paid).toMatchObject({
    status: "complete",
    payment_status: "paid",
    url: null,
    payment_intent: {
      status: "succeeded",
      amount_received: 1250,
      metadata: { order: "HY-8K3M2P" },
      latest_charge: {
        status: "succeeded",
        paid: true,
        metadata: { order: "HY-8K3M2P" },
        payment_method_details: { type: "card", card: { brand: "visa", last4: "4242" } },
      },
    },
    line_items: { data: [{ description: "Japan week", amount_total: 1250 }] },
  });
});

test("yen have no decimals, on the page as in the API", async () => {
  const session = await world.stripe.checkout.sessions.create(
    sessionParams({ line_items: [line({ amount: 1980, currency: "jpy" })], locale: "ja" }),
  );
  expect(session.amount_total).toBe(1980);
  const page = await (await fetch(session.url ?? "")).text();
  expect(page).toContain("￥1,980");
});
