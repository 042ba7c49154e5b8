import type { Clock } from "../../ports/clock.ts";
import type { PaymentProvider } from "../../ports/payment-provider.ts";
import { createStripe } from "./stripe.ts";

export interface PaymentSettings {
  stripeSecretKey: string | undefined;
  stripeWebhookSecret: string | undefined;
  stripeApiBase: string;
}

/** Every provider whose keys are set, one line each. New checkouts go to the first. */
export function createPaymentProviders(
  settings: PaymentSettings,
  clock: Clock,
): ReadonlyMap<string, PaymentProvider> {
  const { stripeSecretKey: secretKey, stripeWebhookSecret: webhookSecret, stripeApiBase: apiBase } = settings;
  const providers = [
    secretKey && webhookSecret && createStripe({ secretKey, webhookSecret, apiBase, clock }),
  ];
  return new Map(providers.flatMap((provider) => (provider ? [[provider.name, provider]] : [])));
}
