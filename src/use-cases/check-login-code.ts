import type { Database, UnitOfWork } from "../db/database.ts";
import type { LoginCode } from "../db/generated/client.ts";
import { isAlive, MOST_TRIES } from "../domain/login-code.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import type { Clock } from "../ports/clock.ts";
import type { LinkAccount } from "./link-account.ts";
import { isLoginCode } from "./login-code-hash.ts";

export type CodeRefused =
  /** Nothing was asked for, or it was used already. */
  | { type: "none" }
  | { type: "dead" }
  /** 0 left: this one was the last, and the code is dead. */
  | { type: "wrong"; triesLeft: number };

/**
 * Checks six digits against the chat's last code and links the chat to the account of its address. The code
 * is used up in the same transaction, under its row's lock: of two at the same instant one wins, and wrong
 * ones are counted one by one.
 */
export function createCheckLoginCode(deps: { database: Database; clock: Clock; linkAccount: LinkAccount }) {
  const { database, clock, linkAccount } = deps;

  return async function checkLoginCode(
    chatId: bigint,
    typed: string,
  ): Promise<Result<{ email: string }, CodeRefused>> {
    const last = await database.prisma.loginCode.findFirst({
      where: { chatId },
      orderBy: { createdAt: "desc" },
    });
    if (!last || last.consumedAt) return fail({ type: "none" });
    if (!isAlive(last, clock.now())) return fail({ type: "dead" });

    // Slow on purpose, so it comes before the lock.
    const matches = last.codeHash !== null && (await isLoginCode(typed, last.codeHash));
    const outcome = await database.transact((unit) => conclude(unit, last, matches));
    return outcome ?? checkLoginCode(chatId, typed);
  };

  /** Undefined when the digits were made anew meanwhile: what was compared is no longer the code. */
  async function conclude(
    unit: UnitOfWork,
    compared: LoginCode,
    matches: boolean,
  ): Promise<Result<{ email: string }, CodeRefused> | undefined> {
    const { id, chatId, email } = compared;
    const { tx } = unit;
    await tx.$queryRaw`SELECT id FROM "LoginCode" WHERE id = ${id}::uuid FOR UPDATE`;
    const code = await tx.loginCode.findUnique({ where: { id } });
    if (!code || code.consumedAt) return fail({ type: "none" });
    const now = clock.now();
    if (!isAlive(code, now)) return fail({ type: "dead" });
    if (code.codeHash !== compared.codeHash) return undefined;

    const account = matches ? await tx.account.findUnique({ where: { email } }) : null;
    if (!account) {
      const attempts = code.attempts + 1;
      const spent = attempts >= MOST_TRIES && { codeHash: null };
      await tx.loginCode.update({ where: { id }, data: { attempts, ...spent } });
      return fail({ type: "wrong", triesLeft: MOST_TRIES - attempts });
    }
    await tx.loginCode.update({ where: { id }, data: { consumedAt: now, codeHash: null } });
    await linkAccount(unit, { chatId, accountId: account.id });
    return ok({ email });
  }
}

export type CheckLoginCode = ReturnType<typeof createCheckLoginCode>;
