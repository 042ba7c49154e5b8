import type { Database } from "../../db/database.ts";
import type { ResetToken } from "../../db/generated/client.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { Mailer } from "../../ports/mailer.ts";
import { reasonOf } from "../mail-reason.ts";
import { newToken } from "../one-time-token.ts";

/** Words the mail with the link, in that language. */
export type ComposeResetMail = (
  locale: string,
  url: string,
) => { subject: string; text: string; html: string };

/**
 * Makes the link and mails it; it exists in that mail, and as a hash. Earlier links to the same address die
 * with it. For an address without an account it goes the same way up to the mail server's consent. Throws
 * when it should be tried again; at the last try the chat that asked is told, or else those of the account.
 */
export function createSendResetLink(deps: {
  database: Database;
  clock: Clock;
  mailer: Mailer;
  composeMail: ComposeResetMail;
  publicUrl: string;
  log: Log;
}) {
  const { database, clock, mailer, composeMail, publicUrl, log } = deps;
  const { prisma } = database;

  return async function sendResetLink(resetTokenId: string, lastTry: boolean): Promise<void> {
    const asked = await prisma.resetToken.findUnique({ where: { id: resetTokenId } });
    if (asked?.mailState !== "waiting" || asked.consumedAt) return;
    // It would arrive dead.
    if (asked.expiresAt <= clock.now()) return giveUp(asked);

    const { token, tokenHash } = newToken();
    await database.transact(async ({ tx }) => {
      await tx.resetToken.updateMany({
        where: { email: asked.email, id: { not: asked.id }, consumedAt: null, tokenHash: { not: null } },
        data: { tokenHash: null },
      });
      await tx.resetToken.update({ where: { id: asked.id }, data: { tokenHash } });
    });
    try {
      await mail(asked, `${publicUrl}/account/reset/${token}`);
    } catch (error) {
      log.warn({ resetTokenId, lastTry, reason: reasonOf(error) }, "Link for a new password not mailed");
      if (lastTry) return giveUp(asked);
      throw new Error("Link for a new password not mailed");
    }
    await prisma.resetToken.updateMany({
      where: { id: asked.id, mailState: "waiting" },
      data: { mailState: "sent" },
    });
  };

  async function mail({ email, locale }: ResetToken, url: string): Promise<void> {
    const account = await prisma.account.findUnique({ where: { email }, select: { id: true } });
    const words = composeMail(locale, url);
    if (account) return mailer.send({ to: email, ...words });
    const answer = await mailer.check(email);
    if (!answer.ok) throw new Error(answer.reason);
  }

  async function giveUp({ id, chatId, email }: ResetToken): Promise<void> {
    await database.transact(async ({ tx, say }) => {
      const { count } = await tx.resetToken.updateMany({
        where: { id, mailState: "waiting" },
        data: { mailState: "undeliverable", tokenHash: null },
      });
      if (count === 0) return;
      const linked = await tx.chat.findMany({ where: { account: { email } }, select: { id: true } });
      const told = chatId === null ? linked.map((chat) => chat.id) : [chatId];
      for (const chat of told) {
        await say(
          chat,
          { type: "reset_undeliverable", resetTokenId: id },
          `reset-undeliverable:${id}:${chat}`,
        );
      }
    });
  }
}

export type SendResetLink = ReturnType<typeof createSendResetLink>;
