import type { Database } from "../../db/database.ts";
import { checkNewPassword, type PasswordRefused } from "../../domain/password.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { FindReset, ResetFound } from "./find-reset.ts";
import type { PasswordHasher } from "./password-hasher.ts";

export type SetPasswordRefused = PasswordRefused | { type: "dead" | "used" | "busy" };

/**
 * Sets a new password with a link from the mailbox, which is used up in the statement that decides it. A
 * password that will not do leaves the link as it is. The account's other open links end, its chats and its
 * mailbox are told, and wrong tries of whoever guessed at the old one are forgotten.
 */
export function createSetPassword(deps: {
  database: Database;
  clock: Clock;
  passwords: PasswordHasher;
  findReset: FindReset;
}) {
  const { database, clock, passwords, findReset } = deps;

  return async function setPassword(
    token: string,
    typed: string,
  ): Promise<Result<{ email: string }, SetPasswordRefused>> {
    const link = await findReset(token);
    if (link?.state !== "open") return fail({ type: link?.state === "used" ? "used" : "dead" });
    const checked = checkNewPassword(typed, link);
    if (!checked.ok) return checked;
    const passwordHash = await passwords.hash(checked.value);
    return passwordHash === "busy" ? fail({ type: "busy" }) : conclude(link, passwordHash);
  };

  function conclude(
    { id, email }: ResetFound,
    passwordHash: string,
  ): Promise<Result<{ email: string }, SetPasswordRefused>> {
    return database.transact(async ({ tx, say, send }) => {
      const now = clock.now();
      const account = await tx.account.findUnique({ where: { email }, select: { id: true } });
      if (!account) return fail({ type: "dead" });
      const { count } = await tx.resetToken.updateMany({
        where: { id, consumedAt: null, tokenHash: { not: null }, expiresAt: { gt: now } },
        data: { consumedAt: now },
      });
      if (count === 0) return fail({ type: "used" });
      await tx.account.update({ where: account, data: { passwordHash } });

      const chats = await tx.chat.findMany({ where: { accountId: account.id }, select: { id: true } });
      await tx.resetToken.updateMany({
        where: { email, consumedAt: null, tokenHash: { not: null } },
        data: { tokenHash: null },
      });
      await tx.signInToken.updateMany({
        where: { chatId: { in: chats.map((chat) => chat.id) }, consumedAt: null, expiresAt: { gt: now } },
        data: { expiresAt: now },
      });
      await tx.passwordTry.deleteMany({ where: { email } });
      for (const chat of chats) {
        const notice = { type: "password_changed", accountId: account.id } as const;
        await say(chat.id, notice, `password-changed:${id}:${chat.id}`);
      }
      const mail = { news: "password_changed", resetTokenId: id } as const;
      await send("send-account-mail", mail, { singletonKey: id });
      return ok({ email });
    });
  }
}

export type SetPassword = ReturnType<typeof createSetPassword>;
