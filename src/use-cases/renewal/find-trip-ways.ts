import type { Database } from "../../db/database.ts";
import type { Plan } from "../../domain/plan.ts";
import {
  type TripNeed,
  type TripWay,
  tripNeed,
  type WhyFirst,
  waysToCover,
  whyFirst,
} from "../../domain/trip.ts";
import type { Slots } from "../../domain/wish.ts";
import type { Clock } from "../../ports/clock.ts";
import type { FindPlans } from "./find-plans.ts";
import type { Renewal } from "./read-renewal.ts";

export interface TripWays {
  need: TripNeed;
  /** The best first; empty when nothing covers all of it. */
  ways: TripWay<Plan>[];
  why: WhyFirst | undefined;
  /** The amount was not said: it is what this account used before. */
  isUsual: boolean;
}

/** Of bundles that ran for a day at least; those by the day fill up anew and say little. */
const USUAL = `
  SELECT (sum(b."dataUsedBytes") / nullif(sum(greatest(1,
    extract(epoch FROM least($2::timestamptz, b."expiresAt") - b."startsAt") / 86400)), 0))::bigint AS "perDay"
  FROM "Bundle" b JOIN "Card" c ON c.id = b."cardId"
  WHERE c."accountId" = $1 AND b.kind <> 'daily' AND b."startsAt" < $2::timestamptz - interval '1 day'
    AND b."dataUsedBytes" > 0`;

/** The few best ways to cover the trip that a draft speaks of, for its card; undefined when it names no place. */
export function createFindTripWays(deps: { database: Database; clock: Clock; findPlans: FindPlans }) {
  const { database, clock, findPlans } = deps;

  return async function findTripWays(renewal: Renewal): Promise<TripWays | undefined> {
    const slots = slotsOf(renewal);
    const isSaid = slots.dataMb !== undefined || slots.dataMbPerDay !== undefined;
    const usual = isSaid || slots.kind ? undefined : await usualBytesPerDay(renewal.accountId);
    const need = tripNeed(slots, usual);
    if (!need || !renewal.card) return undefined;
    const shelves = await Promise.all(
      [...new Set(need.legs.flatMap(({ countries }) => countries))].map((country) =>
        findPlans(renewal.card!, country),
      ),
    );
    const plans = [...new Map(shelves.flat().map((plan) => [plan.id, plan])).values()];
    const ways = waysToCover(need, plans);
    return { need, ways, why: whyFirst(ways), isUsual: usual !== undefined };
  };

  async function usualBytesPerDay(accountId: string): Promise<bigint | undefined> {
    const [row] = await database.query<{ perDay: bigint | string | number | null }>("usual-per-day", USUAL, [
      accountId,
      clock.now(),
    ]);
    return row?.perDay ? BigInt(row.perDay) : undefined;
  }
}

export type FindTripWays = ReturnType<typeof createFindTripWays>;

function slotsOf({ destination, need }: Renewal): Slots {
  const { also = [], next: _, ...rest } = need;
  return { ...rest, ...(destination && { countries: [destination, ...also] }) };
}
