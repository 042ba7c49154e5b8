import type { RegionName } from "./country.ts";
import { BYTES_PER_MB } from "./data-size.ts";
import { covers, MAX_DAYS, type Plan, type PlanKind } from "./plan.ts";
import { inOrderOfSense, priceOf } from "./plan-choice.ts";

/** What was said of a trip beyond where it goes: it puts the plans in order, and answers what they ask. */
export interface RenewalNeed {
  days?: number;
  /** In all. */
  dataMb?: number;
  dataMbPerDay?: number;
  kind?: PlanKind;
  /** Where it is to work besides the destination. */
  also?: string[];
  /** It is to be planned: the ways to cover it are compared, rather than plans picked. */
  trip?: true;
  /** Where it goes, when no country was named. */
  region?: RegionName;
  /** Days in each of the countries; their sum is `days`. */
  stays?: number[];
  /** What is to be bought after it, for the rest of the trip. */
  next?: NextPurchase[];
}

/** A plan that a trip needs later on. */
export type NextPurchase = {
  planId: string;
  quantity: number;
  country: string;
  /** ISO; absent: when what is in force ends. */
  startsAt?: string;
};

type Offered = Pick<
  Plan,
  "kind" | "days" | "dataBytes" | "priceMinor" | "currency" | "voiceSeconds" | "countries"
>;

/** Nothing that plans could be told apart by. */
export const isNothing = (need: RenewalNeed): boolean => Object.keys(need).length === 0;

/** Units of the plan that were asked for: the days of what is sold by the day, if they were said. */
export function unitsFor(plan: Pick<Plan, "kind">, need: RenewalNeed): number | null {
  if (plan.kind !== "daily") return 1;
  return need.days !== undefined && need.days <= MAX_DAYS ? need.days : null;
}

/** Whether buying it once is all that was asked for. */
export function meets(plan: Offered, need: RenewalNeed): boolean {
  if (need.kind !== undefined && plan.kind !== need.kind) return false;
  if (need.also?.some((country) => !covers(plan.countries, country))) return false;
  return lastsFor(plan, need) && holds(plan, need);
}

const lastsFor = (plan: Offered, { days }: RenewalNeed): boolean =>
  days === undefined || (plan.kind === "daily" ? days <= MAX_DAYS : plan.days >= days);

function holds(plan: Offered, need: RenewalNeed): boolean {
  const { dataMb, dataMbPerDay } = need;
  if ((dataMb === undefined && dataMbPerDay === undefined) || plan.kind === "unlimited") return true;
  if (plan.dataBytes === null) return false;
  const days = need.days ?? (plan.kind === "daily" ? 1 : plan.days);
  const wanted = bytes(dataMb ?? dataMbPerDay! * days);
  return plan.kind === "daily" && dataMbPerDay !== undefined
    ? plan.dataBytes >= bytes(dataMbPerDay)
    : plan.dataBytes * BigInt(plan.kind === "daily" ? days : 1) >= wanted;
}

/** What was asked for first, the cheapest of it first; then the others in their usual order. */
export function inOrderOfNeed<P extends Offered>(plans: readonly P[], need: RenewalNeed): P[] {
  const sensible = inOrderOfSense(plans);
  if (isNothing(need)) return sensible;
  const rank = new Map(sensible.map((plan, index) => [plan, index]));
  const currency = sensible[0]?.currency;
  const cost = (plan: P) =>
    plan.currency === currency ? priceOf(plan, unitsFor(plan, need) ?? 1) : Number.POSITIVE_INFINITY;
  const fitting = sensible
    .filter((plan) => meets(plan, need))
    .sort((a, b) => (cost(a) === cost(b) ? rank.get(a)! - rank.get(b)! : cost(a) < cost(b) ? -1 : 1));
  return [...fitting, ...sensible.filter((plan) => !meets(plan, need))];
}

/**
 * The plan that was as good as named: the only one that is just what was said ("10 GB for 7 days", "a week
 * unlimited", "5 days by the day"), so that there is nothing to pick.
 */
export function planNamed<P extends Offered>(plans: readonly P[], need: RenewalNeed): P | undefined {
  const named = plans.filter((plan) => meets(plan, need) && isJust(plan, need));
  return named.length === 1 ? named[0] : undefined;
}

function isJust(plan: Offered, need: RenewalNeed): boolean {
  if (need.kind === undefined && need.dataMb === undefined) return false;
  if (plan.kind === "daily") return need.days !== undefined && need.kind === "daily";
  if (need.days !== undefined && need.days !== plan.days) return false;
  return need.dataMb === undefined || plan.dataBytes === bytes(need.dataMb);
}

const bytes = (megabytes: number): bigint => BigInt(Math.round(megabytes)) * BYTES_PER_MB;

/** The need after somebody said more: what is said again takes the place of what was said before. */
export function saidAgain(before: RenewalNeed, said: RenewalNeed): RenewalNeed {
  const { next: ____, stays, ...others } = before;
  // Another length in all says nothing of each stay any more.
  const kept = { ...others, ...(stays && said.days === undefined && { stays }) };
  const { dataMb: _, dataMbPerDay: __, kind: ___, ...rest } = kept;
  // An amount, an amount a day and a kind are three ways of saying how much.
  const isHowMuch = said.dataMb !== undefined || said.dataMbPerDay !== undefined || said.kind !== undefined;
  return { ...(isHowMuch ? rest : kept), ...said };
}

/** The need of a trip that goes elsewhere: how much and how long stay. */
export function elsewhere(need: RenewalNeed): RenewalNeed {
  const { also: _, region: __, stays: ___, trip: ____, next: _____, ...kept } = need;
  return kept;
}

/** The need after the days in each country were said, in the order of `placesOf`. */
export function withStays(need: RenewalNeed, stays: number[]): RenewalNeed {
  return { ...saidAgain(need, {}), stays, days: stays.reduce((sum, days) => sum + days, 0) };
}
