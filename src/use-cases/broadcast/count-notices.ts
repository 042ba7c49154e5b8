import type { Prisma } from "../../db/generated/client.ts";

/** Why a broadcast's notice waits though it was given up: its broadcast is paused, or was stopped. */
export const SET_ASIDE = "set aside";

export interface BroadcastCounts {
  delivered: number;
  /** Blocked the bot, or Telegram refused it. */
  failed: number;
  /** No longer wanted offers when it was their turn. */
  skipped: number;
  waiting: number;
}

/** What became of a broadcast's notices so far. */
export async function countNotices(tx: Prisma.TransactionClient, id: number): Promise<BroadcastCounts> {
  const [counts] = await tx.$queryRaw<BroadcastCounts[]>`
    SELECT count(*) FILTER (WHERE "sentAt" IS NOT NULL AND "messageId" IS NOT NULL)::int AS delivered,
      count(*) FILTER (WHERE "failedAt" IS NOT NULL AND "lastError" <> ${SET_ASIDE})::int AS failed,
      count(*) FILTER (WHERE "sentAt" IS NOT NULL AND "messageId" IS NULL)::int AS skipped,
      count(*) FILTER (WHERE "sentAt" IS NULL AND ("failedAt" IS NULL OR "lastError" = ${SET_ASIDE}))::int AS waiting
    FROM "OutboxNotice" WHERE "broadcastId" = ${id}`;
  return counts!;
}

/** Ends a broadcast and keeps its counts, so that its notices can be forgotten. */
export async function endOf(
  tx: Prisma.TransactionClient,
  id: number,
  status: "finished" | "stopped",
  now: Date,
): Promise<void> {
  const { delivered, failed } = await countNotices(tx, id);
  await tx.broadcast.update({
    where: { id },
    data: { status, delivered, failed, endedAt: now, picture: null },
  });
}
