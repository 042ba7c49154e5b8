import type { Database } from "../../db/database.ts";
import { LONGEST_WINDOW_MS, nextResetAt, RESET_LIFETIME_MS } from "../../domain/password-limits.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { Clock } from "../../ports/clock.ts";

export interface ResetRequest {
  /** In its compared form, registered or not. */
  email: string;
  /** The chat that asks; null on the page. */
  chatId: bigint | null;
  /** Where the page is asked from, as far as that is known. */
  address: string | null;
  /** The language of the mail and of the page it leads to. */
  locale: string;
}

export type ResetRefused = { type: "too_soon"; nextAt: Date };

/**
 * Asks for a link to set a new password. It never looks whether an account has the address: that is found
 * out when the mail is made. What no mail server took does not count as asked.
 */
export function createRequestPasswordReset({ database, clock }: { database: Database; clock: Clock }) {
  return (request: ResetRequest): Promise<Result<null, ResetRefused>> =>
    database.transact(async ({ tx, send }) => {
      const now = clock.now();
      const { email, chatId, address } = request;
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(7205117)`;
      await tx.resetToken.deleteMany({
        where: { createdAt: { lt: new Date(now.getTime() - LONGEST_WINDOW_MS) } },
      });
      const timesOf = async (where: { email: string } | { chatId: bigint } | { address: string }) => {
        const counted = { ...where, consumedAt: null, mailState: { not: "undeliverable" } };
        const earlier = await tx.resetToken.findMany({ where: counted, select: { createdAt: true } });
        return earlier.map(({ createdAt }) => createdAt);
      };
      const earlier = {
        email: await timesOf({ email }),
        chat: chatId === null ? [] : await timesOf({ chatId }),
        address: address === null ? [] : await timesOf({ address }),
      };
      const nextAt = nextResetAt(earlier, now);
      if (nextAt) return fail({ type: "too_soon", nextAt });
      const { id: resetTokenId } = await tx.resetToken.create({
        data: { ...request, createdAt: now, expiresAt: new Date(now.getTime() + RESET_LIFETIME_MS) },
        select: { id: true },
      });
      await send("send-reset-link", { resetTokenId }, { singletonKey: resetTokenId });
      return ok(null);
    });
}

export type RequestPasswordReset = ReturnType<typeof createRequestPasswordReset>;
