import type { UnitOfWork } from "../../db/database.ts";
import { mayRenew, type OrderStatus, type ToldStage } from "../../domain/order-life.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { type LockedOrder, lifeOf, lockOrder } from "../order/locked-order.ts";
import type { DeskDeps } from "./desk.ts";

export type NotHelped = { type: "unknown" } | { type: "nothing_to_do"; status: OrderStatus };

/** What there is to say again about an order in each state. */
const STAGE: Partial<Record<OrderStatus, ToldStage>> = {
  confirming: "confirming",
  paid: "received",
  provisioning: "received",
  fulfilled: "renewed",
  refunding: "refunding",
  refunded: "refunded",
};

/** Says an order's newest news once more, as a new message, in the chat that asks. */
export function createResendConfirmation(deps: Pick<DeskDeps, "database" | "clock">) {
  return function resendConfirmation(
    orderId: string,
    toChatId: bigint,
    cause: string,
  ): Promise<Result<null, NotHelped>> {
    return helped(deps, orderId, cause, "confirmation_resent", async (unit, order, now) => {
      const stage = STAGE[order.status];
      if (!stage) return false;
      const notice = { type: "order_progress" as const, orderId, stage, again: true as const };
      await unit.say(toChatId, notice, `order:${orderId}:again:${+now}`);
      return true;
    });
  };
}

export type ResendConfirmation = ReturnType<typeof createResendConfirmation>;

/** Has the carrier asked for a paid order now, instead of when its pause ends. */
export function createRetryDelivery(deps: Pick<DeskDeps, "database" | "clock">) {
  return function retryDelivery(orderId: string, cause: string): Promise<Result<null, NotHelped>> {
    return helped(deps, orderId, cause, "delivery_retried", async (unit, order, now) => {
      if (!mayRenew(lifeOf(order))) return false;
      await unit.tx.order.update({ where: { id: orderId }, data: { provisionDueAt: now } });
      await unit.send("provision", { orderId }, { singletonKey: `${orderId}:agent:${+now}` });
      return true;
    });
  };
}

export type RetryDelivery = ReturnType<typeof createRetryDelivery>;

function helped(
  { database, clock }: Pick<DeskDeps, "database" | "clock">,
  orderId: string,
  cause: string,
  type: string,
  help: (unit: UnitOfWork, order: LockedOrder, now: Date) => Promise<boolean>,
): Promise<Result<null, NotHelped>> {
  const now = clock.now();
  return database.transact(async (unit) => {
    const order = await lockOrder(unit.tx, orderId);
    if (!order) return fail({ type: "unknown" });
    if (!(await help(unit, order, now))) return fail({ type: "nothing_to_do", status: order.status });
    await unit.tx.orderEvent.create({ data: { orderId, at: now, type, cause } });
    return ok(null);
  });
}
