import type { CalendarDay } from "../../domain/start-day.ts";

const DAY_MS = 86_400_000;

/** A first and a last day; one day is both. `loose` when the day was said as a number only and may move on. */
export interface Span {
  from: CalendarDay;
  until: CalendarDay;
}

const ms = (day: CalendarDay): number => Date.parse(`${day}T00:00:00Z`);
const iso = (at: number): CalendarDay => new Date(at).toISOString().slice(0, 10);

export const addDays = (day: CalendarDay, days: number): CalendarDay => iso(ms(day) + days * DAY_MS);

/** 1 is Monday. */
export const weekdayOf = (day: CalendarDay): number => new Date(ms(day)).getUTCDay() || 7;

/** The next such weekday after the day. */
export function weekdayAfter(day: CalendarDay, weekday: number): CalendarDay {
  return addDays(day, ((weekday - weekdayOf(day) + 6) % 7) + 1);
}

/** Monday to Sunday, so many weeks on. */
export function weekOf(day: CalendarDay, weeksOn: number): Span {
  const monday = addDays(day, 1 - weekdayOf(day) + 7 * weeksOn);
  return { from: monday, until: addDays(monday, 6) };
}

/** The first to the last of the month, so many months on. */
export function monthOf(day: CalendarDay, monthsOn: number): Span {
  const [year, month] = day.split("-").map(Number) as [number, number];
  return {
    from: iso(Date.UTC(year, month - 1 + monthsOn, 1)),
    until: iso(Date.UTC(year, month + monthsOn, 0)),
  };
}

/** That month, the present one included, if it is not over. */
export function monthNamed(day: CalendarDay, month: number): Span {
  const [, present] = day.split("-").map(Number) as [number, number];
  return monthOf(day, (month - present + 12) % 12);
}

/** The next such day of a month, `day` itself included. */
export function dayOfMonth(day: CalendarDay, month: number, date: number): CalendarDay | undefined {
  const year = Number(day.slice(0, 4));
  return [year, year + 1].map((each) => realDay(each, month, date)).find((each) => each && each >= day);
}

/** The next day with that number, after `day`. */
export function dateAfter(day: CalendarDay, date: number): CalendarDay | undefined {
  const [year, month] = day.split("-").map(Number) as [number, number];
  for (let on = 0; on <= 3; on++) {
    const at = realDay(year + Math.floor((month - 1 + on) / 12), ((month - 1 + on) % 12) + 1, date);
    if (at && at > day) return at;
  }
  return undefined;
}

export function realDay(year: number, month: number, date: number): CalendarDay | undefined {
  const at = new Date(Date.UTC(year, month - 1, date));
  const exists = at.getUTCMonth() === month - 1 && at.getUTCDate() === date;
  return exists ? iso(at.getTime()) : undefined;
}
