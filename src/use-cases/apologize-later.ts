import type { Database } from "../db/database.ts";
import type { Clock } from "../ports/clock.ts";

const MINUTE_MS = 60_000;

/**
 * Says that something went wrong once the chat can be written to again, after so many seconds at the soonest.
 * Once a minute is enough, however much went wrong in it.
 */
export function createApologizeLater(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return async function apologizeLater(chatId: bigint, waitSeconds: number): Promise<void> {
    const dueAt = new Date(clock.now().getTime() + waitSeconds * 1000);
    const minute = Math.floor(dueAt.getTime() / MINUTE_MS);
    await database.transact(async ({ say }) => {
      await say(chatId, { type: "apology" }, `apology:${chatId}:${minute}`, { dueAt });
    });
  };
}

export type ApologizeLater = ReturnType<typeof createApologizeLater>;
