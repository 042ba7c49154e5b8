import type { Database } from "../db/database.ts";
import type { Clock } from "../ports/clock.ts";
import { queueNote } from "./support/queue-relay.ts";
import { tellAfterAll } from "./tell-after-all.ts";

/**
 * Keeps that a person blocked the bot, or let it in again and may hear what was missed; an agent who talks to
 * them is told. A chat that was never seen is left unknown.
 */
export function createNoteReachability(deps: {
  database: Database;
  clock: Clock;
  supportChatId: bigint | undefined;
}) {
  const { database, clock, supportChatId } = deps;

  return async function noteReachability(chatId: bigint, reachable: boolean): Promise<void> {
    const now = clock.now();
    await database.transact(async (unit) => {
      const { tx } = unit;
      const { count } = await tx.chat.updateMany({
        where: { id: chatId, unreachableSince: reachable ? { not: null } : null },
        data: { unreachableSince: reachable ? null : now },
      });
      if (reachable) await tellAfterAll(tx, chatId, now);
      const ticket = count > 0 && (await tx.ticket.findUnique({ where: { openChatId: chatId } }));
      if (!ticket || ticket.status === "asking" || supportChatId === undefined) return;
      const route = { ticketId: ticket.id, chatId, supportChatId, now };
      await queueNote(unit, route, { type: reachable ? "back" : "blocked" });
    });
  };
}

export type NoteReachability = ReturnType<typeof createNoteReachability>;
