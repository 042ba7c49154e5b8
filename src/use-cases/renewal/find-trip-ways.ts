import { type Plan, type Product, products } from "../../domain/plan.ts";
import type { RenewalNeed } from "../../domain/renewal-need.ts";
import { type TripWay, type WhyFirst, waysToCover, whyFirst } from "../../domain/trip.ts";
import { type TripNeed, type TripWish, tripNeed } from "../../domain/trip-need.ts";
import type { FindPlans, Shopper } from "./find-plans.ts";
import type { FindUsualUse } from "./find-usual-use.ts";

export interface TripWays {
  need: TripNeed;
  /** The best first; empty when nothing covers all of it. */
  ways: TripWay<Plan>[];
  why: WhyFirst | undefined;
  /** Where the amount a day comes from; without a limit there is none. */
  amount: { from: "said" | "unlimited" | "plans" | "typical" } | { from: "days"; days: number };
  startsAt: Date | null;
}

/** Where a trip goes, and who wants it: an account's card, or somebody who has none yet. */
export interface Trip {
  destination: string | null;
  need: RenewalNeed;
  startsAt: Date | null;
  accountId?: string;
  card?: ({ id: string } & NonNullable<Shopper>) | null;
}

/** The few best ways to cover a trip, for its card or for any; undefined when it names no place. */
export function createFindTripWays(deps: { findPlans: FindPlans; findUsualUse: FindUsualUse }) {
  const { findPlans, findUsualUse } = deps;

  return async function findTripWays({
    card,
    accountId,
    startsAt,
    ...trip
  }: Trip): Promise<TripWays | undefined> {
    const wish = wishOf(trip);
    const isSaid = wish.dataMb !== undefined || wish.dataMbPerDay !== undefined;
    const usual =
      isSaid || wish.kind === "unlimited" || accountId === undefined
        ? undefined
        : await findUsualUse(accountId, card?.id);
    const need = tripNeed(wish, usual?.bytesPerDay);
    if (!need) return undefined;
    const shelves = await Promise.all(
      [...new Set(need.legs.flatMap(({ countries }) => countries))].map((country) =>
        findPlans(card ?? undefined, country),
      ),
    );
    const plans = [...new Map(shelves.flat().map((plan) => [plan.id, plan])).values()];
    const ways = card ? waysToCover(need, plans) : waysForAnyCard(need, plans);
    return { need, ways, why: whyFirst(ways), amount: amountFrom(wish, isSaid, usual), startsAt };
  };
}

export type FindTripWays = ReturnType<typeof createFindTripWays>;

/** A card is of one product and takes its plans only: those of the product that is cheapest to go with. */
function waysForAnyCard(need: TripNeed, plans: readonly Plan[]): TripWay<Plan>[] {
  const waysOf = (product: Product) =>
    waysToCover(
      need,
      plans.filter((plan) => plan.products.includes(product)),
    );
  const price = ([first]: readonly TripWay<Plan>[]) => first?.priceMinor ?? Number.POSITIVE_INFINITY;
  return products.map(waysOf).sort((a, b) => price(a) - price(b))[0] ?? [];
}

function amountFrom(
  wish: TripWish,
  isSaid: boolean,
  usual: Awaited<ReturnType<FindUsualUse>>,
): TripWays["amount"] {
  if (wish.kind === "unlimited") return { from: "unlimited" };
  if (isSaid) return { from: "said" };
  if (!usual) return { from: "typical" };
  return usual.from === "days" ? { from: "days", days: usual.days } : { from: "plans" };
}

function wishOf({ destination, need }: Pick<Trip, "destination" | "need">): TripWish {
  const { also = [], next: _, trip: __, ...rest } = need;
  return { ...rest, ...(destination !== null && { countries: [destination, ...also] }) };
}
