import type { Database } from "../../db/database.ts";
import type { Notice } from "../../domain/notice.ts";
import type { Languages } from "../../i18n/localizer.ts";
import type { Delivery } from "../../use-cases/deliver-notices.ts";
import { chatUnlinkedView } from "../../views/chats.ts";

/** Tells a chat that another one took it off the account, unless it has been linked again since. */
export function createComposeChatUnlinked(deps: { database: Database; languages: Languages }) {
  const { database, languages } = deps;

  return async function composeChatUnlinked(
    chatId: bigint,
    { accountId }: Extract<Notice, { type: "chat_unlinked" }>,
  ): Promise<Delivery | undefined> {
    const chat = await database.prisma.chat.findUnique({ where: { id: chatId } });
    if (!chat || chat.accountId === accountId) return undefined;
    return { message: chatUnlinkedView(languages.in(languages.resolve(chat))) };
  };
}
