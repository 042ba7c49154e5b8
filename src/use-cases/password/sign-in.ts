import type { Database } from "../../db/database.ts";
import { LONGEST_PASSWORD } from "../../domain/password.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LinkAccount } from "../link-account.ts";
import type { FindSignIn, SignInFound } from "./find-sign-in.ts";
import type { PasswordHasher } from "./password-hasher.ts";
import type { TakePasswordTry } from "./take-password-try.ts";

export type SignInRefused =
  | { type: "dead" | "used" | "wrong" | "busy" }
  /** Too many wrong ones; whether this one is right is not looked at. */
  | { type: "too_many"; nextAt: Date };

/**
 * Checks a password and links the chat that the link was made for. A wrong one, an address nobody has and an
 * account without a password are the same to whoever tries, in words and in time. The link is used up in the
 * statement that decides it: of two at the same instant one wins. A password changed meanwhile opens nothing.
 */
export function createSignIn(deps: {
  database: Database;
  clock: Clock;
  passwords: PasswordHasher;
  findSignIn: FindSignIn;
  takePasswordTry: TakePasswordTry;
  linkAccount: LinkAccount;
}) {
  const { database, clock, passwords, findSignIn, takePasswordTry, linkAccount } = deps;
  const { prisma } = database;

  return async function signIn(
    token: string,
    given: { email: string; password: string; address: string | null },
  ): Promise<Result<{ email: string }, SignInRefused>> {
    const link = await findSignIn(token);
    if (link?.state !== "open") return fail({ type: link?.state === "used" ? "used" : "dead" });

    const { email, address } = given;
    const taken = await takePasswordTry({ email, chatId: link.chat.id, address });
    if (!taken.ok) return taken;

    const account = await prisma.account.findUnique({ where: { email } });
    const compared = account?.passwordHash ?? null;
    // No longer one was ever set, and nobody makes us hash a book.
    const matches = await passwords.matches(given.password.slice(0, LONGEST_PASSWORD + 1), compared);
    if (matches === "busy") {
      await prisma.passwordTry.delete({ where: taken.value });
      return fail({ type: "busy" });
    }
    return matches && account
      ? conclude(link, { ...account, compared: compared! }, taken.value)
      : fail({ type: "wrong" });
  };

  function conclude(
    { id: tokenId, chat }: SignInFound,
    account: { id: string; email: string; compared: string },
    passwordTry: { id: string },
  ): Promise<Result<{ email: string }, SignInRefused>> {
    return database.transact(async (unit) => {
      const { tx, say, send } = unit;
      const now = clock.now();
      const [current] = await tx.$queryRaw<{ passwordHash: string | null }[]>`
        SELECT "passwordHash" FROM "Account" WHERE id = ${account.id}::uuid FOR UPDATE`;
      if (current?.passwordHash !== account.compared) return fail({ type: "wrong" });
      await tx.passwordTry.deleteMany({ where: passwordTry });
      const { count } = await tx.signInToken.updateMany({
        where: { id: tokenId, consumedAt: null, expiresAt: { gt: now } },
        data: { consumedAt: now },
      });
      if (count === 0) return fail({ type: "used" });
      await tx.signInToken.updateMany({
        where: { chatId: chat.id, consumedAt: null, expiresAt: { gt: now } },
        data: { expiresAt: now },
      });
      await linkAccount(unit, { chatId: chat.id, accountId: account.id });
      await say(chat.id, { type: "signed_in", accountId: account.id }, `signed-in:${tokenId}`);
      await send(
        "send-account-mail",
        { news: "chat_linked", signInTokenId: tokenId, accountId: account.id },
        { singletonKey: tokenId },
      );
      return ok({ email: account.email });
    });
  }
}

export type SignIn = ReturnType<typeof createSignIn>;
