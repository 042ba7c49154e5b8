import type { Database } from "../../db/database.ts";
import type { Notice } from "../../domain/notice.ts";
import type { Languages } from "../../i18n/localizer.ts";
import type { Delivery } from "../../use-cases/deliver-notices.ts";
import { mailUndeliverableView } from "../../views/link.ts";

/** Says that the mail with a code did not go out, unless the chat asked for another one or needs none now. */
export function createComposeMailUndeliverable(deps: { database: Database; languages: Languages }) {
  const { languages } = deps;
  const { prisma } = deps.database;

  return async function composeMailUndeliverable(
    chatId: bigint,
    { loginCodeId }: Extract<Notice, { type: "mail_undeliverable" }>,
  ): Promise<Delivery | undefined> {
    const last = await prisma.loginCode.findFirst({ where: { chatId }, orderBy: { createdAt: "desc" } });
    const chat = await prisma.chat.findUnique({ where: { id: chatId } });
    if (!chat || last?.id !== loginCodeId || last.consumedAt) return undefined;
    const language = languages.in(languages.resolve(chat));
    return { message: mailUndeliverableView(language, { email: last.email }) };
  };
}
