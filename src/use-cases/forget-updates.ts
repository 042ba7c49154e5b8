import type { Database } from "../db/database.ts";
import { DAY_MS } from "../domain/plan.ts";
import type { Clock } from "../ports/clock.ts";

/** Telegram keeps what could not be delivered for a day. */
const REMEMBERED_MS = 2 * DAY_MS;

/** Forgets the ids of updates that cannot come again, so that their table stays small. */
export function createForgetUpdates(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return async function forgetUpdates(): Promise<void> {
    const before = new Date(clock.now().getTime() - REMEMBERED_MS);
    await database.prisma.handledUpdate.deleteMany({ where: { at: { lt: before } } });
  };
}
