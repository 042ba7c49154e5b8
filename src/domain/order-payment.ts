import type { Money } from "./money.ts";
import type {
  Advance,
  CheckoutStatus,
  OrderChanges,
  OrderEffect,
  OrderLife,
  OrderStatus,
  Payment,
  PaymentStatus,
  SeenPayment,
} from "./order-life.ts";

/** The rules of `payment_seen`: money that came, money that went back, and who disputes it. */
export function seePayment(
  order: OrderLife,
  seen: SeenPayment,
  checkout: { status: CheckoutStatus; current: boolean },
): Advance {
  const steps = [notPaid(checkout), arrived(checkout), wentBack, refundFellThrough, disputed];
  const start: Advance = { status: order.status, changes: {}, effects: [] };
  return steps.reduce<Advance>((advance, step) => {
    const next = step({ ...order, status: advance.status, ...advance.changes }, seen);
    if (!next) return advance;
    return {
      status: next.status ?? advance.status,
      changes: { ...advance.changes, ...next.changes },
      effects: [...advance.effects, ...(next.effects ?? [])],
    };
  }, start);
}

interface Step {
  status?: OrderStatus;
  changes?: OrderChanges;
  effects?: OrderEffect[];
}

type Rule = (order: OrderLife, seen: SeenPayment) => Step | undefined;

/** Pending and failed: nothing is in. What has succeeded never becomes less than that again. */
const notPaid =
  (checkout: { status: CheckoutStatus; current: boolean }): Rule =>
  (order, seen) => {
    const known = knownPayment(order, seen);
    if (seen.status === "succeeded" || isIn(known)) return undefined;
    const payments =
      known?.status === seen.status ? order.payments : put(order, toPayment(seen, seen.status));
    const changes = payments === order.payments ? {} : { payments };
    return seen.status === "pending"
      ? pending(order, seen, changes)
      : failed(order, seen, changes, payments, checkout);
  };

function pending(order: OrderLife, { id }: SeenPayment, changes: OrderChanges): Step {
  if (!isOpen(order.status)) return { changes };
  return { status: "confirming", changes, effects: [{ type: "tell", stage: "confirming", paymentId: id }] };
}

function failed(
  order: OrderLife,
  { id }: SeenPayment,
  changes: OrderChanges,
  payments: Payment[],
  checkout: { status: CheckoutStatus; current: boolean },
): Step {
  const nothingElse = !payments.some(({ status }) => status === "pending");
  const over =
    order.status === "confirming" ||
    (order.status === "awaiting_payment" && checkout.current && checkout.status === "complete");
  if (over && nothingElse) {
    return { status: "failed", changes, effects: [{ type: "tell", stage: "failed", paymentId: id }] };
  }
  const canTryAgain = checkout.status === "open" && order.status === "awaiting_payment" && changes.payments;
  return canTryAgain
    ? { changes, effects: [{ type: "tell", stage: "declined", paymentId: id }] }
    : { changes };
}

/** Money came: the first buys the renewal, however late; any other goes back. */
const arrived =
  (checkout: { current: boolean }): Rule =>
  (order, seen) => {
    if (seen.status !== "succeeded" || isIn(knownPayment(order, seen))) return undefined;
    const arrival = { ...toPayment(seen, "succeeded"), refundedMinor: 0, refundPendingMinor: 0 };
    if (!isOpen(order.status) && order.status !== "draft" && order.status !== "confirming") {
      return {
        changes: { payments: put(order, { ...arrival, status: "refunding", surplus: true }) },
        effects: [{ type: "refund", paymentId: seen.id }],
      };
    }
    const payments = put(order, arrival);
    const end: OrderEffect[] = checkout.current ? [] : [{ type: "end_checkout" }];
    if (!isPromised(order.promised, seen.amount)) {
      return {
        status: "paid",
        changes: { payments, held: "amount_mismatch" },
        effects: [
          { type: "tell", stage: "held", paymentId: seen.id },
          { type: "alert", reason: "amount_mismatch", paymentId: seen.id },
          ...end,
        ],
      };
    }
    return {
      status: "paid",
      changes: { payments },
      effects: [
        { type: "tell", stage: "received", paymentId: seen.id },
        // Disputed already: a human decides first.
        ...(seen.disputed ? [] : [{ type: "provision" as const }]),
        ...end,
      ],
    };
  };

/** Money went back, because we asked or because somebody did so at the provider's. */
const wentBack: Rule = (order, seen) => {
  const known = knownPayment(order, seen);
  if (!known || !isIn(known)) return undefined;
  const { refundedMinor, refundPendingMinor } = seen;
  const more = refundedMinor - known.refundedMinor;
  if (more <= 0) {
    // On its way; less of it is for the next rule.
    if (refundPendingMinor <= known.refundPendingMinor) return undefined;
    const surplusGoesBack = known.surplus && refundedMinor + refundPendingMinor >= known.amountMinor;
    return {
      changes: { payments: put(order, { ...known, refundPendingMinor }) },
      ...(surplusGoesBack && {
        effects: [{ type: "tell", stage: "surplus_refunded", paymentId: seen.id } as const],
      }),
    };
  }
  const whole = refundedMinor >= known.amountMinor;
  const asked = known.status === "refunding";
  const status: PaymentStatus = whole ? "refunded" : known.status;
  const payments = put(order, { ...known, status, refundedMinor, refundPendingMinor });
  const stage = known.surplus ? "surplus_refunded" : "refunded";
  const effects: OrderEffect[] = [
    { type: "tell", stage, paymentId: seen.id, amountMinor: asked ? known.amountMinor : more },
  ];
  if (asked && !whole) effects.pop(); // the rest is on its way: told once, when all of it is back
  if (!asked) effects.push({ type: "alert", reason: "refunded_outside", paymentId: seen.id });
  const over = isOver(order, payments);
  const owed = payments.some((payment) => payment.status === "refunding");
  const settled = over || (order.held === "refund_failed" && !owed);
  return {
    ...(over && { status: "refunded" as const }),
    changes: { payments, ...(settled && { held: null }) },
    effects,
  };
};

/** All that is left of the money is back: the order is over, unless somebody else's money still buys it. */
function isOver(order: OrderLife, payments: Payment[]): boolean {
  const buying = payments.filter(({ surplus }) => !surplus);
  const nothingKept = buying.length > 0 && !buying.some(({ status }) => status === "succeeded");
  const nothingOwed = !payments.some(({ status }) => status === "refunding");
  if (order.status === "refunding") return nothingOwed;
  const paid = ["paid", "provisioning", "fulfilled"].includes(order.status);
  return paid && nothingKept;
}

/** A refund that the provider took back: the customer has nothing, and asking again will not help. */
const refundFellThrough: Rule = (order, seen) => {
  const known = knownPayment(order, seen);
  if (!known || !isIn(known)) return undefined;
  const before = known.refundedMinor + known.refundPendingMinor;
  const { refundedMinor, refundPendingMinor } = seen;
  if (refundedMinor + refundPendingMinor >= before) return undefined;
  const status: PaymentStatus = known.status === "refunded" ? "refunding" : known.status;
  const payments = put(order, { ...known, status, refundedMinor, refundPendingMinor });
  const owed = status === "refunding";
  return {
    changes: { payments, ...(owed && { held: order.held ?? "refund_failed" }) },
    effects: [
      { type: "alert", reason: "refund_failed", paymentId: seen.id },
      ...(owed ? [{ type: "tell" as const, stage: "refund_failed" as const, paymentId: seen.id }] : []),
    ],
  };
};

/** The desk decides; what was delivered stays. */
const disputed: Rule = (order, seen) =>
  seen.disputed && order.disputed === null
    ? {
        changes: { disputed: "disputed" },
        effects: [{ type: "alert", reason: "disputed", paymentId: seen.id }],
      }
    : undefined;

const knownPayment = ({ payments }: OrderLife, { id }: { id: string }) =>
  payments.find((payment) => payment.id === id);

const isIn = (payment: Payment | undefined): boolean =>
  payment !== undefined && payment.status !== "pending" && payment.status !== "failed";

const isOpen = (status: OrderStatus): boolean =>
  ["awaiting_payment", "expired", "canceled", "failed"].includes(status);

const isPromised = (promised: Money | null, { amountMinor, currency }: Money): boolean =>
  promised?.amountMinor === amountMinor && promised.currency === currency;

const toPayment = (
  { id, amount, refundedMinor, refundPendingMinor }: SeenPayment,
  status: PaymentStatus,
): Payment => ({ id, status, ...amount, refundedMinor, refundPendingMinor, surplus: false });

/** The payments with this one in its place, or behind the others. */
const put = ({ payments }: OrderLife, payment: Payment): Payment[] =>
  payments.some(({ id }) => id === payment.id)
    ? payments.map((other) => (other.id === payment.id ? payment : other))
    : [...payments, payment];
