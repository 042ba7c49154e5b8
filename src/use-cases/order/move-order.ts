import type { UnitOfWork } from "../../db/database.ts";
import type { Prisma } from "../../db/generated/client.ts";
import { advanceOrder } from "../../domain/order.ts";
import { type Advance, type Impossible, isPaid, type OrderEvent } from "../../domain/order-life.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import { followOrder } from "../promotion/promise-discount.ts";
import { type LockedOrder, lifeOf } from "./locked-order.ts";
import { nextCheckAt } from "./next-check.ts";
import { carryOut } from "./order-effects.ts";

export interface MoveOrderDeps {
  clock: Clock;
  log: Log;
  /** The support group, if there is one. */
  supportChatId: bigint | undefined;
  reconcileAfterSeconds: number;
}

export interface Moving {
  event: OrderEvent;
  /** Who or what caused it, for the history: `customer`, `webhook evt_…`, `reconciliation`, `carrier`, `operator`. */
  cause: string;
  /** More for the history. */
  detail?: Prisma.InputJsonObject;
  /** Columns that change with it. */
  data?: Prisma.OrderUncheckedUpdateInput;
  /** Says nothing to the customer, who is just now being answered. */
  quiet?: boolean;
  /** What only the provider knows of the payment that was seen. */
  seen?: { checkoutSessionId: string; method?: string; receiptUrl?: string };
}

/**
 * Moves a locked order: state, history, jobs and notices in the caller's transaction. An event that says
 * nothing new writes nothing. Answers the order as it is now, with what has changed.
 */
export function createMoveOrder(deps: MoveOrderDeps) {
  const { clock, log } = deps;

  return async function moveOrder(
    unit: UnitOfWork,
    order: LockedOrder,
    moving: Moving,
  ): Promise<Result<{ order: LockedOrder; moved: boolean }, Impossible>> {
    const before = lifeOf(order);
    const advance = advanceOrder(before, moving.event);
    if (!advance.ok) return advance;
    const { status, changes } = advance.value;
    const effects = advance.value.effects.filter(({ type }) => !(moving.quiet && type === "tell"));
    const moved =
      status !== order.status || Object.keys(changes).length > 0 || effects.length > 0 || hasData(moving);
    if (!moved) return ok({ order, moved });

    const now = clock.now();
    const { tx } = unit;
    if (changes.payments) await keepPayments(tx, order, changes.payments, moving, now);
    const updated = await tx.order.update({
      where: { id: order.id },
      data: {
        ...moving.data,
        ...columnsOf(order, advance.value, now),
        checkDueAt: nextCheckAt({ ...before, status, ...changes }, order, now, deps.reconcileAfterSeconds),
        version: { increment: 1 },
        updatedAt: now,
      },
      include: { payments: { orderBy: { createdAt: "asc" } } },
    });
    await followOrder(tx, order, status, now);
    await keepHistory(tx, order, advance.value, moving, now);
    await carryOut(unit, updated, effects, { ...deps, now });
    log.info(
      { orderId: order.id, event: moving.event.type, from: order.status, to: status, cause: moving.cause },
      "Order moved",
    );
    return ok({ order: updated, moved });
  };
}

export type MoveOrder = ReturnType<typeof createMoveOrder>;

const hasData = ({ data }: Moving) => data !== undefined && Object.keys(data).length > 0;

function columnsOf(
  order: LockedOrder,
  { status, changes, effects }: Advance,
  now: Date,
): Prisma.OrderUncheckedUpdateInput {
  const provision = effects.some(({ type }) => type === "provision");
  return {
    status,
    ...(changes.held !== undefined && { heldReason: changes.held }),
    ...(changes.disputed !== undefined && { disputedReason: changes.disputed }),
    ...(isPaid(status) && order.paidAt === null && { paidAt: now }),
    ...(provision && { provisionDueAt: now }),
    ...(status !== "paid" && status !== "provisioning" && { provisionDueAt: null }),
  };
}

async function keepPayments(
  tx: Prisma.TransactionClient,
  order: LockedOrder,
  payments: NonNullable<Advance["changes"]["payments"]>,
  { event, seen }: Moving,
  now: Date,
): Promise<void> {
  const knownById = new Map(order.payments.map((payment) => [payment.providerPaymentId, payment]));
  for (const { id: providerPaymentId, ...state } of payments) {
    const isSeen = event.type === "payment_seen" && event.payment.id === providerPaymentId;
    const known = knownById.get(providerPaymentId);
    if (known && !isSeen && known.status === state.status) continue;
    const data = {
      ...state,
      ...(isSeen && seen && { checkoutSessionId: seen.checkoutSessionId }),
      ...(isSeen && seen?.method && { method: seen.method }),
      ...(isSeen && seen?.receiptUrl && { receiptUrl: seen.receiptUrl }),
      updatedAt: now,
    };
    if (known) await tx.payment.update({ where: { id: known.id }, data });
    else {
      const provider = order.provider ?? "";
      await tx.payment.create({
        data: { ...data, orderId: order.id, provider, providerPaymentId, createdAt: now },
      });
    }
  }
}

async function keepHistory(
  tx: Prisma.TransactionClient,
  order: LockedOrder,
  { status, changes }: Advance,
  { event, cause, detail }: Moving,
  now: Date,
): Promise<void> {
  const payment = event.type === "payment_seen" ? event.payment : undefined;
  await tx.orderEvent.create({
    data: {
      orderId: order.id,
      at: now,
      type: event.type,
      cause,
      detail: {
        from: order.status,
        to: status,
        ...(changes.held !== undefined && { held: changes.held }),
        ...(changes.disputed !== undefined && { disputed: changes.disputed }),
        ...(payment && {
          paymentId: payment.id,
          paymentStatus: changes.payments?.find(({ id }) => id === payment.id)?.status ?? payment.status,
          surplus: changes.payments?.find(({ id }) => id === payment.id)?.surplus ?? false,
          amountMinor: payment.amount.amountMinor,
          currency: payment.amount.currency,
          refundedMinor: payment.refundedMinor,
        }),
        ...("paymentId" in event && { paymentId: event.paymentId }),
        ...("reason" in event && { reason: event.reason }),
        ...detail,
      },
    },
  });
}
