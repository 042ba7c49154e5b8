import type { CalendarDay } from "../../domain/start-day.ts";
import {
  addDays,
  dateAfter,
  dateBefore,
  dayOfMonth,
  dayOfMonthBefore,
  monthNamed,
  monthOf,
  oneDay,
  realDay,
  restOf,
  type Span,
  weekdayAfter,
  weekdayOf,
  weekOf,
} from "./calendar.ts";
import { readHoliday } from "./holidays.ts";
import type { Found, Lexicon } from "./lexicon.ts";
import type { ReadNumber } from "./numbers.ts";
import { readPastDay } from "./past-days.ts";
import type { Piece } from "./pieces.ts";

/** What a date was read in. */
export interface DayReading {
  today: CalendarDay;
  /** `12.3` is the 3rd of December to some and the 12th of March to others. */
  monthFirst: boolean;
  /** It is about what was, such as data used: "Monday" is the last one. */
  past?: boolean;
  /** A first day that was said: "the 7th" is after it. */
  after?: CalendarDay;
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
      readHoliday(lexicon, pieces, from, how.today) ??
      readMonthEnd(pieces, from, how) ??
      readRelative(pieces, from, how) ??
      readMonth(pieces, from, how) ??
      readDateNumber(pieces, from, how)
    );
  };

  /** `2026-12-01`, `12/3`, `12.3`, `12月3号`. */
  function readNumeric(pieces: readonly Piece[], from: number, how: DayReading) {
    const { monthFirst } = how;
    const text = ([0, 1, 2, 3, 4] as const).map((on) => {
      const piece = pieces[from + on];
      return piece && !piece.role && (on === 0 || !piece.spaced) ? piece.text : "";
    });
    if (/^\d{4}$/.test(text[0]!) && /^[-/.年]$/.test(text[1]!) && /^\d{1,2}$/.test(text[2]!)) {
      const day = realDay(Number(text[0]), Number(text[2]), Number(text[4]));
      if (day && /^[-/.月]$/.test(text[3]!)) return oneDay(day, skip("dayNumberOrDays", pieces, from + 5));
    }
    const dotted = /^(\d{1,2})\.(\d{1,2})$/.exec(text[0]!);
    const slashed = text[1] === "/" && /^\d{1,2}$/.test(text[0]!) && /^\d{1,2}$/.test(text[2]!);
    if (!dotted && !slashed) return undefined;
    const [first, second] = dotted
      ? [Number(dotted[1]), Number(dotted[2])]
      : [Number(text[0]), Number(text[2])];
    const monthIsFirst = slashed ? first <= 12 : monthFirst && first <= 12;
    const day = monthIsFirst ? nearestDay(how, first, second) : nearestDay(how, second, first);
    return day ? oneDay(day, dotted ? from + 1 : from + 3) : undefined;
  }

  /** `下个月底`, `7月底`, `end of july`: the last day of it. */
  function readMonthEnd(pieces: readonly Piece[], from: number, { today }: DayReading) {
    const endOf = lexicon.at("endOf", pieces, from);
    const month = readWholeMonth(pieces, endOf?.to ?? from, today);
    const after = month && !endOf ? lexicon.at("endAfter", pieces, month.to) : undefined;
    return month && (endOf ?? after) ? oneDay(month.value.until, after?.to ?? month.to) : undefined;
  }

  /** `下个月`, `next month`, `7月`, `july`. */
  function readWholeMonth(pieces: readonly Piece[], from: number, today: CalendarDay) {
    const next = lexicon.at("next", pieces, from);
    const relation = next ?? lexicon.at("this", pieces, from);
    const unit = relation && lexicon.at("days", pieces, relation.to);
    if (unit?.value === "30") return { value: monthOf(today, next ? 1 : 0), to: unit.to };
    const month = monthAt(pieces, from);
    return month && { value: monthNamed(today, month.value), to: month.to };
  }

  function readRelative(pieces: readonly Piece[], from: number, how: DayReading) {
    const { today } = how;
    const near = lexicon.at("today", pieces, from);
    if (near) return oneDay(addDays(today, Number(near.value)), near.to);
    if (how.past) return readPastDay(lexicon, pieces, from, today);
    const weeksOn = (["this", "next", "afterNext"] as const).findLastIndex((kind) =>
      lexicon.at(kind, pieces, from),
    );
    const relation =
      weeksOn < 0 ? undefined : lexicon.at((["this", "next", "afterNext"] as const)[weeksOn]!, pieces, from);
    const at = relation?.to ?? from;
    const weekday = lexicon.at("weekdays", pieces, at);
    if (weekday) {
      return (
        readDateBeside(pieces, weekday.to, how) ??
        readWeekday(pieces, Number(weekday.value), weekday.to, relation && weeksOn, today)
      );
    }
    const weekend = lexicon.at("weekend", pieces, at);
    if (weekend) return { value: weekendOf(today, Math.max(0, weeksOn)), to: weekend.to };
    if (!relation) return undefined;
    const unit = lexicon.at("days", pieces, at);
    if (unit?.value === "7") {
      const week = weekOf(today, weeksOn);
      const then = lexicon.at("weekdays", pieces, skip("fillers", pieces, unit.to));
      if (then) return oneDay(addDays(week.from, Number(then.value) - 1), then.to);
      return { value: restOf(week, today), to: unit.to };
    }
    if (unit?.value !== "30") return undefined;
    const month = monthOf(today, weeksOn);
    const number = readNumber(pieces, unit.to);
    const date =
      number &&
      (lexicon.at("dayNumber", pieces, number.to) ?? lexicon.at("dayNumberOrDays", pieces, number.to));
    if (number && date) {
      const day = realDay(Number(month.from.slice(0, 4)), Number(month.from.slice(5, 7)), number.value);
      if (day) return oneDay(day, date.to);
    }
    return { value: restOf(month, today), to: unit.to };
  }

  /** `friday the 19th`, `周六12月5号`: the date says it better. */
  function readDateBeside(pieces: readonly Piece[], from: number, how: DayReading): Found<Span> | undefined {
    const mark = /^[,，(（]$/.test(pieces[from]?.text ?? "") ? from + 1 : from;
    const date = readMonth(pieces, mark, how) ?? readDateNumber(pieces, mark, how);
    return date && date.value.from === date.value.until ? date : undefined;
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
    if (unit?.value === "7") return oneDay(addDays(weekOf(today, 1).from, weekday - 1), unit.to);
    if (!weeksOn) {
      const inThisWeek = addDays(weekOf(today, 0).from, weekday - 1);
      return oneDay(weeksOn === 0 && inThisWeek >= today ? inThisWeek : weekdayAfter(today, weekday), to);
    }
    return oneDay(addDays(weekOf(today, weeksOn).from, weekday - 1), to);
  }

  function weekendOf(today: CalendarDay, weeksOn: number): Span {
    const { from } = weekOf(today, weekdayOf(today) === 7 && weeksOn === 0 ? 1 : weeksOn);
    return { from: addDays(from, 5), until: addDays(from, 6) };
  }

  /** `dec 3`, `december`, `3 dec`, `3rd of december`, `12月3号`, `12月`. */
  function readMonth(pieces: readonly Piece[], from: number, how: DayReading): Found<Span> | undefined {
    const month = monthAt(pieces, from);
    if (month) {
      const date = readDate(pieces, skip("fillers", pieces, month.to));
      const isDate = date && Number.isInteger(date.value) && !isLength(pieces, date.to, month.counted);
      const day = isDate ? nearestDay(how, month.value, date.value) : undefined;
      if (day) return oneDay(day, skip("dayNumberOrDays", pieces, date!.to));
      return isAmbiguousMonth(pieces, from)
        ? undefined
        : { value: monthNamed(how.today, month.value), to: month.to };
    }
    const date = readDate(pieces, from);
    const then = date && lexicon.at("months", pieces, skip("fillers", pieces, date.to));
    const day = then && nearestDay(how, Number(then.value), date.value);
    return day ? oneDay(day, then.to) : undefined;
  }

  /** `december`, `12月`. */
  function monthAt(
    pieces: readonly Piece[],
    from: number,
  ): (Found<number> & { counted: boolean }) | undefined {
    const number = readNumber(pieces, from);
    const counted = number && number.value <= 12 ? lexicon.at("monthNumber", pieces, number.to) : undefined;
    if (counted) return { value: number!.value, to: counted.to, counted: true };
    const named = lexicon.at("months", pieces, from);
    return named && { value: Number(named.value), to: named.to, counted: false };
  }

  /** `3`, `3rd`, `third`: which day of a month. */
  function readDate(pieces: readonly Piece[], from: number): Found<number> | undefined {
    const ordinal = lexicon.at("ordinals", pieces, from);
    if (ordinal) return { value: Number(ordinal.value), to: ordinal.to };
    const number = readNumber(pieces, from);
    return number && { value: number.value, to: skip("dayNumber", pieces, number.to) };
  }

  /** The day of a month that is meant: the next one to come, or the last one that was. */
  function nearestDay({ today, past }: DayReading, month: number, date: number): CalendarDay | undefined {
    return past ? dayOfMonthBefore(today, month, date) : dayOfMonth(today, month, date);
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
  function readDateNumber(pieces: readonly Piece[], from: number, how: DayReading): Found<Span> | undefined {
    const { today, past, after = today } = how;
    const at = skip("fillers", pieces, from);
    // "the second of July"
    const inMonth = at > from ? readMonth(pieces, at, how) : undefined;
    if (inMonth && lexicon.at("months", pieces, at) === undefined) return inMonth;
    const ordinal = at > from ? lexicon.at("ordinals", pieces, at) : undefined;
    const number = ordinal ? { value: Number(ordinal.value), to: ordinal.to } : readNumber(pieces, at);
    if (!number || number.value > 31 || !Number.isInteger(number.value)) return undefined;
    const mark =
      (ordinal && !lexicon.at("days", pieces, ordinal.to) ? ordinal : undefined) ??
      lexicon.at("dayNumber", pieces, number.to) ??
      (lexicon.before("until", pieces, from) ? lexicon.at("dayNumberOrDays", pieces, number.to) : undefined);
    const day = mark && (past ? dateBefore(today, number.value) : dateAfter(after, number.value));
    return day ? oneDay(day, mark.to) : undefined;
  }

  function skip(
    kind: "fillers" | "dayNumber" | "dayNumberOrDays",
    pieces: readonly Piece[],
    from: number,
  ): number {
    return lexicon.at(kind, pieces, from)?.to ?? from;
  }
}

export type ReadDay = ReturnType<typeof createReadDay>;
