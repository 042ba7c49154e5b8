import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type PgBoss from "pg-boss";
import type { Connection } from "./connection.ts";

type ExecuteSql = Connection["executeSql"];

/** A database that restarts is back within seconds. */
const PAUSES_MS = [200, 1_000, 4_000];

/**
 * pg-boss writes down that a job has ended without waiting for it, so that a database that is gone just then
 * would end the process (pg-boss 10.4, manager.js, `onFetch`). Here such a statement is tried again and never
 * rejects: a job whose end could not be written down expires and runs once more, as after a crash.
 */
export function createJobEnds(executeSql: ExecuteSql, onError: (error: Error) => void) {
  const ends = new Set<string>();

  return {
    async executeSql(sql: string, values?: unknown[]): ReturnType<ExecuteSql> {
      if (!ends.has(sql)) return executeSql(sql, values);
      for (let failures = 0; ; failures++) {
        try {
          return await executeSql(sql, values);
        } catch (error) {
          const pauseMs = PAUSES_MS[failures];
          if (pauseMs === undefined) {
            onError(error as Error);
            return { rows: [{ count: "0" }] };
          }
          await delay(pauseMs, undefined, { ref: false });
        }
      }
    },

    /** Learns pg-boss's own words for an end, without touching the database. */
    async learnFrom(boss: PgBoss, queue: string): Promise<void> {
      const db = {
        async executeSql(sql: string) {
          ends.add(sql);
          return { rows: [{ count: "0" }] };
        },
      };
      await boss.complete(queue, randomUUID(), {}, { db });
      await boss.fail(queue, randomUUID(), {}, { db });
    },
  };
}
