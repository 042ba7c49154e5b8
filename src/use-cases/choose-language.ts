import type { Database } from "../db/database.ts";

/** Keeps the language a person chose for this chat; null follows their Telegram. */
export function createChooseLanguage({ database }: { database: Database }) {
  return async function chooseLanguage(chatId: bigint, locale: string | null): Promise<void> {
    await database.prisma.chat.update({ where: { id: chatId }, data: { locale } });
  };
}

export type ChooseLanguage = ReturnType<typeof createChooseLanguage>;
