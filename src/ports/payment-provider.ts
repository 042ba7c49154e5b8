import type { Money } from "../domain/money.ts";
import type { ChargeRule } from "../domain/promotion.ts";

export interface CheckoutRequest {
  orderId: string;
  orderNumber: string;
  /** Counts the sessions of one order; with the order's id it is the idempotency key. */
  attempt: number;
  amount: Money;
  /** What is bought, in the customer's language, for the checkout page and the receipt. */
  title: string;
  description: string;
  /** One of ours: `en`, `zh-Hans`, `zh-Hant`; the adapter maps it to the provider's. */
  locale: string;
  expiresAt: Date;
  /** Where the customer returns to; the provider adds `session_id` to the first. */
  successUrl: string;
  cancelUrl: string;
}

export interface CheckoutSession {
  id: string;
  url: string;
  expiresAt: Date;
}

export type CheckoutOutcome =
  | { type: "created"; session: CheckoutSession }
  /** The key was used before with other parameters: take the next attempt. */
  | { type: "key_used" }
  /** For good: such a checkout cannot be made, an amount that is too small for example. */
  | { type: "refused"; reason: string };

/** A payment as the provider tells it now. */
export interface ProviderPayment {
  /** Stripe: the payment intent. */
  id: string;
  status: "pending" | "succeeded" | "failed";
  amount: Money;
  /** What went back so far, in the minor unit. */
  refundedMinor: number;
  /** What has been sent back and has not arrived yet. */
  refundPendingMinor: number;
  /** `card`, `paypal`, `alipay`, … */
  method?: string;
  receiptUrl?: string;
  /** Why the last try failed, in our words. */
  failure?: PaymentFailure;
  disputed: boolean;
}

/** `limit`: of the card or account; `unconfirmed`: the bank's check was not passed; `canceled`: the customer went back. */
export type PaymentFailure =
  | "declined"
  | "insufficient_funds"
  | "limit"
  | "expired_card"
  | "unconfirmed"
  | "canceled"
  | "network"
  | "other";

/** A checkout session as the provider tells it now. */
export interface CheckoutTruth {
  sessionId: string;
  /** Our order, as we named it when the session was made; undefined when the session is not ours. */
  orderId: string | undefined;
  status: "open" | "complete" | "expired";
  /** Undefined until the customer has tried to pay. */
  payment: ProviderPayment | undefined;
}

/** What a webhook is about; its content is not trusted beyond that. */
export interface ProviderSignal {
  eventId: string;
  type: string;
  /** What to ask about: a session, or a payment whose session must be found first. */
  about: { type: "session"; id: string } | { type: "payment"; id: string } | { type: "nothing" };
  objectId: string;
}

export type RefundOutcome =
  | { type: "refunded"; refundId: string }
  | { type: "pending"; refundId: string }
  /** Somebody was faster: the money is back already. */
  | { type: "already_refunded" }
  | { type: "refused"; reason: string };

/** A checkout provider. Methods throw when it did not answer or is failing; every write is idempotent by its key. */
export interface PaymentProvider {
  name: string;
  /** What can be charged at all, so that no discount leaves an amount that nobody can pay. */
  chargeRule(currency: string): ChargeRule;
  createCheckout(request: CheckoutRequest): Promise<CheckoutOutcome>;
  /** Undefined when the provider does not know it. */
  readCheckout(sessionId: string): Promise<CheckoutTruth | undefined>;
  /** The session a payment belongs to; undefined when it is none of ours. */
  findCheckoutOfPayment(paymentId: string): Promise<CheckoutTruth | undefined>;
  /** Everything of interest that happened since then, with the ids its webhooks had: some of them may be lost. */
  eventsSince(since: Date): AsyncIterable<ProviderSignal>;
  /** Ends an open session so that nobody pays it any more; fine when it has ended. */
  expireCheckout(sessionId: string): Promise<void>;
  refund(request: {
    paymentId: string;
    /** Idempotency key: the same refund is never made twice. */
    key: string;
    amountMinor?: number;
  }): Promise<RefundOutcome>;
  /** Checks the signature over the raw body; undefined when it does not hold or is older than five minutes. */
  readWebhook(rawBody: string, signature: string | undefined): Promise<ProviderSignal | undefined>;
  close(): void;
}
