import type { Database } from "../db/database.ts";
import type { Clock } from "../ports/clock.ts";

/** Keeps that a person blocked the bot, or let it in again. A chat that was never seen is left unknown. */
export function createNoteReachability(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return async function noteReachability(chatId: bigint, reachable: boolean): Promise<void> {
    await database.prisma.chat.updateMany({
      where: { id: chatId, unreachableSince: reachable ? { not: null } : null },
      data: { unreachableSince: reachable ? null : clock.now() },
    });
  };
}

export type NoteReachability = ReturnType<typeof createNoteReachability>;
