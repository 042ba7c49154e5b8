import type { Database } from "../db/database.ts";
import { advanceOrder } from "../domain/order.ts";
import type { Impossible, OrderEffect, OrderEvent, OrderStatus } from "../domain/order-life.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import { type LockedOrder, lifeOf, lockOrder } from "./order/locked-order.ts";
import type { MoveOrder } from "./order/move-order.ts";

/** What an operator may decide about an order. */
export type Decision = Extract<OrderEvent, { type: "refund_requested" | "released" }>;

/** What a decision does, or would do. */
export interface Decided {
  before: Pick<LockedOrder, "status" | "heldReason" | "disputedReason">;
  status: OrderStatus;
  effects: OrderEffect[];
  /** What is sent back of each payment. */
  goesBack: { paymentId: string; method: string | null; amountMinor: number; currency: string }[];
}

export type NotDecided = { type: "unknown" } | Impossible;

/**
 * An operator's decision about an order, through the same door as everything else that moves it: history,
 * jobs and notices come with it. With `dryRun` it only says what would happen. Decided twice it is refused,
 * or asked for again where money is still on its way.
 */
export function createDecideOrder(deps: { database: Database; moveOrder: MoveOrder }) {
  const { database, moveOrder } = deps;

  return function decideOrder(
    number: string,
    event: Decision,
    options: {
      reason?: string | undefined;
      dryRun?: boolean;
      /** Who decides, for the history. */
      cause?: string;
    } = {},
  ): Promise<Result<Decided, NotDecided>> {
    const { reason, dryRun = false, cause = "operator" } = options;
    return database.transact(async (unit) => {
      const found = await unit.tx.order.findUnique({ where: { number }, select: { id: true } });
      const order = found && (await lockOrder(unit.tx, found.id));
      if (!order) return fail({ type: "unknown" });
      const advance = advanceOrder(lifeOf(order), event);
      if (!advance.ok) return advance;
      const { status, effects } = advance.value;
      if (!dryRun) {
        const moved = await moveOrder(unit, order, {
          event,
          cause,
          ...(reason && { detail: { reason } }),
        });
        if (!moved.ok) return moved;
      }
      return ok({ before: order, status, effects, goesBack: refundsOf(order, effects) });
    });
  };
}

export type DecideOrder = ReturnType<typeof createDecideOrder>;

function refundsOf({ payments }: LockedOrder, effects: OrderEffect[]): Decided["goesBack"] {
  const ids = effects.flatMap((effect) => (effect.type === "refund" ? [effect.paymentId] : []));
  return payments
    .filter(({ providerPaymentId }) => ids.includes(providerPaymentId))
    .map(({ providerPaymentId, method, amountMinor, refundedMinor, refundPendingMinor, currency }) => ({
      paymentId: providerPaymentId,
      method,
      amountMinor: amountMinor - refundedMinor - refundPendingMinor,
      currency,
    }));
}
