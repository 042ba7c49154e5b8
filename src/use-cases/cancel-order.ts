import type { Database } from "../db/database.ts";
import { lockOrder } from "./order/locked-order.ts";
import type { MoveOrder } from "./order/move-order.ts";

/**
 * The customer gives up an order that is not paid; its checkout is closed. False when there is nothing to
 * give up any more, since money came or is under way: then the order stands.
 */
export function createCancelOrder(deps: { database: Database; moveOrder: MoveOrder }) {
  const { database, moveOrder } = deps;

  return (orderId: string): Promise<boolean> =>
    database.transact(async (unit) => {
      const order = await lockOrder(unit.tx, orderId);
      if (!order) return false;
      const moved = await moveOrder(unit, order, { event: { type: "canceled" }, cause: "customer" });
      return moved.ok;
    });
}

export type CancelOrder = ReturnType<typeof createCancelOrder>;
