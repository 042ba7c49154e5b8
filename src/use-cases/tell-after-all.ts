import type { Prisma } from "../db/generated/client.ts";
import { lookAgainForChat } from "./nudge/look-again.ts";

/** Why a notice was given up whose chat had blocked the bot. */
export const UNREACHABLE = "unreachable";

/**
 * What became of their orders, and what a human wrote to them or gave them, is due again for somebody who had blocked the
 * bot and is back: a paid order leaves nobody guessing. What they would be warned of now is looked at; everything else that was missed stays
 * missed.
 */
export async function tellAfterAll(tx: Prisma.TransactionClient, chatId: bigint, now: Date): Promise<void> {
  await tx.outboxNotice.updateMany({
    where: {
      chatId,
      sentAt: null,
      failedAt: { not: null },
      lastError: UNREACHABLE,
      OR: ["order_progress", "relay", "ticket_news", "bundle_extended"].map((type) => ({
        notice: { path: ["type"], equals: type },
      })),
    },
    data: { failedAt: null, lastError: null, attempts: 0, dueAt: now },
  });
  await lookAgainForChat(tx, chatId, now);
}
