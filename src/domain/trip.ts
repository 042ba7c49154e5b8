import type { CountryCode } from "./country.ts";
import { covers, MAX_DAYS, type Plan } from "./plan.ts";
import { daysOfLegs, type Leg, type TripNeed } from "./trip-need.ts";

type Priced = Pick<Plan, "id" | "kind" | "days" | "dataBytes" | "priceMinor" | "currency" | "countries">;

/** One plan for some legs in a row. */
export interface Purchase<P extends Priced = Plan> {
  plan: P;
  /** Units of one order: days of a daily plan, 1 otherwise. */
  quantity: number;
  /** How many orders of it, one after the other. */
  times: number;
  /** Of the journey's, where it works. */
  countries: CountryCode[];
  /** How many days it is for, and how many days after the beginning of the journey the first one starts. */
  days: number;
  startsAfterDays: number;
}

/** One way to be online on every day, in every country. */
export interface TripWay<P extends Priced = Plan> {
  purchases: Purchase<P>[];
  priceMinor: number;
  currency: string;
  /** At the pace of the need; null where there is no total. */
  bytesLeft: bigint | null;
  /** Paid for beyond the journey, at most. */
  daysLeft: number;
}

/** Why the first way is the first; `simplest` costs the same as the next, with fewer plans to buy. */
export type WhyFirst = { type: "only" | "simplest" } | { type: "cheapest"; savesMinor: number };

/** Nobody buys the same plan more often for one journey. */
const MOST_TIMES = 6;
const FEW_TIMES = 2;
const FEWER_ORDERS_ARE_WORTH = 1.15;
/** Which share of a region's countries a plan for the region has to work in. */
const MOST_OF_A_REGION = 2 / 3;

/**
 * The few best ways to cover a journey, the cheapest first: every split of the legs into plans was looked at.
 * After it come the cheapest with one plan less or of another kind. Currencies are not converted: the one most
 * of the plans are in. Empty when some leg cannot be covered.
 */
export function waysToCover<P extends Priced>(need: TripNeed, plans: readonly P[], limit = 3): TripWay<P>[] {
  const currency = mostCommonCurrency(plans);
  const usable = plans.filter(
    (plan) => plan.currency === currency && (!need.kind || plan.kind === need.kind),
  );
  const ways = splits(need.legs).flatMap((split) => waysOfSplit(split, usable, need));
  const [first, ...others] = withoutBother(ways.sort(byPrice));
  const cheapestByShape = new Map(first && [[shapeOf(first), first]]);
  for (const way of others.filter(isPlain)) {
    const shape = shapeOf(way);
    if (!cheapestByShape.has(shape)) cheapestByShape.set(shape, way);
  }
  return [...cheapestByShape.values()].slice(0, limit);
}

/** Nobody pays again and again for one journey if once or twice costs little more. */
function withoutBother<P extends Priced>(ways: readonly TripWay<P>[]): TripWay<P>[] {
  const [easiest] = ways.filter((way) => !isBother(way));
  const limit = (easiest?.priceMinor ?? Number.POSITIVE_INFINITY) / FEWER_ORDERS_ARE_WORTH;
  return ways.filter((way) => !isBother(way) || way.priceMinor < limit);
}

const isBother = <P extends Priced>({ purchases }: TripWay<P>) =>
  purchases.some(({ times }) => times > FEW_TIMES);

/** Undefined when there is no way. */
export function whyFirst<P extends Priced>([first, second]: readonly TripWay<P>[]): WhyFirst | undefined {
  if (!first) return undefined;
  if (!second) return { type: "only" };
  const savesMinor = second.priceMinor - first.priceMinor;
  return savesMinor > 0 ? { type: "cheapest", savesMinor } : { type: "simplest" };
}

/** Every way to cut the legs into pieces without changing their order. */
function splits(legs: readonly Leg[]): Leg[][][] {
  const [first, ...rest] = legs;
  if (!first) return [];
  if (rest.length === 0) return [[[first]]];
  return splits(rest).flatMap((split) => {
    const [next = [], ...others] = split;
    return [
      [[first], ...split],
      [[first, ...next], ...others],
    ];
  });
}

/** For each mix of kinds the cheapest purchases, and the cheapest that are few. */
function waysOfSplit<P extends Priced>(
  split: readonly (readonly Leg[])[],
  plans: readonly P[],
  need: TripNeed,
): TripWay<P>[] {
  let begun: Purchase<P>[][] = [[]];
  let startsAfterDays = 0;
  for (const legs of split) {
    const offset = startsAfterDays;
    const best = cheapestByKind(legs, plans, need).map((purchase) => ({
      ...purchase,
      startsAfterDays: offset,
    }));
    begun = begun.flatMap((purchases) => best.map((purchase) => [...purchases, purchase]));
    // The few cheapest so far are enough: what comes after costs the same whatever came before.
    begun = begun.sort((a, b) => priceOfAll(a) - priceOfAll(b)).slice(0, 16);
    startsAfterDays += daysOfLegs(legs);
  }
  return begun.filter((purchases) => purchases.length > 0).map((purchases) => createWay(purchases, need));
}

function cheapestByKind<P extends Priced>(legs: readonly Leg[], plans: readonly P[], need: TripNeed) {
  const bestByKind = new Map<string, Omit<Purchase<P>, "startsAfterDays">>();
  for (const plan of plans) {
    if (!legs.every((leg) => isEnoughFor(leg, plan))) continue;
    const countries = [...new Set(legs.flatMap((leg) => leg.countries))].filter((country) =>
      covers(plan.countries, country),
    );
    const days = daysOfLegs(legs);
    const count = countFor(plan, days, need.bytesPerDay);
    if (!count) continue;
    const purchase = { plan, ...count, countries, days };
    const kind = `${plan.kind} ${count.times > FEW_TIMES}`;
    const best = bestByKind.get(kind);
    if (!best || priceOf(purchase) < priceOf(best)) bestByKind.set(kind, purchase);
  }
  return [...bestByKind.values()];
}

function isEnoughFor({ countries, region }: Leg, plan: Priced): boolean {
  const covered = countries.filter((country) => covers(plan.countries, country)).length;
  return region ? covered >= countries.length * MOST_OF_A_REGION : covered === countries.length;
}

/** How much of the plan it takes; undefined when it does not do. A second one starts when the first is used up. */
function countFor(
  plan: Priced,
  days: number,
  bytesPerDay: bigint,
): Pick<Purchase, "quantity" | "times"> | undefined {
  if (plan.kind === "daily") {
    if (plan.dataBytes !== null && plan.dataBytes < bytesPerDay) return undefined;
    const times = Math.ceil(days / MAX_DAYS);
    return { times, quantity: Math.ceil(days / times) };
  }
  if (plan.kind !== "unlimited" && !plan.dataBytes) return undefined;
  const needed = BigInt(days) * bytesPerDay;
  const perPlan = plan.kind === "unlimited" ? needed : plan.dataBytes!;
  const perPlanInTime = min(perPlan, BigInt(plan.days) * bytesPerDay);
  const times =
    perPlanInTime === 0n ? Math.ceil(days / plan.days) : Number(ceilDivide(needed, perPlanInTime));
  return times <= MOST_TIMES ? { quantity: 1, times } : undefined;
}

function createWay<P extends Priced>(purchases: Purchase<P>[], { bytesPerDay }: TripNeed): TripWay<P> {
  let bytesLeft: bigint | null = 0n;
  let daysLeft = 0;
  for (const { plan, quantity, times, days } of purchases) {
    const paidDays = (plan.kind === "daily" ? quantity : plan.days) * times;
    daysLeft += Math.max(0, paidDays - days);
    if (plan.kind === "unlimited" || plan.dataBytes === null) bytesLeft = null;
    else if (bytesLeft !== null && plan.kind !== "daily") {
      bytesLeft += plan.dataBytes * BigInt(times) - BigInt(days) * bytesPerDay;
    }
  }
  return {
    purchases,
    priceMinor: priceOfAll(purchases),
    currency: purchases[0]!.plan.currency,
    bytesLeft,
    daysLeft,
  };
}

/** Worth offering beside the cheapest: of one kind, and no plan twice where it could be bought once for both. */
function isPlain<P extends Priced>({ purchases }: TripWay<P>): boolean {
  const kinds = new Set(purchases.map(kindOf));
  return kinds.size === 1 && purchases.every(({ plan }, at) => plan.id !== purchases[at + 1]?.plan.id);
}

const kindOf = ({ plan }: { plan: Priced }) => (plan.kind === "monthly" ? "fixed" : plan.kind);

/** Ways of the same shape differ in their price only, and then only the cheapest is of interest. */
function shapeOf<P extends Priced>({ purchases }: TripWay<P>): string {
  const kinds = new Set(purchases.map(kindOf));
  return `${purchases.length} ${[...kinds].sort().join(" ")}`;
}

function byPrice<P extends Priced>(a: TripWay<P>, b: TripWay<P>): number {
  return (
    a.priceMinor - b.priceMinor ||
    a.purchases.length - b.purchases.length ||
    timesOf(a) - timesOf(b) ||
    a.daysLeft - b.daysLeft
  );
}

function mostCommonCurrency(plans: readonly Priced[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { currency } of plans) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || a.localeCompare(b))[0]?.[0];
}

type Bought = { plan: Pick<Plan, "priceMinor">; quantity: number; times: number };
const priceOf = ({ plan, quantity, times }: Bought) => plan.priceMinor * quantity * times;
const priceOfAll = (purchases: readonly Bought[]) => purchases.reduce((sum, one) => sum + priceOf(one), 0);
const timesOf = <P extends Priced>({ purchases }: TripWay<P>) =>
  purchases.reduce((sum, { times }) => sum + times, 0);
const min = (a: bigint, b: bigint) => (a < b ? a : b);
const ceilDivide = (a: bigint, b: bigint) => (a + b - 1n) / b;
