import type { Database } from "../../db/database.ts";
import { LONGEST_WINDOW_MS, nextSignInLinkAt, SIGN_IN_LIFETIME_MS } from "../../domain/password-limits.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { Clock } from "../../ports/clock.ts";
import { newToken } from "../one-time-token.ts";

/** Makes a link to the sign-in page for this chat: it links this chat and no other, once, for ten minutes. */
export function createMakeSignInLink(deps: { database: Database; clock: Clock; publicUrl: string }) {
  const { database, clock, publicUrl } = deps;

  return async function makeSignInLink(
    chatId: bigint,
  ): Promise<Result<{ url: string }, { type: "too_soon"; nextAt: Date }>> {
    const now = clock.now();
    const { token, tokenHash } = newToken();
    const nextAt = await database.transact(async ({ tx }) => {
      const since = new Date(now.getTime() - LONGEST_WINDOW_MS);
      await tx.signInToken.deleteMany({ where: { createdAt: { lt: since } } });
      const earlier = await tx.signInToken.findMany({ where: { chatId }, select: { createdAt: true } });
      const wait = nextSignInLinkAt({ chat: earlier.map(({ createdAt }) => createdAt) }, now);
      if (wait) return wait;
      const expiresAt = new Date(now.getTime() + SIGN_IN_LIFETIME_MS);
      await tx.signInToken.create({ data: { chatId, tokenHash, createdAt: now, expiresAt } });
      return undefined;
    });
    return nextAt ? fail({ type: "too_soon", nextAt }) : ok({ url: `${publicUrl}/account/sign-in/${token}` });
  };
}

export type MakeSignInLink = ReturnType<typeof createMakeSignInLink>;
