import type { Money } from "./money.ts";
import { type Payment, type SeenPayment, seePayment } from "./order-payment.ts";
import { fail, ok, type Result } from "./result.ts";

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

/**
 * The only thing that moves an order. An event that says nothing new answers the same status without
 * changes or effects, so that events may come twice, late and out of order.
 */
export function advanceOrder(order: OrderLife, event: OrderEvent): Result<Advance, Impossible> {
  const { status } = order;
  const impossible = fail<Impossible>({ type: "impossible", status, event: event.type });
  switch (event.type) {
    case "checkout_started":
      return isPayable(order) ? to("awaiting_payment") : impossible;
    case "nothing_to_pay":
      if (isPaid(status)) return same(order);
      return isPayable(order) && order.promised?.amountMinor === 0
        ? to("paid", {}, [{ type: "provision" }, { type: "end_checkout" }])
        : impossible;
    case "canceled":
      if (status === "canceled") return same(order);
      return isPayable(order) ? to("canceled", {}, [{ type: "end_checkout" }]) : impossible;
    case "checkout_expired":
      return status === "awaiting_payment"
        ? to("expired", {}, [{ type: "tell", stage: "expired" }])
        : same(order);
    case "payment_seen":
      return ok(seePayment(order, event.payment, event.checkout));
    case "renewal_started":
      return mayRenew(order) ? to("provisioning") : impossible;
    case "renewal_delayed":
      return status === "provisioning" ? to(status, {}, [{ type: "tell", stage: "delayed" }]) : impossible;
    case "renewed":
      return renewed(order) ?? impossible;
    case "renewal_refused":
      return status === "provisioning" ? ok(giveBack(order)) : impossible;
    case "refund_requested":
      return refundRequested(order) ?? impossible;
    case "refund_failed":
      return refundFailed(order, event.paymentId) ?? impossible;
    case "released":
      return released(order) ?? impossible;
  }
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

function renewed(order: OrderLife) {
  switch (order.status) {
    case "provisioning":
      return to("fulfilled", {}, [{ type: "tell", stage: "renewed" }]);
    case "fulfilled":
      return same(order);
    case "refunding":
    case "refunded":
      return to(order.status, {}, [{ type: "alert", reason: "renewed_after_refund" }]);
    default:
      return undefined;
  }
}

/** Sends back everything that came in and has not gone back yet, refunds that once failed included. */
function giveBack(order: OrderLife): Advance {
  const owed = order.payments.filter(({ status }) => status === "succeeded" || status === "refunding");
  if (owed.length === 0) {
    const effects: OrderEffect[] = [
      { type: "tell", stage: "failed" },
      { type: "alert", reason: "undeliverable" },
    ];
    return { status: "failed", changes: {}, effects };
  }
  const payments = order.payments.map((payment) =>
    payment.status === "succeeded" ? { ...payment, status: "refunding" as const } : payment,
  );
  return {
    status: "refunding",
    changes: { payments },
    effects: [
      ...owed.map(({ id }) => ({ type: "refund" as const, paymentId: id })),
      { type: "tell", stage: "refunding" },
    ],
  };
}

function refundRequested(order: OrderLife) {
  const again = order.payments.filter(({ status }) => status === "refunding");
  if (isPaid(order.status)) {
    const { status, changes, effects } = giveBack(order);
    return status === "refunding" ? to(status, { ...changes, held: null }, effects) : undefined;
  }
  if (again.length === 0) return undefined;
  const effects = again.map(({ id }) => ({ type: "refund" as const, paymentId: id }));
  return to(order.status, { held: null }, effects);
}

function refundFailed(order: OrderLife, paymentId: string) {
  const payment = order.payments.find(({ id }) => id === paymentId);
  if (payment?.status !== "refunding") return undefined;
  if (order.held === "refund_failed") return same(order);
  // What is held already stays held for its own reason.
  return to(order.status, { held: order.held ?? "refund_failed" }, [
    { type: "alert", reason: "refund_failed", paymentId },
    { type: "tell", stage: "refund_failed", paymentId },
  ]);
}

function released(order: OrderLife) {
  if (order.held === null && order.disputed !== "disputed") return undefined;
  const effects: OrderEffect[] =
    order.status === "paid"
      ? [{ type: "tell", stage: "received" }, { type: "provision" }]
      : order.status === "provisioning"
        ? [{ type: "provision" }]
        : [];
  const again = order.payments.filter(({ status }) => status === "refunding");
  effects.push(...again.map(({ id }) => ({ type: "refund" as const, paymentId: id })));
  return to(order.status, { held: null, disputed: order.disputed && "accepted" }, effects);
}

const to = (status: OrderStatus, changes: OrderChanges = {}, effects: OrderEffect[] = []) =>
  ok<Advance>({ status, changes, effects });

const same = ({ status }: OrderLife) => to(status);
