import type { Money } from "./money.ts";

/**
 * `confirming` is paid but not settled (delayed methods). `expired`, `canceled` and `failed` are no graves:
 * money that arrives later moves them to `paid`. Only `refunded` is final.
 */
export const orderStatuses = [
  "draft",
  "awaiting_payment",
  "confirming",
  "paid",
  "provisioning",
  "fulfilled",
  "expired",
  "canceled",
  "failed",
  "refunding",
  "refunded",
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** What the rules know of an order. */
export interface OrderLife {
  status: OrderStatus;
  /** What was promised when payment was first asked for; null before. */
  promised: Money | null;
  /** Stopped for a human, beside the status. */
  held: HeldReason | null;
  /** Beside the status too; `accepted` once a human has decided to go on all the same. */
  disputed: "disputed" | "accepted" | null;
  payments: Payment[];
}

export type HeldReason = "amount_mismatch" | "refund_failed";

export type OrderEvent =
  /** The customer asks to pay. */
  | { type: "checkout_started" }
  /** A discount left nothing to pay. */
  | { type: "nothing_to_pay" }
  | { type: "canceled" }
  | { type: "checkout_expired" }
  /** The provider's truth about one payment, asked for now. */
  | { type: "payment_seen"; payment: SeenPayment; checkout: { status: CheckoutStatus; current: boolean } }
  | { type: "renewal_started" }
  | { type: "renewal_delayed" }
  | { type: "renewed" }
  /** The carrier will not do it, whatever is tried. */
  | { type: "renewal_refused"; reason: string }
  /** The operator gives the money back. */
  | { type: "refund_requested" }
  /** The provider will not send the money back. */
  | { type: "refund_failed"; paymentId: string }
  /** The operator accepts what was held. */
  | { type: "released" };

export type CheckoutStatus = "open" | "complete" | "expired";

/** What must happen because of a change; queued in the same transaction. */
export type OrderEffect =
  | { type: "provision" }
  | { type: "refund"; paymentId: string }
  | { type: "tell"; stage: ToldStage; paymentId?: string; amountMinor?: number }
  | { type: "alert"; reason: AlertReason; paymentId?: string }
  /** The checkout that is still open must not be paid any more. */
  | { type: "end_checkout" };

/** What the customer hears about. */
export type ToldStage =
  | "received"
  | "confirming"
  | "renewed"
  | "delayed"
  | "declined"
  | "failed"
  | "expired"
  | "held"
  | "refunding"
  | "refunded"
  | "surplus_refunded"
  | "refund_failed";

/** What the support desk hears about. */
export type AlertReason =
  | "amount_mismatch"
  | "disputed"
  | "refund_failed"
  /** Money went back from the provider's dashboard. */
  | "refunded_outside"
  /** The carrier delivered although the money is on its way back. */
  | "renewed_after_refund"
  /** A free order that the carrier refuses: there is nothing to give back. */
  | "undeliverable"
  | "slow_delivery";

export type OrderChanges = Partial<Pick<OrderLife, "held" | "disputed" | "payments">>;

export interface Advance {
  status: OrderStatus;
  changes: OrderChanges;
  effects: OrderEffect[];
}

export type Impossible = { type: "impossible"; status: OrderStatus; event: OrderEvent["type"] };

/** One of an order's payments. One buys the renewal; the others are surplus and go back. */
export interface Payment {
  /** The provider's id of it. */
  id: string;
  status: PaymentStatus;
  amountMinor: number;
  currency: string;
  /** What is back at the customer's. */
  refundedMinor: number;
  /** What is on its way back. */
  refundPendingMinor: number;
  surplus: boolean;
}

/** `refunding`: all of it is to go back, or on its way. */
export type PaymentStatus = "pending" | "succeeded" | "failed" | "refunding" | "refunded";

/** A payment as the provider tells it. */
export interface SeenPayment {
  id: string;
  status: "pending" | "succeeded" | "failed";
  amount: Money;
  refundedMinor: number;
  refundPendingMinor: number;
  disputed: boolean;
}

/** Whether a checkout can be made for it: not paid, nothing under way, nothing to be looked at first. */
export const isPayable = ({ status, held }: Pick<OrderLife, "status" | "held">): boolean =>
  held === null && ["draft", "awaiting_payment", "expired", "canceled", "failed"].includes(status);

/** Whether the carrier may be told: it is paid, and nobody has to look at it first. */
export const mayRenew = ({
  status,
  held,
  disputed,
}: Pick<OrderLife, "status" | "held" | "disputed">): boolean =>
  held !== "amount_mismatch" && disputed !== "disputed" && (status === "paid" || status === "provisioning");

/** Whether its price is in and still bound to it. */
export const isPaid = (status: OrderStatus): boolean =>
  status === "paid" || status === "provisioning" || status === "fulfilled";
