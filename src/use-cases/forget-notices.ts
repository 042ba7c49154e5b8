import type { Database } from "../db/database.ts";
import { DAY_MS } from "../domain/plan.ts";
import type { Clock } from "../ports/clock.ts";

/** Longer than anybody is away who still wants to hear what became of an order. */
const REMEMBERED_MS = 180 * DAY_MS;
const AT_ONCE = 500;

/** The oldest there are, in the order of their ids, so that it costs the same however many came after. */
const OLD = `
  SELECT id FROM (
    SELECT id, "createdAt", "sentAt", "failedAt" FROM "OutboxNotice" WHERE "broadcastId" IS NULL
    ORDER BY id LIMIT ${AT_ONCE}) AS oldest
  WHERE "createdAt" < $1 AND ("sentAt" IS NOT NULL OR "failedAt" IS NOT NULL)`;

/** Forgets what was said, or given up, half a year ago; broadcasts are forgotten as a whole. */
export function createForgetNotices(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return async function forgetNotices(): Promise<void> {
    const before = new Date(clock.now().getTime() - REMEMBERED_MS);
    const old = await database.query<{ id: bigint }>("old-notices", OLD, [before]);
    if (old.length === 0) return;
    await database.prisma.outboxNotice.deleteMany({ where: { id: { in: old.map(({ id }) => BigInt(id)) } } });
  };
}
