import { Hono } from "hono";
import type { PaymentProvider } from "../ports/payment-provider.ts";
import type { KeepProviderEvent } from "../use-cases/keep-provider-event.ts";

/**
 * `POST /webhooks/stripe`: checks the signature over the raw body and answers once the news is written
 * down; what follows from it is a job. Duplicates and events of no interest are answered like all others.
 */
export function stripeWebhook(deps: {
  provider: PaymentProvider;
  keepProviderEvent: KeepProviderEvent;
}): Hono {
  const { provider, keepProviderEvent } = deps;
  return new Hono().post("/webhooks/stripe", async (c) => {
    const signal = await provider.readWebhook(await c.req.text(), c.req.header("stripe-signature"));
    if (!signal) return c.text("Wrong or old signature", 400);
    await keepProviderEvent(provider.name, signal);
    return c.body(null, 200);
  });
}
