import type { Database } from "../../db/database.ts";

/** Whether a guided talk with the bot waits for an answer in a chat. */
export function createIsTalking({ database }: { database: Database }) {
  return async function isTalking(chatId: bigint): Promise<boolean> {
    return (await database.prisma.conversationState.count({ where: { chatId } })) > 0;
  };
}
