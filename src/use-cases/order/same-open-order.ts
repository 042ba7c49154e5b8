import type { Prisma } from "../../db/generated/client.ts";
import { type LockedOrder, lockOrder } from "./locked-order.ts";

/** The order that a draft would only double, locked: same chat, card, plan, quantity and start, not paid yet. */
export async function findSameOpen(
  tx: Prisma.TransactionClient,
  draft: LockedOrder,
): Promise<LockedOrder | undefined> {
  const { chatId, accountId, cardId, planId, quantity, startsAt } = draft;
  if (!cardId || !planId || !quantity) return undefined;
  const same = await tx.order.findFirst({
    where: {
      id: { not: draft.id },
      status: "awaiting_payment",
      heldReason: null,
      ...{ chatId, accountId, cardId, planId, quantity, startsAt },
    },
    orderBy: { createdAt: "desc" },
    select: { id: true },
  });
  const locked = same && (await lockOrder(tx, same.id));
  // Paid in this very moment: the draft is another purchase then.
  return locked?.status === "awaiting_payment" ? locked : undefined;
}
