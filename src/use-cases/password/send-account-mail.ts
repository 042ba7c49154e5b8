import type { Database } from "../../db/database.ts";
import type { JobPayloads } from "../../db/jobs.ts";
import type { Log } from "../../ports/log.ts";
import type { Mailer } from "../../ports/mailer.ts";
import { reasonOf } from "../mail-reason.ts";

/** What an account's mailbox is told, and in which language. */
export type AccountNews = { email: string } & (
  | { type: "password_changed"; locale: string }
  | {
      type: "chat_linked";
      chat: { firstName: string; locale: string | null; telegramLanguage: string | null };
    }
);

/**
 * Tells an account's mailbox what was done with its password. Throws when it should be tried again; at the
 * last try it is logged, since the account's chats know it anyway.
 */
export function createSendAccountMail(deps: {
  database: Database;
  mailer: Mailer;
  composeMail: (news: AccountNews) => { subject: string; text: string; html: string };
  log: Log;
}) {
  const { mailer, composeMail, log } = deps;
  const { prisma } = deps.database;

  return async function sendAccountMail(
    asked: JobPayloads["send-account-mail"],
    lastTry: boolean,
  ): Promise<void> {
    const news = await find(asked);
    if (!news) return;
    try {
      await mailer.send({ to: news.email, ...composeMail(news) });
    } catch (error) {
      log.warn({ ...asked, lastTry, reason: reasonOf(error) }, "News of an account not mailed");
      if (!lastTry) throw new Error("News of an account not mailed");
    }
  };

  async function find(asked: JobPayloads["send-account-mail"]): Promise<AccountNews | undefined> {
    switch (asked.news) {
      case "password_changed": {
        const reset = await prisma.resetToken.findUnique({ where: { id: asked.resetTokenId } });
        return reset ? { type: "password_changed", email: reset.email, locale: reset.locale } : undefined;
      }
      case "chat_linked": {
        const account = await prisma.account.findUnique({ where: { id: asked.accountId } });
        const token = await prisma.signInToken.findUnique({ where: { id: asked.signInTokenId } });
        const chat = token && (await prisma.chat.findUnique({ where: { id: token.chatId } }));
        return account && chat ? { type: "chat_linked", email: account.email, chat } : undefined;
      }
    }
  }
}

export type SendAccountMail = ReturnType<typeof createSendAccountMail>;
