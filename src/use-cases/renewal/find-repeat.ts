import type { Database } from "../../db/database.ts";
import type { RenewalWishes } from "./begin-renewal.ts";

/** The account's last delivered renewal, of one card or any, as wishes for the next; undefined when there is none. */
export function createFindRepeat({ database }: { database: Database }) {
  return async function findRepeat(accountId: string, cardId?: string): Promise<RenewalWishes | undefined> {
    const order = await database.prisma.order.findFirst({
      where: { accountId, status: "fulfilled", ...(cardId !== undefined && { cardId }) },
      orderBy: { createdAt: "desc" },
      select: { cardId: true, destination: true, planId: true, quantity: true },
    });
    if (!order?.cardId) return undefined;
    return {
      cardId: order.cardId,
      ...(order.destination && { destination: order.destination }),
      ...(order.planId && { planId: order.planId }),
      ...(order.quantity && { quantity: order.quantity }),
    };
  };
}

export type FindRepeat = ReturnType<typeof createFindRepeat>;
