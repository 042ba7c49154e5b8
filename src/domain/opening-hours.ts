import { DAY_MS } from "./plan.ts";
import { dayIn, startOfDay } from "./start-day.ts";

/** When somebody is at the desk: for each day of the week, Monday first, spans in minutes of the local day. */
export interface OpeningHours {
  timeZone: string;
  days: readonly (readonly { from: number; to: number }[])[];
}

const MINUTE_MS = 60_000;
const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/** Weeks without an open minute do not come. */
const LOOK_AHEAD_DAYS = 15;

/**
 * Reads `mon-fri 09:00-18:00, sat 10:00-14:00`, several spans a day as several parts, or `always`. Undefined
 * when it is anything else, or never open.
 */
export function parseOpeningHours(text: string, timeZone: string): OpeningHours | undefined {
  const plain = text.trim().toLowerCase();
  if (plain === "always") return { timeZone, days: WEEK.map(() => [{ from: 0, to: 24 * 60 }]) };
  const days: { from: number; to: number }[][] = WEEK.map(() => []);
  for (const part of plain.split(",")) {
    const match = /^\s*([a-z]{3})(?:-([a-z]{3}))?\s+(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})\s*$/.exec(part);
    if (!match) return undefined;
    const first = WEEK.indexOf(match[1]!);
    const last = match[2] === undefined ? first : WEEK.indexOf(match[2]);
    const from = Number(match[3]) * 60 + Number(match[4]);
    const to = Number(match[5]) * 60 + Number(match[6]);
    if (first < 0 || last < 0 || from >= to || to > 24 * 60) return undefined;
    // `sat-tue` goes around the end of the week.
    for (let day = first; ; day = (day + 1) % 7) {
      days[day]!.push({ from, to });
      if (day === last) break;
    }
  }
  for (const spans of days) spans.sort((a, b) => a.from - b.from);
  return { timeZone, days };
}

/** Whether somebody is there. */
export const isOpen = (hours: OpeningHours, at: Date): boolean => +afterOpenTime(hours, at, 0) === +at;

/** The first open moment, now or later. */
export const opensAt = (hours: OpeningHours, at: Date): Date => afterOpenTime(hours, at, 0);

/** When so much open time has passed since `from`. */
export function afterOpenTime(hours: OpeningHours, from: Date, ms: number): Date {
  let left = ms;
  let at = +from;
  // Long waits are counted in weeks that are all alike.
  for (let look = 0; look < LOOK_AHEAD_DAYS * 10; look++) {
    for (const span of spansAround(hours, at)) {
      if (span.end <= at) continue;
      const begin = Math.max(span.start, at);
      if (begin + left < span.end || (begin + left === span.end && left > 0)) return new Date(begin + left);
      left -= span.end - begin;
      at = span.end;
    }
    at = Math.max(at, +from + look * DAY_MS);
  }
  return new Date(at + left);
}

/** How much open time lies between two moments. */
export function openTimeBetween(hours: OpeningHours, from: Date, to: Date): number {
  let total = 0;
  for (let at = +from; at < +to; at += DAY_MS) {
    const end = Math.min(at + DAY_MS, +to);
    for (const span of spansAround(hours, at)) {
      total += Math.max(0, Math.min(span.end, end) - Math.max(span.start, at));
    }
  }
  return total;
}

/** The open spans of the local day of `at` and the next, in order. */
function spansAround({ timeZone, days }: OpeningHours, at: number): { start: number; end: number }[] {
  return [0, 1].flatMap((ahead) => {
    const day = dayIn(timeZone, new Date(at + ahead * DAY_MS));
    const midnight = +startOfDay(day, timeZone);
    const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
    return days[weekday]!.map(({ from, to }) => ({
      start: midnight + from * MINUTE_MS,
      end: midnight + to * MINUTE_MS,
    }));
  });
}
