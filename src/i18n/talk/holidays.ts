import type { CalendarDay } from "../../domain/start-day.ts";
import { dayOfMonth, oneDay, type Span, springFestivalDay } from "./calendar.ts";
import type { Found, Lexicon } from "./lexicon.ts";
import type { Piece } from "./pieces.ts";

/** `除夕`, "Boxing Day": the vocabulary says `12-26` of a day of each year, `spring 1` of the first of the Chinese one. */
export function readHoliday(
  lexicon: Lexicon,
  pieces: readonly Piece[],
  from: number,
  today: CalendarDay,
): Found<Span> | undefined {
  const found = lexicon.at("holidays", pieces, from);
  const [, month, date, spring] = /^(?:(\d\d)-(\d\d)|spring (\d+))$/.exec(found?.value ?? "") ?? [];
  const day = spring
    ? springFestivalDay(today, Number(spring))
    : dayOfMonth(today, Number(month), Number(date));
  return found && day ? oneDay(day, found.to) : undefined;
}
