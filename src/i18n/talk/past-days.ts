import type { CalendarDay } from "../../domain/start-day.ts";
import { addDays, monthOf, oneDay, type Span, weekdayBefore, weekOf } from "./calendar.ts";
import type { Found, Lexicon } from "./lexicon.ts";
import type { Piece } from "./pieces.ts";

/** `yesterday`, `last week`, `this month` so far, `monday`. */
export function readPastDay(
  lexicon: Lexicon,
  pieces: readonly Piece[],
  from: number,
  today: CalendarDay,
): Found<Span> | undefined {
  const ago = lexicon.at("past", pieces, from);
  if (ago) return oneDay(addDays(today, -Number(ago.value)), ago.to);
  const last = lexicon.at("last", pieces, from);
  const relation = last ?? lexicon.at("this", pieces, from);
  const at = relation?.to ?? from;
  const weekday = lexicon.at("weekdays", pieces, at);
  // "We sat inside" is no Saturday.
  const isSaid = relation ?? lexicon.before("from", pieces, from) ?? !/^[a-z]{3}$/.test(pieces[from]!.text);
  if (weekday && isSaid) {
    const number = Number(weekday.value);
    const day = last ? addDays(weekOf(today, -1).from, number - 1) : weekdayBefore(today, number);
    return oneDay(day, weekday.to);
  }
  const unit = relation && lexicon.at("days", pieces, at);
  if (unit?.value !== "7" && unit?.value !== "30") return undefined;
  const spanOf = unit.value === "7" ? weekOf : monthOf;
  const { from: first, until } = spanOf(today, last ? -1 : 0);
  return { value: { from: first, until: last ? until : today }, to: unit.to };
}
