import type { ToLocal } from "./local-time.ts";
import { DAY_MS } from "./plan.ts";
import type { UsageHistory } from "./usage-history.ts";

export const HOUR_MS = 60 * 60 * 1000;
const HOURS = 24;

/** How much of an average hour's use falls into each hour of the day; 24 together. */
export type Rhythm = readonly number[];

/** A traveller's day: asleep, the way out, noon, and most in the evening. */
const USUAL: Rhythm = toMeanOne([
  5, 3, 2, 1, 1, 2, 4, 8, 11, 11, 11, 12, 14, 13, 12, 12, 13, 14, 15, 16, 17, 16, 14, 10,
]);

/** So many days of a person's own count as much as what is usual. */
const DAYS_OF_DOUBT = 4;
/** One big download does not make an hour of habit. */
const MOST_OF_A_DAY = 0.35;
/** What took longer than this does not say at which hour it was. */
const SHARP_MS = 2 * HOUR_MS;

/** When in the day this person uses it: as usual at first, and more and more as the days have shown. */
export function learnRhythm(history: UsageHistory, toLocal: ToLocal): Rhythm {
  const dayByNumber = new Map<number, number[]>();
  for (const { from, until, amount } of history.used) {
    if (until - from > SHARP_MS || amount <= 0) continue;
    const local = toLocal((from + until) / 2);
    const number = Math.floor(local / DAY_MS);
    const day = dayByNumber.get(number) ?? new Array<number>(HOURS).fill(0);
    day[hourOf(local)]! += amount;
    dayByNumber.set(number, day);
  }
  if (dayByNumber.size === 0) return USUAL;

  const seen = new Array<number>(HOURS).fill(0);
  for (const day of dayByNumber.values()) {
    const total = sum(day);
    const shares = day.map((amount) => Math.min(amount / total, MOST_OF_A_DAY));
    const kept = sum(shares);
    for (let hour = 0; hour < HOURS; hour++) seen[hour]! += (shares[hour]! / kept) * HOURS;
  }
  const days = dayByNumber.size;
  return toMeanOne(
    USUAL.map((usual, hour) => {
      const around = (seen[(hour + 23) % HOURS]! + 2 * seen[hour]! + seen[(hour + 1) % HOURS]!) / 4;
      return (DAYS_OF_DOUBT * usual + around) / (DAYS_OF_DOUBT + days);
    }),
  );
}

/** Calls `visit` for each hour of the clock that lies in a period, and for its first and last part. */
export function eachHour(
  from: number,
  until: number,
  visit: (hour: { from: number; until: number }) => undefined | "stop",
): void {
  for (let at = from; at < until; ) {
    const next = Math.min(until, (Math.floor(at / HOUR_MS) + 1) * HOUR_MS);
    if (visit({ from: at, until: next }) === "stop") return;
    at = next;
  }
}

export const hourOf = (local: number): number =>
  Math.floor(local / HOUR_MS) - HOURS * Math.floor(local / DAY_MS);

/** 1970 began on a Thursday. */
export function isWeekend(local: number): boolean {
  const day = Math.floor(local / DAY_MS) % 7;
  return day === 2 || day === 3;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function toMeanOne(weights: readonly number[]): number[] {
  const mean = sum(weights) / weights.length;
  return weights.map((weight) => weight / mean);
}
