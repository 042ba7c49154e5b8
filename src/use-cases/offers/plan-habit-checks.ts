import type { Database } from "../../db/database.ts";
import { nextHabitCheck } from "../../domain/habit.ts";
import type { Clock } from "../../ports/clock.ts";

const AT_ONCE = 500;
/** Says the monthly look to those whose turn it is, and dates the next one. */
export function createPlanHabitChecks(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return async function planHabitChecks(): Promise<void> {
    while ((await planSome()) === AT_ONCE);
  };

  function planSome(): Promise<number> {
    return database.transact(async ({ tx, say }) => {
      const now = clock.now();
      const due = await tx.$queryRaw<{ id: bigint; dueAt: Date }[]>`
        SELECT id, "habitCheckDueAt" AS "dueAt" FROM "Chat" WHERE "habitCheckDueAt" <= ${now}
        ORDER BY "habitCheckDueAt" LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED`;
      for (const { id, dueAt } of due) {
        const month = now.toISOString().slice(0, 7);
        await say(BigInt(id), { type: "habit_check", month }, `habit:${id}:${month}`);
        const habitCheckDueAt = nextHabitCheck(dueAt, now);
        await tx.chat.update({ where: { id: BigInt(id) }, data: { habitCheckDueAt } });
      }
      return due.length;
    });
  }
}
