import http from "node:http";
import https from "node:https";
import Stripe from "stripe";
import type { Clock } from "../../ports/clock.ts";
import type {
  CheckoutOutcome,
  CheckoutRequest,
  PaymentProvider,
  RefundOutcome,
} from "../../ports/payment-provider.ts";
import { chargeRule } from "./stripe-amounts.ts";
import { interestingTypes, toSignal } from "./stripe-signal.ts";
import { toTruth } from "./stripe-truth.ts";

/** The version this file was written and tested against; raising it is a change like any other. */
const API_VERSION = "2026-10-28.endive";
const TIMEOUT_MS = 4_000;
/** https://docs.stripe.com/webhooks#replay-attacks */
const TOLERANCE_SECONDS = 300;

/** Stripe Checkout: which methods the page offers is enabled in the dashboard, not listed here. */
export function createStripe(options: {
  secretKey: string;
  webhookSecret: string;
  apiBase: string;
  clock: Clock;
}): PaymentProvider {
  const { webhookSecret, clock } = options;
  const base = new URL(options.apiBase);
  const secure = base.protocol === "https:";
  const agent = secure
    ? new https.Agent({ keepAlive: true, maxSockets: 32 })
    : new http.Agent({ keepAlive: true, maxSockets: 32 });
  const stripe = new Stripe(options.secretKey, {
    apiVersion: API_VERSION,
    host: base.hostname,
    port: base.port || (secure ? 443 : 80),
    protocol: secure ? "https" : "http",
    httpAgent: agent as http.Agent,
    timeout: TIMEOUT_MS,
    // Two tries of four seconds still fit into the time a person waits for an answer.
    maxNetworkRetries: 1,
    telemetry: false,
  });

  return {
    name: "stripe",
    chargeRule,

    async createCheckout(request) {
      try {
        const { orderId, attempt } = request;
        const session = await stripe.checkout.sessions.create(toParams(request), {
          idempotencyKey: `${orderId}:${attempt}`,
        });
        const expiresAt = new Date(session.expires_at * 1000);
        return { type: "created", session: { id: session.id, url: session.url ?? "", expiresAt } };
      } catch (error) {
        return refusedCheckout(error);
      }
    },

    async readCheckout(sessionId) {
      try {
        const expand = ["payment_intent.latest_charge.refunds"];
        return toTruth(await stripe.checkout.sessions.retrieve(sessionId, { expand }));
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },

    async findCheckoutOfPayment(paymentId) {
      try {
        const { data } = await stripe.checkout.sessions.list({
          payment_intent: paymentId,
          limit: 1,
          expand: ["data.payment_intent.latest_charge.refunds"],
        });
        return data[0] && toTruth(data[0]);
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },

    async *eventsSince(since) {
      const created = { gte: Math.floor(since.getTime() / 1000) };
      for await (const event of stripe.events.list({ created, types: [...interestingTypes], limit: 100 })) {
        const signal = toSignal(event);
        if (signal.about.type !== "nothing") yield signal;
      }
    },

    async expireCheckout(sessionId) {
      try {
        await stripe.checkout.sessions.expire(sessionId);
      } catch (error) {
        // It has been paid or has expired already: whoever asks next hears it.
        if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
      }
    },

    async refund({ paymentId, key, amountMinor }) {
      try {
        const refund = await stripe.refunds.create(
          { payment_intent: paymentId, ...(amountMinor !== undefined && { amount: amountMinor }) },
          { idempotencyKey: key },
        );
        return refundOutcome(refund);
      } catch (error) {
        return refusedRefund(error);
      }
    },

    async readWebhook(rawBody, signature) {
      try {
        const now = clock.now().getTime();
        const event = stripe.webhooks.constructEvent(
          rawBody,
          signature ?? "",
          webhookSecret,
          TOLERANCE_SECONDS,
          undefined,
          now,
        );
        return toSignal(event);
      } catch {
        return undefined; // a bad signature, an old one, or a body that is no event
      }
    },

    close: () => agent.destroy(),
  };
}

function toParams(request: CheckoutRequest): Stripe.Checkout.SessionCreateParams {
  const { orderId, orderNumber, amount, title, description, successUrl } = request;
  const metadata = { orderId, number: orderNumber };
  return {
    mode: "payment",
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: amount.currency.toLowerCase(),
          unit_amount: amount.amountMinor,
          product_data: {
            name: cut(title, 250),
            ...(description && { description: cut(description, 1000) }),
          },
        },
      },
    ],
    client_reference_id: orderId,
    metadata,
    // Names the order on receipts and in the dashboard's list of payments.
    payment_intent_data: { metadata, description: orderNumber },
    expires_at: Math.floor(request.expiresAt.getTime() / 1000),
    locale: toStripeLocale(request.locale),
    // The amount charged is the amount promised, in its currency.
    adaptive_pricing: { enabled: false },
    success_url: `${successUrl}${successUrl.includes("?") ? "&" : "?"}session_id={CHECKOUT_SESSION_ID}`,
    cancel_url: request.cancelUrl,
  };
}

/** Whole characters: half of an emoji is no text. */
const cut = (text: string, length: number): string => [...text].slice(0, length).join("");

/** Stripe's names for ours; `auto` follows the browser. */
export function toStripeLocale(locale: string): Stripe.Checkout.SessionCreateParams.Locale {
  const byLocale: Record<string, Stripe.Checkout.SessionCreateParams.Locale> = {
    en: "en",
    "zh-Hans": "zh",
    "zh-Hant": "zh-TW",
    "zh-Hant-HK": "zh-HK",
    "zh-HK": "zh-HK",
  };
  return byLocale[locale] ?? "auto";
}

function refusedCheckout(error: unknown): CheckoutOutcome {
  if (error instanceof Stripe.errors.StripeIdempotencyError) return { type: "key_used" };
  if (error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 400) {
    // An attempt made too long ago to be repeated; its session, if there is one, was never shown to anybody.
    if (error.param === "expires_at") return { type: "key_used" };
    return { type: "refused", reason: error.message };
  }
  throw error;
}

function refundOutcome({ id, status, failure_reason }: Stripe.Refund): RefundOutcome {
  if (status === "succeeded") return { type: "refunded", refundId: id };
  if (status === "failed" || status === "canceled")
    return { type: "refused", reason: failure_reason ?? status };
  return { type: "pending", refundId: id };
}

function refusedRefund(error: unknown): RefundOutcome {
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError) || error.statusCode === 409) throw error;
  if (error.code === "charge_already_refunded") return { type: "already_refunded" };
  return { type: "refused", reason: error.code ?? error.message };
}

const isMissing = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.code === "resource_missing";
