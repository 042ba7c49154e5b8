import type { Database } from "../../db/database.ts";
import { parseCode } from "../../domain/promotion.ts";

/**
 * The renewal that somebody means who just types a code: the chat's newest one that is ready to be paid.
 * Undefined when the text is no code that anybody made, or when there is no such renewal.
 */
export function createFindCodeOrder({ database }: { database: Database }) {
  const { prisma } = database;

  return async function findCodeOrder(
    chat: { id: bigint; accountId: string | null },
    text: string,
  ): Promise<string | undefined> {
    const code = parseCode(text);
    if (!code || !chat.accountId) return undefined;
    const known = await prisma.promotion.findUnique({ where: { code }, select: { id: true } });
    if (!known) return undefined;
    const order = await prisma.order.findFirst({
      where: {
        chatId: chat.id,
        accountId: chat.accountId,
        status: { in: ["draft", "awaiting_payment"] },
        heldReason: null,
        ...{ cardId: { not: null }, planId: { not: null }, quantity: { not: null } },
      },
      orderBy: { updatedAt: "desc" },
      select: { number: true },
    });
    return order?.number;
  };
}

export type FindCodeOrder = ReturnType<typeof createFindCodeOrder>;
