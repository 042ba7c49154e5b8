import type { Database } from "../db/database.ts";
import { DAY_MS } from "../domain/plan.ts";
import type { Clock } from "../ports/clock.ts";

/** Much longer than any network tries again. */
const REMEMBERED_MS = 30 * DAY_MS;

/** Forgets the ids of usage events that nobody will send again, so that their table stays small. */
export function createForgetUsageReports(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return async function forgetUsageReports(): Promise<void> {
    const before = new Date(clock.now().getTime() - REMEMBERED_MS);
    await database.prisma.usageReport.deleteMany({ where: { at: { lt: before } } });
  };
}
