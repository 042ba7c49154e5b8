import type { UnitOfWork } from "../../db/database.ts";
import { isPayable } from "../../domain/order-life.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { type LockedOrder, lifeOf, lockOrder } from "./locked-order.ts";
import type { MoveOrder } from "./move-order.ts";
import { findSameOpen } from "./same-open-order.ts";

export type NotPayable =
  /** Paid already: the news comes by itself. */
  | { type: "already_paid" }
  /** A payment of it is being confirmed by its bank. */
  | { type: "being_confirmed" }
  /** Not this chat's, refunded, held, or its account was unlinked. */
  | { type: "not_payable" };

/**
 * The order that is to be paid, locked: the one that is named, or the open one that it would only double.
 * One at a time per chat, so that two identical orders see each other.
 */
export async function lockForCheckout(
  unit: UnitOfWork,
  wanted: { orderId: string; chatId: bigint },
  moveOrder: MoveOrder,
): Promise<Result<LockedOrder, NotPayable>> {
  const { tx } = unit;
  await tx.$queryRaw`SELECT 1 FROM "Chat" WHERE id = ${wanted.chatId} FOR NO KEY UPDATE`;
  const given = await lockOrder(tx, wanted.orderId);
  if (!given || given.chatId !== wanted.chatId) return fail({ type: "not_payable" });
  const chat = await tx.chat.findUnique({ where: { id: wanted.chatId }, select: { accountId: true } });
  if (chat?.accountId !== given.accountId) return fail({ type: "not_payable" });

  const order = (given.status === "draft" && (await resumed(unit, given, moveOrder))) || given;
  const { status } = order;
  if (status === "confirming") return fail({ type: "being_confirmed" });
  if (["paid", "provisioning", "fulfilled"].includes(status)) return fail({ type: "already_paid" });
  return isPayable(lifeOf(order)) ? ok(order) : fail({ type: "not_payable" });
}

/** The same order, if it is open already; where the draft brings another code, the draft takes its place. */
async function resumed(
  unit: UnitOfWork,
  draft: LockedOrder,
  moveOrder: MoveOrder,
): Promise<LockedOrder | undefined> {
  const same = await findSameOpen(unit.tx, draft);
  if (!same) return undefined;
  if (draft.promotionId === null || draft.promotionId === same.promotionId) {
    await unit.tx.order.delete({ where: { id: draft.id } });
    return same;
  }
  await moveOrder(unit, same, { event: { type: "canceled" }, cause: "customer" });
  return undefined;
}
