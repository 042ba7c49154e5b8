import type { Database } from "../db/database.ts";

/**
 * Takes the chat off this account, and only off this one: an old button must not unlink another. Answers
 * whether it was linked to it. Cards and orders stay with the account; news of an order that this chat paid
 * still comes here.
 */
export function createUnlinkChat({ database }: { database: Database }) {
  return async function unlinkChat(chatId: bigint, accountId: string): Promise<boolean> {
    const { count } = await database.prisma.chat.updateMany({
      where: { id: chatId, accountId },
      data: { accountId: null, linkedAt: null },
    });
    return count > 0;
  };
}

export type UnlinkChat = ReturnType<typeof createUnlinkChat>;
