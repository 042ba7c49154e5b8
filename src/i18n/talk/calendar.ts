import type { CalendarDay } from "../../domain/start-day.ts";

const DAY_MS = 86_400_000;

/** A first and a last day; one day is both. */
export interface Span {
  from: CalendarDay;
  until: CalendarDay;
}

/** One day found in a text; `to` is the piece after it. */
export const oneDay = (day: CalendarDay, to: number): { value: Span; to: number } => ({
  value: { from: day, until: day },
  to,
});

const ms = (day: CalendarDay): number => Date.parse(`${day}T00:00:00Z`);
const iso = (at: number): CalendarDay => new Date(at).toISOString().slice(0, 10);

export const addDays = (day: CalendarDay, days: number): CalendarDay => iso(ms(day) + days * DAY_MS);

/** 1 is Monday. */
export const weekdayOf = (day: CalendarDay): number => new Date(ms(day)).getUTCDay() || 7;

/** The next such weekday after the day. */
export function weekdayAfter(day: CalendarDay, weekday: number): CalendarDay {
  return addDays(day, ((weekday - weekdayOf(day) + 6) % 7) + 1);
}

/** The last such weekday up to the day. */
export function weekdayBefore(day: CalendarDay, weekday: number): CalendarDay {
  return addDays(day, -((weekdayOf(day) - weekday + 7) % 7));
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

/** What is not over of it. */
export const restOf = ({ from, until }: Span, today: CalendarDay): Span => ({
  from: today > from ? today : from,
  until,
});

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

/** The last such day of a month, `day` itself included. */
export function dayOfMonthBefore(day: CalendarDay, month: number, date: number): CalendarDay | undefined {
  const year = Number(day.slice(0, 4));
  return [year, year - 1].map((each) => realDay(each, month, date)).find((each) => each && each <= day);
}

/** The last day with that number, `day` itself included. */
export function dateBefore(day: CalendarDay, date: number): CalendarDay | undefined {
  for (let back = 0; back <= 3; back++) {
    const { from } = monthOf(day, -back);
    const at = realDay(Number(from.slice(0, 4)), Number(from.slice(5, 7)), date);
    if (at && at <= day) return at;
  }
  return undefined;
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

/**
 * When the Chinese year begins, as the Hong Kong Observatory's calendar has it. ICU's Chinese calendar puts 2027 a
 * day late: the new moon falls four minutes before midnight in Beijing.
 */
const CHINESE_NEW_YEARS = [
  "2026-02-17",
  "2027-02-06",
  "2028-01-26",
  "2029-02-13",
  "2030-02-03",
  "2031-01-23",
  "2032-02-11",
  "2033-01-31",
  "2034-02-19",
  "2035-02-08",
  "2036-01-28",
  "2037-02-15",
  "2038-02-04",
  "2039-01-24",
  "2040-02-12",
];

/** The next such day of the first month of a Chinese year; 0 is New Year's Eve. Undefined after 2040. */
export function springFestivalDay(day: CalendarDay, date: number): CalendarDay | undefined {
  return CHINESE_NEW_YEARS.map((first) => addDays(first, date - 1)).find((each) => each >= day);
}
