import { type CountryCode, countriesOfRegion, popularCountries, type RegionName } from "./country.ts";
import { BYTES_PER_GB, BYTES_PER_MB } from "./data-size.ts";
import type { PlanKind } from "./plan.ts";

/** Where a journey goes and what was said of it. */
export interface TripWish {
  /** In their order. */
  countries?: readonly CountryCode[];
  /** Where no country was named. */
  region?: RegionName;
  days?: number;
  /** In each of the countries; their sum is `days`. */
  stays?: readonly number[];
  /** In all. */
  dataMb?: number;
  dataMbPerDay?: number;
  kind?: PlanKind;
}

/** A stay: its plan has to work in all of the countries, so many days. */
export interface Leg {
  countries: readonly CountryCode[];
  days: number;
  /** A part of the world: its countries are those that people go to, and a plan for most of them will do. */
  region?: RegionName;
}

/** A journey through one or several countries, in that order. */
export interface TripNeed {
  legs: readonly Leg[];
  bytesPerDay: bigint;
  /** Only plans of that kind. */
  kind?: PlanKind;
}

/** 3 GB a week: what people use who do not know what they use. */
export const TYPICAL_BYTES_PER_DAY = (3n * BYTES_PER_GB) / 7n;
const TYPICAL_DAYS = 7;
export const MOST_LEGS = 6;
/**
 * The need behind a wish; undefined when no place was said. Where the length of each stay was not said, the days
 * are shared among the countries, the first ones get what cannot be shared. What else was not said is what the
 * person usually uses, or a typical week.
 */
export function tripNeed(wish: TripWish, usualBytesPerDay?: bigint): TripNeed | undefined {
  const places = placesOf(wish);
  if (places.length === 0) return undefined;
  const days = wish.days ?? TYPICAL_DAYS * Math.min(2, places.length);
  const shared = Math.max(days, places.length);
  const stays = wish.stays?.length === places.length ? wish.stays : sharedAmong(places.length, shared);
  const legs = places.map((place, at) => ({ ...place, days: stays[at]! }));
  const { dataMb, dataMbPerDay, kind } = wish;
  const said = dataMbPerDay
    ? BigInt(dataMbPerDay) * BYTES_PER_MB
    : dataMb
      ? (BigInt(dataMb) * BYTES_PER_MB) / BigInt(daysOfLegs(legs))
      : undefined;
  return { legs, bytesPerDay: said ?? usualBytesPerDay ?? TYPICAL_BYTES_PER_DAY, ...(kind && { kind }) };
}

function sharedAmong(places: number, days: number): number[] {
  return Array.from({ length: places }, (_, at) => Math.floor(days / places) + (at < days % places ? 1 : 0));
}

function placesOf({ countries, region }: TripWish): Omit<Leg, "days">[] {
  if (countries && countries.length > 0) {
    return countries.slice(0, MOST_LEGS).map((country) => ({ countries: [country] }));
  }
  if (!region) return [];
  const inRegion = new Set(countriesOfRegion(region));
  const visited = popularCountries.filter((country) => inRegion.has(country));
  return [{ region, countries: visited.length > 0 ? visited : [...inRegion] }];
}

export const daysOfLegs = (legs: readonly Leg[]) => legs.reduce((sum, { days }) => sum + days, 0);
