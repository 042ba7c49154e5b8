import { addDays, dateAfter, realDay, type Span, weekdayAfter, weekdayOf, weekOf } from "./calendar.ts";
import type { DayReading, ReadDay } from "./days.ts";
import type { Found, Lexicon } from "./lexicon.ts";
import type { ReadNumber } from "./numbers.ts";
import type { Piece } from "./pieces.ts";

/** Reads a stretch of days: after its first day was read, or of two numbers. */
export function createReadRange(lexicon: Lexicon, readNumber: ReadNumber, readDay: ReadDay) {
  return { from: readRange, ofNumbers: readNumberedRange };

  /** "X to Y", where the Y of "dec 5-9" and "周三到五" leaves out what X said. */
  function readRange(
    pieces: readonly Piece[],
    from: number,
    first: Found<Span>,
    how: DayReading,
  ): Found<Span> | undefined {
    const until = lexicon.at("until", pieces, first.to);
    if (!until) return undefined;
    const start = first.value.from;
    const weekday = lexicon.at("weekdays", pieces, until.to);
    const dated = weekday && readDay(pieces, until.to, { ...how, today: start });
    if (weekday && dated && dated.to === weekday.to) {
      return shiftedByWeek(
        pieces,
        { from: start, until: weekdayAfter(start, Number(weekday.value)) },
        weekday.to,
        how,
      );
    }
    // "the 20th to the 25th": the second is counted from the first where from today it would come too early.
    for (const today of [how.today, start]) {
      const second = readDay(pieces, until.to, { ...how, today });
      if (second && second.value.until >= start) {
        return { value: { from: start, until: second.value.until }, to: second.to };
      }
    }
    const short = lexicon.at("shortWeekdays", pieces, until.to);
    const wasWeekday = pieces
      .slice(from, first.to)
      .some((_, on) => lexicon.at("weekdays", pieces, from + on));
    if (short && wasWeekday) {
      return { value: { from: start, until: weekdayAfter(start, Number(short.value)) }, to: short.to };
    }
    const number = readNumber(pieces, until.to);
    if (!number || number.value > 31 || lexicon.at("days", pieces, number.to)) return undefined;
    const end = dateAfter(start, number.value);
    return end ? { value: { from: start, until: end }, to: number.to } : undefined;
  }

  /** "mon to thu next week": what is said at the end is said of both. */
  function shiftedByWeek(
    pieces: readonly Piece[],
    span: Span,
    to: number,
    { today }: DayReading,
  ): Found<Span> {
    const relation = lexicon.at("next", pieces, to);
    const unit = relation && lexicon.at("days", pieces, relation.to);
    if (unit?.value !== "7") return { value: span, to };
    const nextWeek = weekOf(today, 1).from;
    return {
      value: {
        from: addDays(nextWeek, weekdayOf(span.from) - 1),
        until: weekdayAfter(addDays(nextWeek, weekdayOf(span.from) - 1), weekdayOf(span.until)),
      },
      to: unit.to,
    };
  }

  /** `5 to 19 december`, `3-10 dec`: the month is said once, at the end. */
  function readNumberedRange(
    pieces: readonly Piece[],
    from: number,
    how: DayReading,
  ): Found<Span> | undefined {
    const number = readNumber(pieces, from);
    const until = number && number.value <= 31 ? lexicon.at("until", pieces, number.to) : undefined;
    const last = until && readDay(pieces, until.to, how);
    if (!last || last.value.from !== last.value.until || lexicon.at("weekdays", pieces, until.to))
      return undefined;
    const first = realDay(
      Number(last.value.from.slice(0, 4)),
      Number(last.value.from.slice(5, 7)),
      number!.value,
    );
    return first && first < last.value.from
      ? { value: { from: first, until: last.value.until }, to: last.to }
      : undefined;
  }
}
