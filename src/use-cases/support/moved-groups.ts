import type { Database } from "../../db/database.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";

/** Read at every start, which does not wait so for Prisma to compile its first query. */
const READ_MOVES = `SELECT id::text, "movedTo"::text AS to FROM "MovedGroup"`;

/**
 * Where groups are that became supergroups: the settings name the old one until the operator changes them.
 * Read once; another process learns of a move when Telegram refuses the old id.
 */
export async function createMovedGroups(deps: { database: Database; clock: Clock; log: Log }) {
  const { database, clock, log } = deps;
  const movedTo = new Map<bigint, bigint>();
  for (const row of await database.query<{ id: string; to: string }>("moved-groups", READ_MOVES, [])) {
    movedTo.set(BigInt(row.id), BigInt(row.to));
  }

  return {
    current(chatId: bigint): bigint {
      let at = chatId;
      // One move is all that Telegram knows; two are a circle.
      for (let steps = 0; steps < 3; steps++) at = movedTo.get(at) ?? at;
      return at;
    },
    async moved(from: bigint, to: bigint): Promise<void> {
      if (movedTo.get(from) === to) return;
      movedTo.set(from, to);
      log.warn({ from: from.toString(), to: to.toString() }, "A group has a new id: change SUPPORT_CHAT_ID");
      const data = { movedTo: to, at: clock.now() };
      await database.transact(async ({ tx }) => {
        await tx.movedGroup.upsert({ where: { id: from }, create: { id: from, ...data }, update: data });
        // Messages are counted anew there: an old id would name somebody else's message.
        const gone = { threadId: null, cardMessageId: null, cardHash: null, name: null, sharedUntil: null };
        await tx.supportTopic.updateMany({ data: { ...gone, claimedAt: null, closed: false } });
        await tx.relayedMessage.updateMany({ where: { toDesk: true }, data: { copyMessageId: null } });
        await tx.relayedMessage.updateMany({
          where: { toDesk: false, deliveredAt: { not: null } },
          data: { sourceMessageId: null },
        });
      });
    },
  };
}
