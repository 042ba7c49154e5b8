import type { Database } from "../db/database.ts";
import type { Clock } from "../ports/clock.ts";

/** Forgets that the chat means to register a card. */
export function createDropClaim(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return async function dropClaim(chatId: bigint): Promise<void> {
    await database.prisma.cardClaim.updateMany({
      where: { chatId, endedAt: null },
      data: { endedAt: clock.now() },
    });
  };
}

export type DropClaim = ReturnType<typeof createDropClaim>;
