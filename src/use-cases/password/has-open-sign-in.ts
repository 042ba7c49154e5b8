import type { Database } from "../../db/database.ts";
import type { Clock } from "../../ports/clock.ts";

/** Whether the chat has a link to the sign-in page that still works: somebody may be about to type a password. */
export function createHasOpenSignIn({ database, clock }: { database: Database; clock: Clock }) {
  return async function hasOpenSignIn(chatId: bigint): Promise<boolean> {
    const open = await database.prisma.signInToken.count({
      where: { chatId, consumedAt: null, expiresAt: { gt: clock.now() } },
    });
    return open > 0;
  };
}

export type HasOpenSignIn = ReturnType<typeof createHasOpenSignIn>;
