import { DAY_MS } from "./plan.ts";

/** How far ahead a plan can be bought. */
export const FURTHEST_START_DAYS = 90;

/** A calendar day, `2026-11-27`, without a time zone. */
export type CalendarDay = string;

/** Making one costs fifty times using it, and there are only some hundred zones. */
const formatByZone = new Map<string, Intl.DateTimeFormat>();

/** The calendar day that it is at `at` in an IANA time zone. */
export function dayIn(timeZone: string, at: Date): CalendarDay {
  let format = formatByZone.get(timeZone);
  if (!format) {
    // The Swedish calendar writes ISO dates.
    format = new Intl.DateTimeFormat("sv-SE", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    });
    formatByZone.set(timeZone, format);
  }
  return format.format(at);
}

/** The next `count` days after the day of `now`. */
export function comingDays(timeZone: string, now: Date, count: number): CalendarDay[] {
  const today = Date.parse(`${dayIn(timeZone, now)}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) => isoDay(today + (index + 1) * DAY_MS));
}

/** The moment a calendar day begins in a time zone (the first minute that exists, where clocks jump at midnight). */
export function startOfDay(day: CalendarDay, timeZone: string): Date {
  const utc = Date.parse(`${day}T00:00:00Z`);
  let guess = utc - offsetMs(timeZone, new Date(utc));
  // The offset at that moment may differ from the one at midnight UTC.
  guess = utc - offsetMs(timeZone, new Date(guess));
  while (dayIn(timeZone, new Date(guess)) < day) guess += 15 * 60_000;
  return new Date(guess);
}

/**
 * A day as people type it: `2026-12-01`, `1.12.`, `12/1`, `1 Dec`, `12月1日`, `+3`, or just a day of the month, the
 * next one to come. Undefined when it is none, is not after today or is too far ahead. `monthNames` are the
 * first letters of the twelve months in the person's language.
 */
export function parseDay(
  text: string,
  today: CalendarDay,
  monthNames: readonly string[],
): CalendarDay | undefined {
  const plain = text.normalize("NFKC").trim().toLowerCase();
  const candidate = isoOf(plain, today, monthNames);
  return candidate && isStartDay(candidate, today) ? candidate : undefined;
}

/** Whether a plan may be bought today to start on that day: it exists, comes after today and is near enough. */
export function isStartDay(day: CalendarDay, today: CalendarDay): boolean {
  const ahead = (Date.parse(`${day}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / DAY_MS;
  return ahead >= 1 && ahead <= FURTHEST_START_DAYS;
}

function isoOf(text: string, today: CalendarDay, monthNames: readonly string[]): CalendarDay | undefined {
  const [year, month] = today.split("-").map(Number) as [number, number];
  let match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
  if (match) return realDay(Number(match[1]), Number(match[2]), Number(match[3]));

  match = /^\+(\d{1,2})$/.exec(text);
  if (match) return isoDay(Date.parse(`${today}T00:00:00Z`) + Number(match[1]) * DAY_MS);

  match = /^(\d{1,2})(?:st|nd|rd|th|日|号|號|\.)?$/.exec(text);
  if (match) return coming(year, month, Number(match[1]), today, 1);

  match = /^(\d{1,2})月(\d{1,2})[日号號]?$/.exec(text) ?? /^(\d{1,2})\/(\d{1,2})$/.exec(text);
  if (match) return coming(year, Number(match[1]), Number(match[2]), today, 12);

  match = /^(\d{1,2})\.\s?(\d{1,2})\.?$/.exec(text);
  if (match) return coming(year, Number(match[2]), Number(match[1]), today, 12);

  match = /^(\d{1,2})\.?\s*([a-z]{3,})\.?$/.exec(text) ?? /^([a-z]{3,})\.?\s*(\d{1,2})$/.exec(text);
  if (!match) return undefined;
  const [dayText, monthText] = /^\d/.test(match[1]!) ? [match[1]!, match[2]!] : [match[2]!, match[1]!];
  const named = monthNames.findIndex((name) => name.toLowerCase().startsWith(monthText.slice(0, 3))) + 1;
  return named === 0 ? undefined : coming(year, named, Number(dayText), today, 12);
}

/** The first such day after today, looking so many months on. */
function coming(year: number, month: number, day: number, today: CalendarDay, stepMonths: 1 | 12) {
  for (let step = 0; step <= 12; step += stepMonths) {
    const at = realDay(year + Math.floor((month - 1 + step) / 12), ((month - 1 + step) % 12) + 1, day);
    if (at && at > today) return at;
  }
  return undefined;
}

function realDay(year: number, month: number, day: number): CalendarDay | undefined {
  const at = new Date(Date.UTC(year, month - 1, day));
  const exists = at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return exists ? isoDay(at.getTime()) : undefined;
}

const isoDay = (ms: number): CalendarDay => new Date(ms).toISOString().slice(0, 10);

function offsetMs(timeZone: string, at: Date): number {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "medium",
  }).format(at);
  const local = Date.parse(`${parts.replace(" ", "T")}Z`);
  return local - Math.floor(at.getTime() / 1000) * 1000;
}
