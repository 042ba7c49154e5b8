import type { Database, UnitOfWork } from "../db/database.ts";
import { CODE_LIFETIME_MS, isAlive, LONGEST_WINDOW_MS, nextRequestAt } from "../domain/login-code.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import type { Clock } from "../ports/clock.ts";

/** `stillWorks`: this chat's last code is for the same address and can be typed until then. */
export type RequestRefused = { type: "too_soon"; nextAt: Date; stillWorks: boolean };

/**
 * Asks for a code for an address that is already in its compared form. The chat's earlier code dies with it.
 * It never looks whether an account has the address: that is found out when the mail is made, so neither
 * words nor time can tell. With `cardId` the code registers that card as well, and goes to any address. Codes that were used, and those that no mail server took, do not count as asked.
 */
export function createRequestLoginCode(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return (
    chatId: bigint,
    email: string,
    cardId: string | null = null,
  ): Promise<Result<null, RequestRefused>> =>
    database.transact(async ({ tx, send }) => {
      const now = clock.now();
      await inTurnFor(tx, email);
      const earlier = await tx.loginCode.findMany({
        where: {
          createdAt: { gt: new Date(now.getTime() - LONGEST_WINDOW_MS) },
          OR: [{ chatId }, { email }],
        },
        orderBy: { createdAt: "desc" },
      });
      const counted = earlier.filter((code) => !code.consumedAt && code.mailState !== "undeliverable");
      const timesOf = (codes: typeof counted) => codes.map(({ createdAt }) => createdAt);
      const nextAt = nextRequestAt(
        {
          chat: timesOf(counted.filter((code) => code.chatId === chatId)),
          email: timesOf(counted.filter((code) => code.email === email)),
        },
        now,
      );
      if (nextAt) {
        const last = earlier.find((code) => code.chatId === chatId);
        const isSame = last?.email === email && last.cardId === cardId;
        const stillWorks = isSame && last.mailState !== "undeliverable" && isAlive(last, now);
        if (stillWorks) await tx.loginCode.update({ where: { id: last.id }, data: { setAsideAt: null } });
        return fail({ type: "too_soon", nextAt, stillWorks });
      }
      await forgetOld(tx, now);
      // A code that was replaced leaves nothing behind to be guessed at.
      await tx.loginCode.updateMany({ where: { chatId, codeHash: { not: null } }, data: { codeHash: null } });
      const { id: loginCodeId } = await tx.loginCode.create({
        data: {
          ...{ chatId, email, createdAt: now, cardId },
          expiresAt: new Date(now.getTime() + CODE_LIFETIME_MS),
        },
        select: { id: true },
      });
      await send("send-login-code", { loginCodeId }, { singletonKey: loginCodeId });
      return ok(null);
    });
}

export type RequestLoginCode = ReturnType<typeof createRequestLoginCode>;

type Transaction = UnitOfWork["tx"];

/** Two chats that ask for one address at the same instant must both see the other's request. */
async function inTurnFor(tx: Transaction, email: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${email}, 7205115))`;
}

/** Addresses of people without an account are nobody's to keep. */
async function forgetOld(tx: Transaction, now: Date): Promise<void> {
  const before = new Date(now.getTime() - 2 * LONGEST_WINDOW_MS);
  await tx.loginCode.deleteMany({ where: { createdAt: { lt: before } } });
}
