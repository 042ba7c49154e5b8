import { readBundles } from "../../db/card-bundles.ts";
import type { Database } from "../../db/database.ts";
import { buyBundle, latestStart, settleBundles } from "../../domain/bundle-start.ts";
import type { Plan } from "../../domain/plan.ts";
import type { Clock } from "../../ports/clock.ts";

/** When a plan would start and end, if it were paid now. */
export interface ExpectedPeriod {
  /** `waits`: when what is in force is used up or ends, at `startsAt` at the latest. */
  start: "now" | "on_day" | "waits";
  startsAt: Date;
  endsAt: Date;
}

/** Tells what will be true after paying, by the same rules that will make it true. */
export function createExpectPeriod(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return async function expectPeriod(purchase: {
    cardId: string;
    plan: Plan;
    quantity: number;
    startsAt: Date | null;
  }): Promise<ExpectedPeriod> {
    const now = clock.now();
    const read = await readBundles(database.prisma, [purchase.cardId], now);
    const others = settleBundles(read.get(purchase.cardId) ?? [], now);
    const { plan, quantity, startsAt } = purchase;
    const bought = buyBundle({ id: "bought", plan, quantity, startsAt, now }, others);
    const start = bought.startsAt ?? latestStart(bought.id, [...others, bought]) ?? now;
    return {
      start: bought.startsAt === null ? "waits" : start > now ? "on_day" : "now",
      startsAt: start,
      endsAt: new Date(start.getTime() + bought.durationSeconds * 1000),
    };
  };
}

export type ExpectPeriod = ReturnType<typeof createExpectPeriod>;
