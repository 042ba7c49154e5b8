import type { Database } from "../../db/database.ts";
import type { Clock } from "../../ports/clock.ts";

/** After that somebody who writes has something else in mind. */
const STILL_AT_IT_MS = 15 * 60_000;

/** The number of the chat's order whose summary is still being looked at: unpaid, and touched a moment ago. */
export function createFindOpenRenewal({ database, clock }: { database: Database; clock: Clock }) {
  return async function findOpenRenewal(chat: {
    id: bigint;
    accountId: string | null;
  }): Promise<string | undefined> {
    if (chat.accountId === null) return undefined;
    const order = await database.prisma.order.findFirst({
      where: {
        chatId: chat.id,
        accountId: chat.accountId,
        status: "awaiting_payment",
        heldReason: null,
        panelMessageId: { not: null },
        updatedAt: { gte: new Date(clock.now().getTime() - STILL_AT_IT_MS) },
      },
      orderBy: { updatedAt: "desc" },
      select: { number: true },
    });
    return order?.number;
  };
}

export type FindOpenRenewal = ReturnType<typeof createFindOpenRenewal>;
