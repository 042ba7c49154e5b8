import type { Database } from "../db/database.ts";
import type { Clock } from "../ports/clock.ts";

/**
 * Takes another chat off the account that both are linked to, and tells it. Answers whether it was on it: a
 * chat that has been unlinked itself meanwhile unlinks nobody.
 */
export function createUnlinkOtherChat(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return (by: bigint, chatId: bigint, accountId: string): Promise<boolean> =>
    database.transact(async ({ tx, say }) => {
      // Both in the order of their ids: two chats that unlink each other at once do not wait for ever.
      await tx.$queryRaw`SELECT 1 FROM "Chat" WHERE id IN (${by}, ${chatId}) ORDER BY id FOR NO KEY UPDATE`;
      if ((await tx.chat.count({ where: { id: by, accountId } })) === 0) return false;
      const { count } = await tx.chat.updateMany({
        where: { id: chatId, accountId },
        data: { accountId: null, linkedAt: null, defaultCardId: null },
      });
      if (count === 0) return false;
      const key = `chat-unlinked:${chatId}:${clock.now().getTime()}`;
      await say(chatId, { type: "chat_unlinked", accountId }, key);
      return true;
    });
}

export type UnlinkOtherChat = ReturnType<typeof createUnlinkOtherChat>;
