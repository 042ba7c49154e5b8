import type { Database } from "../../db/database.ts";

/** Whose case it is, as the people's own use cases take them; `locale` is what they are spoken to in. */
export interface Customer {
  chatId: bigint;
  accountId: string | null;
  firstName: string;
  locale: string | null;
  telegramLanguage: string | null;
}

export function createReadCustomer({ database }: { database: Database }) {
  return async function readCustomer(chatId: bigint): Promise<Customer> {
    const select = { accountId: true, firstName: true, locale: true, telegramLanguage: true } as const;
    const chat = await database.prisma.chat.findUniqueOrThrow({ where: { id: chatId }, select });
    return { chatId, ...chat };
  };
}

export type ReadCustomer = ReturnType<typeof createReadCustomer>;
