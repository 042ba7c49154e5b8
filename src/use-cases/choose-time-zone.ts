import type { Database } from "../db/database.ts";

/** Keeps where the person's clock is set (an IANA name that was checked); null is guessed again. */
export function createChooseTimeZone({ database }: { database: Database }) {
  return async function chooseTimeZone(chatId: bigint, timeZone: string | null): Promise<void> {
    await database.prisma.chat.update({ where: { id: chatId }, data: { timeZone } });
  };
}

export type ChooseTimeZone = ReturnType<typeof createChooseTimeZone>;
