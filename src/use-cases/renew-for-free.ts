import type { Database, UnitOfWork } from "../db/database.ts";
import type { Prisma } from "../db/generated/client.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import type { Clock } from "../ports/clock.ts";
import { lockForCheckout, type NotPayable } from "./order/lock-for-checkout.ts";
import type { MoveOrder } from "./order/move-order.ts";
import { type NoPromise, type PromiseDeps, promiseColumns, promiseFor } from "./order/price-promise.ts";
import { keepPromotionUse } from "./promotion/promise-discount.ts";

export type NotFree =
  | NoPromise
  | NotPayable
  /** Something is left to pay. */
  | { type: "not_free" };

/**
 * Starts a renewal whose discount leaves nothing to pay, once: a second press finds it paid. The discount
 * is promised and spent at the same moment.
 */
export function createRenewForFree(
  deps: { database: Database; clock: Clock; moveOrder: MoveOrder } & PromiseDeps,
) {
  const { database, clock, moveOrder } = deps;

  return (wanted: { orderId: string; chatId: bigint }): Promise<Result<{ orderId: string }, NotFree>> =>
    database.transact((unit) => renewForFree(unit, wanted));

  /** The button was pressed twice. */
  async function isFreeAlready(
    { tx }: UnitOfWork,
    { orderId: id, chatId }: { orderId: string; chatId: bigint },
  ) {
    const where = { id, chatId, amountMinor: 0, status: { in: ["paid", "provisioning", "fulfilled"] } };
    return (await tx.order.count({ where: where as Prisma.OrderWhereInput })) > 0;
  }

  async function renewForFree(
    unit: UnitOfWork,
    wanted: { orderId: string; chatId: bigint },
  ): Promise<Result<{ orderId: string }, NotFree>> {
    const locked = await lockForCheckout(unit, wanted, moveOrder);
    if (!locked.ok) return (await isFreeAlready(unit, wanted)) ? ok({ orderId: wanted.orderId }) : locked;
    const order = locked.value;
    const now = clock.now();
    const promise = await promiseFor(unit.tx, order, undefined, now, deps);
    if (!promise.ok) return promise;
    if (promise.value.price.amountMinor > 0) return fail({ type: "not_free" });
    await keepPromotionUse(unit.tx, order, promise.value.discountMinor, now);
    const free = await unit.tx.order.update({
      where: { id: order.id },
      data: promiseColumns(promise.value),
      include: { payments: true },
    });
    const moved = await moveOrder(unit, free, { event: { type: "nothing_to_pay" }, cause: "customer" });
    return moved.ok ? ok({ orderId: order.id }) : fail({ type: "not_payable" });
  }
}

export type RenewForFree = ReturnType<typeof createRenewForFree>;
