import type { Prisma } from "../../db/generated/client.ts";

const OF_ACCOUNT = `
  WITH mine AS MATERIALIZED (
    SELECT id FROM "Card"
    WHERE "accountId" = $1::uuid AND ("nudgeDueAt" IS NULL OR "nudgeDueAt" > $2) ORDER BY id FOR UPDATE)
  UPDATE "Card" c SET "nudgeDueAt" = $2 FROM mine WHERE c.id = mine.id`;

/** Has an account's cards looked at from `at` on: whom it could tell, or what they want to hear, has changed. */
export async function lookAgain(tx: Prisma.TransactionClient, accountId: string, at: Date): Promise<void> {
  await tx.$executeRawUnsafe(OF_ACCOUNT, accountId, at);
}

/** The same for one card, whose figures have changed. Several are taken in the order of their ids. */
export async function lookAgainAtCard(tx: Prisma.TransactionClient, cardId: string, at: Date): Promise<void> {
  await tx.card.updateMany({
    where: { id: cardId, OR: [{ nudgeDueAt: null }, { nudgeDueAt: { gt: at } }] },
    data: { nudgeDueAt: at },
  });
}

/**
 * For a chat that can be written to again, or is linked to another account: what was never said to it counts
 * as unsaid, and its cards are looked at.
 */
export async function lookAgainForChat(
  tx: Prisma.TransactionClient,
  chatId: bigint,
  at: Date,
): Promise<void> {
  await tx.nudge.deleteMany({ where: { chatId, saidAt: null } });
  const chat = await tx.chat.findUnique({ where: { id: chatId }, select: { accountId: true } });
  if (chat?.accountId) await lookAgain(tx, chat.accountId, at);
}
