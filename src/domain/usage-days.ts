import type { ToLocal } from "./local-time.ts";
import { DAY_MS } from "./plan.ts";
import type { UsedStretch } from "./usage-history.ts";

/** A day by somebody's calendar. */
export interface LocalDay {
  /** Days since 1970 by that calendar. */
  number: number;
  from: number;
  until: number;
}

/** The day by that clock in which a moment lies, or one so many days from it. */
export function localDay(at: number, toLocal: ToLocal, daysOn = 0): LocalDay {
  const number = Math.floor(toLocal(at) / DAY_MS) + daysOn;
  return { number, from: beginOf(number, toLocal), until: beginOf(number + 1, toLocal) };
}

/** How much was used between two moments; of what is known only of a longer time, its share. */
export function usedWithin(used: readonly UsedStretch[], from: number, until: number): number {
  let sum = 0;
  for (const stretch of used) {
    const overlap = Math.min(until, stretch.until) - Math.max(from, stretch.from);
    if (overlap > 0) sum += (stretch.amount * overlap) / (stretch.until - stretch.from);
  }
  return sum;
}

/** What was left at each moment, reckoned back from what is left now: one point where something changed. */
export function leftOverTime(
  left: number,
  used: readonly UsedStretch[],
  period: { from: number; until: number },
): { at: number; left: number }[] {
  const { from, until } = period;
  const points = [{ at: until, left }];
  const latestFirst = used
    .filter((stretch) => stretch.until > from && stretch.from < until && stretch.amount > 0)
    .sort((a, b) => b.from - a.from);
  let rest = left;
  for (const stretch of latestFirst) {
    const end = Math.min(stretch.until, until);
    const begin = Math.max(stretch.from, from);
    if (end < points.at(-1)!.at) points.push({ at: end, left: rest });
    // What has just begun is used already: the hour it lies in may not be over.
    const whole = Math.min(stretch.until, until) - stretch.from;
    rest += stretch.amount * (whole > 0 ? (end - begin) / whole : 1);
    points.push({ at: begin, left: rest });
  }
  if (points.at(-1)!.at > from) points.push({ at: from, left: rest });
  return points.reverse();
}

function beginOf(day: number, toLocal: ToLocal): number {
  const midnight = day * DAY_MS;
  // Its own offset, not that of the same hour in UTC.
  const guess = midnight - (toLocal(midnight) - midnight);
  return midnight - (toLocal(guess) - guess);
}
