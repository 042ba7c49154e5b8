import type { CalendarDay } from "../../domain/start-day.ts";
import {
  addDays,
  dateAfter,
  dayOfMonth,
  monthNamed,
  monthOf,
  realDay,
  type Span,
  weekdayAfter,
  weekdayOf,
  weekOf,
} from "./calendar.ts";
import type { Found, Lexicon } from "./lexicon.ts";
import type { ReadNumber } from "./numbers.ts";
import type { Piece } from "./pieces.ts";

/** What a date was read in. */
export interface DayReading {
  today: CalendarDay;
  /** `12.3` is the 3rd of December to some and the 12th of March to others. */
  monthFirst: boolean;
}

/**
 * Reads one date or stretch of days that begins at a piece. The conventions:
 * - a weekday is the next one after today; with "next" that of the next week, with "this" that of this week
 *   unless it is over. Weeks begin on Monday; "next week" and "next month" are the whole of it.
 * - a month without a day is the whole of it; "the weekend" is the next Saturday and Sunday that is not over.
 * - a number is the next day with it; a day of a month is the next one to come.
 */
export function createReadDay(lexicon: Lexicon, readNumber: ReadNumber) {
  return function readDay(pieces: readonly Piece[], from: number, how: DayReading): Found<Span> | undefined {
    return (
      readNumeric(pieces, from, how) ??
      readRelative(pieces, from, how) ??
      readMonth(pieces, from, how) ??
      readDateNumber(pieces, from, how)
    );
  };

  /** `2026-12-01`, `12/3`, `12.3`, `12月3号`. */
  function readNumeric(pieces: readonly Piece[], from: number, { today, monthFirst }: DayReading) {
    const text = ([0, 1, 2, 3, 4] as const).map((on) => {
      const piece = pieces[from + on];
      return piece && !piece.role && (on === 0 || !piece.spaced) ? piece.text : "";
    });
    if (/^\d{4}$/.test(text[0]!) && /^[-/.年]$/.test(text[1]!) && /^\d{1,2}$/.test(text[2]!)) {
      const day = realDay(Number(text[0]), Number(text[2]), Number(text[4]));
      if (day && /^[-/.月]$/.test(text[3]!)) return one(day, skip("dayNumberOrDays", pieces, from + 5));
    }
    const dotted = /^(\d{1,2})\.(\d{1,2})$/.exec(text[0]!);
    const slashed = text[1] === "/" && /^\d{1,2}$/.test(text[0]!) && /^\d{1,2}$/.test(text[2]!);
    if (!dotted && !slashed) return undefined;
    const [first, second] = dotted
      ? [Number(dotted[1]), Number(dotted[2])]
      : [Number(text[0]), Number(text[2])];
    const monthIsFirst = slashed ? first <= 12 : monthFirst && first <= 12;
    const day = monthIsFirst ? dayOfMonth(today, first, second) : dayOfMonth(today, second, first);
    return day ? one(day, dotted ? from + 1 : from + 3) : undefined;
  }

  function readRelative(pieces: readonly Piece[], from: number, { today }: DayReading) {
    const near = lexicon.at("today", pieces, from);
    if (near) return one(addDays(today, Number(near.value)), near.to);
    const weeksOn = (["this", "next", "afterNext"] as const).findLastIndex((kind) =>
      lexicon.at(kind, pieces, from),
    );
    const relation =
      weeksOn < 0 ? undefined : lexicon.at((["this", "next", "afterNext"] as const)[weeksOn]!, pieces, from);
    const at = relation?.to ?? from;
    const weekday = lexicon.at("weekdays", pieces, at);
    if (weekday) return readWeekday(pieces, Number(weekday.value), weekday.to, relation && weeksOn, today);
    const weekend = lexicon.at("weekend", pieces, at);
    if (weekend) return { value: weekendOf(today, Math.max(0, weeksOn)), to: weekend.to };
    if (!relation) return undefined;
    const unit = lexicon.at("days", pieces, at);
    if (unit?.value === "7") {
      const week = weekOf(today, weeksOn);
      const then = lexicon.at("weekdays", pieces, skip("fillers", pieces, unit.to));
      if (then) return one(addDays(week.from, Number(then.value) - 1), then.to);
      return { value: { from: week.from < today ? today : week.from, until: week.until }, to: unit.to };
    }
    if (unit?.value !== "30") return undefined;
    const month = monthOf(today, weeksOn);
    const number = readNumber(pieces, unit.to);
    const date =
      number &&
      (lexicon.at("dayNumber", pieces, number.to) ?? lexicon.at("dayNumberOrDays", pieces, number.to));
    if (number && date) {
      const day = realDay(Number(month.from.slice(0, 4)), Number(month.from.slice(5, 7)), number.value);
      if (day) return one(day, date.to);
    }
    return { value: { from: month.from < today ? today : month.from, until: month.until }, to: unit.to };
  }

  function readWeekday(
    pieces: readonly Piece[],
    weekday: number,
    to: number,
    weeksOn: number | undefined,
    today: CalendarDay,
  ) {
    const relation = lexicon.at("next", pieces, to);
    const unit = relation && lexicon.at("days", pieces, relation.to);
    if (unit?.value === "7") return one(addDays(weekOf(today, 1).from, weekday - 1), unit.to);
    if (!weeksOn) {
      const inThisWeek = addDays(weekOf(today, 0).from, weekday - 1);
      return one(weeksOn === 0 && inThisWeek >= today ? inThisWeek : weekdayAfter(today, weekday), to);
    }
    return one(addDays(weekOf(today, weeksOn).from, weekday - 1), to);
  }

  function weekendOf(today: CalendarDay, weeksOn: number): Span {
    const { from } = weekOf(today, weekdayOf(today) === 7 && weeksOn === 0 ? 1 : weeksOn);
    return { from: addDays(from, 5), until: addDays(from, 6) };
  }

  /** `dec 3`, `december`, `3 dec`, `3rd of december`, `12月3号`, `12月`. */
  function readMonth(pieces: readonly Piece[], from: number, { today }: DayReading): Found<Span> | undefined {
    const named = lexicon.at("months", pieces, from);
    const number = readNumber(pieces, from);
    const counted = number && number.value <= 12 ? lexicon.at("monthNumber", pieces, number.to) : undefined;
    const month = counted ? number!.value : Number(named?.value);
    const to = counted?.to ?? named?.to;
    if (to !== undefined) {
      const date = readNumber(pieces, skip("fillers", pieces, to));
      const isDate =
        date && Number.isInteger(date.value) && !isLength(pieces, date.to, counted !== undefined);
      const day = isDate ? dayOfMonth(today, month, date.value) : undefined;
      if (day) return one(day, skip("dayNumber", pieces, skip("dayNumberOrDays", pieces, date!.to)));
      return isAmbiguousMonth(pieces, from) ? undefined : { value: monthNamed(today, month), to };
    }
    if (!number) return undefined;
    const after = skip("fillers", pieces, skip("dayNumber", pieces, number.to));
    const then = lexicon.at("months", pieces, after);
    const day = then && dayOfMonth(today, Number(then.value), number.value);
    return day ? one(day, then.to) : undefined;
  }

  /** "may" is a verb more often than a month. */
  function isAmbiguousMonth(pieces: readonly Piece[], at: number): boolean {
    return pieces[at]!.text === "may";
  }

  function isLength(pieces: readonly Piece[], at: number, inChinese: boolean): boolean {
    if (inChinese && lexicon.at("dayNumberOrDays", pieces, at)) return false;
    return (lexicon.at("days", pieces, at) ?? lexicon.at("megabytes", pieces, at)) !== undefined;
  }

  /** `the 14th`, `14号`. */
  function readDateNumber(pieces: readonly Piece[], from: number, { today }: DayReading) {
    const number = readNumber(pieces, skip("fillers", pieces, from));
    if (!number || number.value > 31 || !Number.isInteger(number.value)) return undefined;
    const mark =
      lexicon.at("dayNumber", pieces, number.to) ??
      (lexicon.before("until", pieces, from) ? lexicon.at("dayNumberOrDays", pieces, number.to) : undefined);
    const day = mark && dateAfter(today, number.value);
    return day ? one(day, mark.to) : undefined;
  }

  function skip(
    kind: "fillers" | "dayNumber" | "dayNumberOrDays",
    pieces: readonly Piece[],
    from: number,
  ): number {
    return lexicon.at(kind, pieces, from)?.to ?? from;
  }
}

const one = (day: CalendarDay, to: number): Found<Span> => ({ value: { from: day, until: day }, to });

export type ReadDay = ReturnType<typeof createReadDay>;
