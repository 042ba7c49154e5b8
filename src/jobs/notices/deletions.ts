import type { Database } from "../../db/database.ts";
import type { Notice } from "../../domain/notice.ts";
import type { Languages } from "../../i18n/localizer.ts";
import type { Delivery } from "../../use-cases/deliver-notices.ts";
import { accountDeletedView, deletedView } from "../../views/privacy.ts";

/** What is said when somebody had themselves forgotten: to the account's other chats, and at last to theirs. */
export function composeDeletions(deps: { database: Database; languages: Languages }) {
  const { database, languages } = deps;
  return {
    async account_deleted(chatId: bigint): Promise<Delivery | undefined> {
      const chat = await database.prisma.chat.findUnique({ where: { id: chatId } });
      return chat ? { message: accountDeletedView(languages.in(languages.resolve(chat))) } : undefined;
    },
    /** Nothing is known of the chat any more: the notice itself says in which language. */
    async person_deleted(
      _chatId: bigint,
      { locale }: Extract<Notice, { type: "person_deleted" }>,
    ): Promise<Delivery> {
      return { message: deletedView(languages.in(locale)) };
    },
  };
}
