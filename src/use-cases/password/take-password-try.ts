import type { Database } from "../../db/database.ts";
import { LONGEST_WINDOW_MS, nextTryAt } from "../../domain/password-limits.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { Clock } from "../../ports/clock.ts";

export interface PasswordAttempt {
  /** As typed, in its compared form, registered or not. */
  email: string;
  chatId: bigint;
  /** Where it came from, as far as that is known. */
  address: string | null;
}

/**
 * Counts a try before the password is looked at, so that a hundred at the same instant are a hundred; whoever
 * was right gives it back (`PasswordTry` is deleted). Refuses when this chat, this account or this address
 * had too many wrong ones.
 */
export function createTakePasswordTry({ database, clock }: { database: Database; clock: Clock }) {
  return (attempt: PasswordAttempt): Promise<Result<{ id: string }, { type: "too_many"; nextAt: Date }>> =>
    database.transact(async ({ tx }) => {
      const now = clock.now();
      const { email, chatId, address } = attempt;
      // One after another: short, and cheaper than a lock for each of the three.
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(7205116)`;
      await tx.passwordTry.deleteMany({ where: { at: { lt: new Date(now.getTime() - LONGEST_WINDOW_MS) } } });
      const timesOf = async (where: { email: string } | { chatId: bigint } | { address: string }) =>
        (await tx.passwordTry.findMany({ where, select: { at: true } })).map(({ at }) => at);
      const earlier = {
        chat: await timesOf({ chatId }),
        email: await timesOf({ email }),
        address: address === null ? [] : await timesOf({ address }),
      };
      const nextAt = nextTryAt(earlier, now);
      if (nextAt) return fail({ type: "too_many", nextAt });
      const { id } = await tx.passwordTry.create({
        data: { email, chatId, address, at: now },
        select: { id: true },
      });
      return ok({ id });
    });
}

export type TakePasswordTry = ReturnType<typeof createTakePasswordTry>;
