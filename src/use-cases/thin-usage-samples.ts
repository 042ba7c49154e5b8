import type { Database } from "../db/database.ts";
import { forgetSamples, thinSamples } from "../db/usage-samples.ts";
import { DAY_MS } from "../domain/plan.ts";
import type { Clock } from "../ports/clock.ts";

/** The longest chart and forecast look back a month. */
const BY_THE_HOUR_MS = 40 * DAY_MS;
/** Long enough to compare with the same trip last year. */
const REMEMBERED_MS = 400 * DAY_MS;
/** A moment's work, so that everything else gets its turn in between. */
const ROWS_PER_STATEMENT = 500;
const STATEMENTS_PER_SWEEP = 20;

/**
 * Keeps of old days only how much was used on each, a month in one row, and forgets what is over a year old.
 * Costs what is due: nothing but a look when nothing is. Several processes share the work.
 */
export function createThinUsageSamples(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return async function thinUsageSamples(): Promise<void> {
    const now = clock.now().getTime();
    const thinned = (limit: number) => thinSamples(database, new Date(now - BY_THE_HOUR_MS), limit);
    const forgotten = (limit: number) => forgetSamples(database, new Date(now - REMEMBERED_MS), limit);
    for (const step of [thinned, forgotten]) {
      for (let count = 0; count < STATEMENTS_PER_SWEEP; count++) {
        if ((await step(ROWS_PER_STATEMENT)) < ROWS_PER_STATEMENT) break;
      }
    }
  };
}
