import type { Database, UnitOfWork } from "../../db/database.ts";
import type { Clock } from "../../ports/clock.ts";
import type { DueRelay } from "./due-relays.ts";
import { ALBUM_PATIENCE_MS } from "./queue-relay.ts";

/** The notices that wait to bring a customer's messages into one direction. */
const TAKE_TURNS = `
  UPDATE "OutboxNotice" SET "sentAt" = $1
  WHERE "chatId" = $2 AND "sentAt" IS NULL AND "failedAt" IS NULL
    AND notice->>'type' = 'relay' AND notice->>'customer' = $3 AND notice->>'toDesk' = $4`;

/**
 * Each notice brings whatever is next, and a group hears twenty things a minute: so after each delivery one
 * notice stands for everything that still waits between the two, at the end of the queue, and none where
 * nothing does.
 */
export function createRelayTurns({ database, clock }: { database: Database; clock: Clock }) {
  return {
    /** Whether the first that is due may be part of an album of which more is on its way; then its turn comes later. */
    async waitsForAlbum(first: DueRelay, due: readonly DueRelay[], supportChatId: bigint): Promise<boolean> {
      if (first.albumId === null) return false;
      const parts = due.filter(({ albumId }) => albumId === first.albumId);
      const dueAt = new Date(Math.max(...parts.map(({ at }) => +at)) + ALBUM_PATIENCE_MS);
      if (dueAt <= clock.now()) return false;
      await database.transact((unit) =>
        sayTurn(unit, first, `relay-album:${due.at(-1)!.id}`, supportChatId, dueAt),
      );
      return true;
    },

    /** Keeps where the messages are now, and says whose turn is next. */
    async keepDelivered(
      rows: readonly DueRelay[],
      messageIds: readonly number[],
      supportChatId: bigint,
    ): Promise<void> {
      const { chatId, toDesk } = rows[0]!;
      const now = clock.now();
      await database.transact(async (unit) => {
        const { tx } = unit;
        if (messageIds.length > 1 && messageIds.length === rows.length) {
          // Each part of an album has a copy of its own, in the same order.
          const inOrder = rows.toSorted((a, b) => (a.sourceMessageId ?? 0) - (b.sourceMessageId ?? 0));
          for (const [index, { id }] of inOrder.entries()) {
            const copyMessageId = messageIds[index]!;
            await tx.relayedMessage.update({ where: { id }, data: { deliveredAt: now, copyMessageId } });
          }
        } else {
          await tx.relayedMessage.updateMany({
            where: { id: { in: rows.map(({ id }) => id) } },
            data: { deliveredAt: now, copyMessageId: messageIds.at(-1) ?? null },
          });
        }
        const to = toDesk ? supportChatId : chatId;
        await tx.$executeRawUnsafe(TAKE_TURNS, now, to, chatId.toString(), String(toDesk));
        await sayNextTurn(unit, rows[0]!, supportChatId);
      });
    },
  };
}

/** Has whatever waits after a message that was dealt with brought next, in the caller's transaction. */
export async function sayNextTurn(
  unit: UnitOfWork,
  before: Pick<DueRelay, "id" | "chatId" | "toDesk">,
  supportChatId: bigint,
): Promise<void> {
  const { chatId, toDesk } = before;
  const next = await unit.tx.relayedMessage.findFirst({
    where: { chatId, toDesk, deliveredAt: null },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  // It may be next more than once, where something older overtakes it.
  if (next) await sayTurn(unit, before, `relay-next:${next.id}:${before.id}`, supportChatId);
}

async function sayTurn(
  { say }: UnitOfWork,
  { chatId, toDesk }: Pick<DueRelay, "chatId" | "toDesk">,
  key: string,
  supportChatId: bigint,
  dueAt?: Date,
): Promise<void> {
  const notice = { type: "relay" as const, customer: chatId.toString(), toDesk };
  await say(toDesk ? supportChatId : chatId, notice, key, dueAt ? { dueAt } : {});
}
