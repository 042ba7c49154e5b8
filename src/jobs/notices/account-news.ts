import type { Database } from "../../db/database.ts";
import type { Notice } from "../../domain/notice.ts";
import type { Languages } from "../../i18n/localizer.ts";
import type { Delivery } from "../../use-cases/deliver-notices.ts";
import { linkedView } from "../../views/link.ts";
import { passwordChangedView, resetUndeliverableView } from "../../views/password.ts";

type About<Type extends Notice["type"]> = Extract<Notice, { type: Type }>;

/** What the account's pages and mails have to say in the chat; nothing to a chat that has left the account. */
export function composeAccountNews({ database, languages }: { database: Database; languages: Languages }) {
  const { prisma } = database;

  return {
    async signed_in(chatId: bigint, { accountId }: About<"signed_in">): Promise<Delivery | undefined> {
      const chat = await linkedChat(chatId, accountId);
      if (!chat) return undefined;
      const { firstName, account } = chat;
      return { message: linkedView(languageOf(chat), { firstName, email: account!.email }) };
    },

    async password_changed(
      chatId: bigint,
      { accountId }: About<"password_changed">,
    ): Promise<Delivery | undefined> {
      const chat = await linkedChat(chatId, accountId);
      return chat ? { message: passwordChangedView(languageOf(chat)) } : undefined;
    },

    async reset_undeliverable(
      chatId: bigint,
      { resetTokenId }: About<"reset_undeliverable">,
    ): Promise<Delivery | undefined> {
      const chat = await prisma.chat.findUnique({ where: { id: chatId } });
      const reset = await prisma.resetToken.findUnique({ where: { id: resetTokenId } });
      if (!chat || !reset) return undefined;
      return { message: resetUndeliverableView(languageOf(chat), { email: reset.email }) };
    },
  };

  function linkedChat(id: bigint, accountId: string) {
    return prisma.chat.findUnique({ where: { id, accountId }, include: { account: true } });
  }

  function languageOf(chat: { locale: string | null; telegramLanguage: string | null }) {
    return languages.in(languages.resolve(chat));
  }
}
