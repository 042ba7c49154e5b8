import type { Database, UnitOfWork } from "../db/database.ts";
import type { LoginCode } from "../db/generated/client.ts";
import { isAlive, MOST_TRIES } from "../domain/login-code.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import type { Clock } from "../ports/clock.ts";
import type { ClaimedCard } from "./claim-card.ts";
import type { LinkAccount } from "./link-account.ts";
import { isLoginCode } from "./login-code-hash.ts";
import { registerCard } from "./register-card.ts";

export type CodeRefused =
  /** Nothing was asked for, or it was used already. */
  | { type: "none" }
  | { type: "dead" }
  /** It was right, but the card that it was to register is somebody else's by now. */
  | { type: "card_taken" }
  /** 0 left: this one was the last, and the code is dead. */
  | { type: "wrong"; triesLeft: number };

export interface LoggedIn {
  email: string;
  /** The card that came with the code, now on the account. */
  card: ClaimedCard | null;
}

/**
 * Checks six digits against the chat's last code and links the chat to the account of its address; one that
 * was asked for to register a card also does that, with a new account where there is none. The code is used up in the same transaction, under its row's lock: of two at the same instant one wins, and wrong
 * ones are counted one by one.
 */
export function createCheckLoginCode(deps: { database: Database; clock: Clock; linkAccount: LinkAccount }) {
  const { database, clock, linkAccount } = deps;

  return async function checkLoginCode(
    chatId: bigint,
    typed: string,
  ): Promise<Result<LoggedIn, CodeRefused>> {
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
  ): Promise<Result<LoggedIn, CodeRefused> | undefined> {
    const { id, chatId, email } = compared;
    const { tx } = unit;
    await tx.$queryRaw`SELECT id FROM "LoginCode" WHERE id = ${id}::uuid FOR UPDATE`;
    const code = await tx.loginCode.findUnique({ where: { id } });
    if (!code || code.consumedAt) return fail({ type: "none" });
    const now = clock.now();
    if (!isAlive(code, now)) return fail({ type: "dead" });
    if (code.codeHash !== compared.codeHash) return undefined;

    const known = matches ? await tx.account.findUnique({ where: { email } }) : null;
    if (!matches || !(known || code.cardId)) {
      const attempts = code.attempts + 1;
      const spent = attempts >= MOST_TRIES && { codeHash: null };
      await tx.loginCode.update({ where: { id }, data: { attempts, ...spent } });
      return fail({ type: "wrong", triesLeft: MOST_TRIES - attempts });
    }
    await tx.loginCode.update({ where: { id }, data: { consumedAt: now, codeHash: null } });
    if (code.cardId && (await isTaken(tx, code.cardId, known?.id))) return fail({ type: "card_taken" });
    const account =
      known ?? (await tx.account.upsert({ where: { email }, create: { email, createdAt: now }, update: {} }));
    const card = code.cardId
      ? await registerCard(unit, { cardId: code.cardId, accountId: account.id, now })
      : undefined;
    await linkAccount(unit, { chatId, accountId: account.id });
    return ok({ email, card: card ?? null });
  }

  /** Locks the card, so that what is answered stays true until the end of the transaction. */
  async function isTaken(
    tx: UnitOfWork["tx"],
    cardId: string,
    accountId: string | undefined,
  ): Promise<boolean> {
    await tx.$queryRaw`SELECT 1 FROM "Card" WHERE id = ${cardId}::uuid FOR UPDATE`;
    const card = await tx.card.findUnique({ where: { id: cardId }, select: { accountId: true } });
    return card !== null && card.accountId !== null && card.accountId !== accountId;
  }
}

export type CheckLoginCode = ReturnType<typeof createCheckLoginCode>;
