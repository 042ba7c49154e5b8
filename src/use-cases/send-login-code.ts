import { randomInt } from "node:crypto";
import type { Database } from "../db/database.ts";
import type { LoginCode } from "../db/generated/client.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Mailer } from "../ports/mailer.ts";
import { hashLoginCode } from "./login-code-hash.ts";
import { reasonOf } from "./mail-reason.ts";

/** Words the mail for the person of that chat; null where the chat is gone. */
export type ComposeLoginCodeMail = (
  person: { locale: string | null; telegramLanguage: string | null } | null,
  code: string,
) => { subject: string; text: string; html: string };

/**
 * Makes the six digits and mails them; they exist in that mail, and as a hash. For an address without an
 * account it goes the same way up to the mail server's consent, so that a mail that cannot go out is told
 * the same way to everybody. Throws when it should be tried again; at the last try the chat is told.
 */
export function createSendLoginCode(deps: {
  database: Database;
  clock: Clock;
  mailer: Mailer;
  composeMail: ComposeLoginCodeMail;
  log: Log;
}) {
  const { database, clock, mailer, composeMail, log } = deps;
  const { prisma } = database;

  return async function sendLoginCode(loginCodeId: string, lastTry: boolean): Promise<void> {
    const asked = await findWanted(loginCodeId);
    if (!asked) return;
    // It would arrive dead.
    if (asked.expiresAt <= clock.now()) return giveUp(asked);

    const code = randomInt(1_000_000).toString().padStart(6, "0");
    await prisma.loginCode.update({
      where: { id: asked.id },
      data: { codeHash: await hashLoginCode(code) },
    });
    try {
      await mail(asked, code);
    } catch (error) {
      log.warn({ loginCodeId, lastTry, reason: reasonOf(error) }, "Login code could not be mailed");
      if (lastTry) return giveUp(asked);
      throw new Error("Login code could not be mailed");
    }
    await prisma.loginCode.updateMany({
      where: { id: asked.id, mailState: "waiting" },
      data: { mailState: "sent" },
    });
  };

  /** Nothing to do when it was sent or used, or when the chat asked for a newer one. */
  async function findWanted(id: string): Promise<LoginCode | undefined> {
    const code = await prisma.loginCode.findUnique({ where: { id } });
    if (code?.mailState !== "waiting" || code.consumedAt) return undefined;
    const newer = await prisma.loginCode.count({
      where: { chatId: code.chatId, createdAt: { gt: code.createdAt } },
    });
    return newer === 0 ? code : undefined;
  }

  async function mail({ email, chatId, cardId }: LoginCode, code: string): Promise<void> {
    const account = await prisma.account.findUnique({ where: { email }, select: { id: true } });
    const chat = await prisma.chat.findUnique({ where: { id: chatId } });
    const words = composeMail(chat, code);
    // Whoever registers a card has no account yet.
    if (account || cardId) return mailer.send({ to: email, ...words });
    const answer = await mailer.check(email);
    if (!answer.ok) throw new Error(answer.reason);
  }

  async function giveUp({ id, chatId }: LoginCode): Promise<void> {
    await database.transact(async ({ tx, say }) => {
      const { count } = await tx.loginCode.updateMany({
        where: { id, mailState: "waiting" },
        data: { mailState: "undeliverable" },
      });
      if (count === 0) return;
      await say(chatId, { type: "mail_undeliverable", loginCodeId: id }, `mail-undeliverable:${id}`);
    });
  }
}

export type SendLoginCode = ReturnType<typeof createSendLoginCode>;
