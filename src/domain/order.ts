import {
  type Advance,
  type Impossible,
  isPaid,
  isPayable,
  mayRenew,
  type OrderChanges,
  type OrderEffect,
  type OrderEvent,
  type OrderLife,
  type OrderStatus,
} from "./order-life.ts";
import { seePayment } from "./order-payment.ts";
import { fail, ok, type Result } from "./result.ts";

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
        ? to("paid", {}, [
            { type: "tell", stage: "received" },
            { type: "provision" },
            { type: "end_checkout" },
          ])
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
