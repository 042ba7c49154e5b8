import type { Database } from "../db/database.ts";
import type { Clock } from "../ports/clock.ts";

/** What waits to be done, for those who watch over it. */
export interface Backlog {
  openOrders: { status: string; count: number }[];
  heldOrders: number;
  waitingNotices: number;
  oldestNoticeSeconds: number;
  waitingJobs: { queue: string; count: number }[];
}

const ENDED = ["draft", "fulfilled", "expired", "canceled", "failed", "refunded"] as const;

const NOTICES = `
  SELECT count(*)::int AS count, coalesce(extract(epoch FROM $1::timestamptz - min("dueAt")), 0)::float8 AS oldest
  FROM "OutboxNotice" WHERE "sentAt" IS NULL AND "failedAt" IS NULL AND "dueAt" <= $1`;

const JOBS = `
  SELECT name AS queue, count(*)::int AS count FROM pgboss.job
  WHERE state < 'active' AND start_after <= now() AND name NOT LIKE '\\_\\_%' GROUP BY name`;

export function createReadBacklog(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return async function readBacklog(): Promise<Backlog> {
    const openOrders = await database.prisma.order.groupBy({
      by: ["status"],
      where: { status: { notIn: [...ENDED] } },
      _count: true,
    });
    const heldOrders = await database.prisma.order.count({ where: { heldReason: { not: null } } });
    const [notices] = await database.query<{ count: number; oldest: number }>("backlog-notices", NOTICES, [
      clock.now(),
    ]);
    const waitingJobs = await database.query<{ queue: string; count: number }>("backlog-jobs", JOBS, []);
    return {
      openOrders: openOrders.map(({ status, _count }) => ({ status, count: _count })),
      heldOrders,
      waitingNotices: notices?.count ?? 0,
      oldestNoticeSeconds: notices?.oldest ?? 0,
      waitingJobs,
    };
  };
}

export type ReadBacklog = ReturnType<typeof createReadBacklog>;
