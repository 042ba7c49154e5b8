import type { Database } from "../../db/database.ts";
import type { Clock } from "../../ports/clock.ts";

const NEXT = `SELECT min("nudgeDueAt") AS at FROM "Card" WHERE "nudgeDueAt" > $1`;

/** When the next card is to be looked at that is not due yet; undefined when none is. */
export function createReadNextLook(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return async function readNextLook(): Promise<Date | undefined> {
    const [row] = await database.query<{ at: Date | null }>("next-look", NEXT, [clock.now()]);
    return row?.at ?? undefined;
  };
}
