import type { Database } from "../db/database.ts";
import type { Clock } from "../ports/clock.ts";
import { tellAfterAll } from "./tell-after-all.ts";

/** Keeps that a person blocked the bot, or let it in again and may hear what was missed. A chat that was never seen is left unknown. */
export function createNoteReachability(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return async function noteReachability(chatId: bigint, reachable: boolean): Promise<void> {
    const now = clock.now();
    await database.transact(async ({ tx }) => {
      await tx.chat.updateMany({
        where: { id: chatId, unreachableSince: reachable ? { not: null } : null },
        data: { unreachableSince: reachable ? null : now },
      });
      if (reachable) await tellAfterAll(tx, chatId, now);
    });
  };
}

export type NoteReachability = ReturnType<typeof createNoteReachability>;
