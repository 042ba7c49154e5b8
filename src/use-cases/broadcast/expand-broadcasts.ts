import type { Database } from "../../db/database.ts";
import { Prisma } from "../../db/generated/client.ts";
import type { Audience } from "../../domain/broadcast.ts";
import { noticePriority } from "../../domain/notice.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import { UNREACHABLE } from "../tell-after-all.ts";
import { inAudience } from "./audience.ts";
import { endOf, SET_ASIDE } from "./count-notices.ts";

/** Rows of one transaction. */
const SLICE = 1_000;
/** So much is written ahead of the sender: it is looked after once a minute. */
const AHEAD_SECONDS = 150;

interface LockedBroadcast {
  audience: Audience;
  cursor: bigint;
  expandedAt: Date | null;
  hasPictureToUpload: boolean;
}

/**
 * Writes the rows of running broadcasts into the outbox: never more than the sender can send in the next few
 * minutes, a slice in a transaction, so that neither a pause nor other news waits for a hundred thousand rows.
 * Until Telegram has a broadcast's picture only one chat at a time is written to: it brings the picture there.
 */
export function createExpandBroadcasts(deps: {
  database: Database;
  clock: Clock;
  messagesPerSecond: number;
  log: Log;
}) {
  const { database, clock, log } = deps;
  const ahead = Math.max(SLICE, deps.messagesPerSecond * AHEAD_SECONDS);

  return async function expandBroadcasts(): Promise<void> {
    const running = await database.prisma.broadcast.findMany({
      where: { status: "running" },
      select: { id: true },
      orderBy: { id: "asc" },
    });
    for (const { id } of running) while (await expand(id));
  };

  /** One slice; answers whether there may be another one to write now. */
  function expand(id: number): Promise<boolean> {
    return database.transact(async ({ tx }) => {
      const [broadcast] = await tx.$queryRaw<LockedBroadcast[]>`
        SELECT audience, cursor, "expandedAt", picture IS NOT NULL AND "pictureFileId" IS NULL AS "hasPictureToUpload"
        FROM "Broadcast" WHERE id = ${id} AND status = 'running' FOR UPDATE`;
      if (!broadcast) return false;
      const waiting = await tx.outboxNotice.count({
        where: { broadcastId: id, sentAt: null, failedAt: null },
      });
      if (broadcast.expandedAt) {
        if (waiting === 0) await endOf(tx, id, "finished", clock.now());
        return false;
      }
      if (await isRefusedByTelegram(tx, id)) {
        log.error({ broadcastId: id }, "Broadcast paused: Telegram takes neither its text nor its picture");
        await tx.broadcast.update({ where: { id }, data: { status: "paused" } });
        return false;
      }
      if (waiting >= (broadcast.hasPictureToUpload ? 1 : ahead)) return false;
      const limit = broadcast.hasPictureToUpload ? 1 : SLICE;
      const { count, last } = await write(tx, id, broadcast, limit);
      await tx.broadcast.update({
        where: { id },
        data: count < limit ? { expandedAt: clock.now() } : { cursor: last! },
      });
      return count === limit;
    });
  }

  /** Refused by Telegram before anybody got it: the others need not be tried. */
  async function isRefusedByTelegram(tx: Prisma.TransactionClient, broadcastId: number): Promise<boolean> {
    const refused = await tx.outboxNotice.findFirst({
      where: { broadcastId, failedAt: { not: null }, lastError: { notIn: [UNREACHABLE, SET_ASIDE] } },
      select: { id: true },
    });
    if (!refused) return false;
    const delivered = await tx.outboxNotice.findFirst({
      where: { broadcastId, messageId: { not: null } },
      select: { id: true },
    });
    return delivered === null;
  }

  /** The next chats, in the order of their ids. */
  async function write(
    tx: Prisma.TransactionClient,
    id: number,
    { audience, cursor }: LockedBroadcast,
    limit: number,
  ): Promise<{ count: number; last: bigint | null }> {
    const notice = { type: "broadcast" as const, broadcastId: id };
    const now = clock.now();
    const [written] = await tx.$queryRaw<{ count: number; last: bigint | null }[]>(Prisma.sql`
      WITH chats AS (
        SELECT c.id FROM "Chat" c WHERE c.id > ${cursor} AND ${inAudience(audience)}
        ORDER BY c.id LIMIT ${limit}
      ), said AS (
        INSERT INTO "OutboxNotice"
          ("chatId", priority, notice, "dedupeKey", "broadcastId", "dueAt", "createdAt")
        SELECT id, ${noticePriority(notice)}::int, ${JSON.stringify(notice)}::jsonb,
          ${`broadcast:${id}:`} || id, ${id}::int, ${now}::timestamptz, ${now}::timestamptz
        FROM chats ORDER BY id ON CONFLICT ("dedupeKey") DO NOTHING
      )
      SELECT count(*)::int AS count, max(id) AS last FROM chats`);
    return written!;
  }
}

export type ExpandBroadcasts = ReturnType<typeof createExpandBroadcasts>;
