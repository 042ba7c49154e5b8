import type { Database } from "../db/database.ts";

/** Remembers which command list of its own Telegram shows in a chat; null: everybody's. */
export function createRememberOwnCommands({ database }: { database: Database }) {
  return async function rememberOwnCommands(chatId: bigint, ownCommands: string | null): Promise<void> {
    await database.prisma.chat.update({ where: { id: chatId }, data: { ownCommands } });
  };
}

export type RememberOwnCommands = ReturnType<typeof createRememberOwnCommands>;
