import type { Database } from "../../db/database.ts";
import type { Notice } from "../../domain/notice.ts";
import type { Languages } from "../../i18n/localizer.ts";
import type { Delivery } from "../../use-cases/deliver-notices.ts";
import { chatLinkedView } from "../../views/chat-linked.ts";

/** Tells a chat that another one shows its account from now on, unless either has left the account since. */
export function createComposeChatLinked(deps: { database: Database; languages: Languages }) {
  const { languages } = deps;
  const { prisma } = deps.database;

  return async function composeChatLinked(
    chatId: bigint,
    { accountId, linkedChatId }: Extract<Notice, { type: "chat_linked" }>,
  ): Promise<Delivery | undefined> {
    const told = await prisma.chat.findUnique({ where: { id: chatId, accountId } });
    const linked = await prisma.chat.findUnique({ where: { id: BigInt(linkedChatId), accountId } });
    if (!told || !linked) return undefined;
    const language = languages.in(languages.resolve(told));
    return { message: chatLinkedView(language, { id: linked.id, name: linked.firstName }) };
  };
}
