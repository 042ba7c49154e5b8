import type { CalendarDay } from "../../domain/start-day.ts";
import { dayIn } from "../../domain/start-day.ts";
import type { Slots } from "../../domain/wish.ts";
import type { CountryIndex } from "../country-index.ts";
import { createReadAmounts, readKind } from "./amounts.ts";
import { createReadCard, type KnownCard } from "./cards.ts";
import { createReadDay } from "./days.ts";
import type { Lexicon } from "./lexicon.ts";
import { createReadNumber } from "./numbers.ts";
import { createReadPeriod } from "./period.ts";
import { type Piece, piecesOf, plain } from "./pieces.ts";
import { createReadPlaces } from "./places.ts";
import type { Spelling } from "./spelling.ts";
import { createReadValue, isAlone, type Value } from "./values.ts";

/** What is known of whoever writes. */
export interface Speaker {
  locale: string;
  now: Date;
  timeZone: string;
  cards?: readonly KnownCard[];
}

/** A text with everything in it that has a meaning by itself. */
export interface Reading {
  pieces: readonly Piece[];
  slots: Omit<Slots, "topic">;
  value?: Value;
  /** Nothing was said beside the value. */
  valueAlone: boolean;
}

/** Nobody says what they want in more. */
const LONGEST_TEXT = 400;

/** Reads slots, one kind after the other: what one reader took, the next one does not see. */
export function createRead(lexicon: Lexicon, index: CountryIndex, spelling: Spelling) {
  const readNumber = createReadNumber(lexicon);
  const readAmounts = createReadAmounts(lexicon, readNumber);
  const readPeriod = createReadPeriod(lexicon, readNumber, createReadDay(lexicon, readNumber));
  const readPlaces = createReadPlaces(index, lexicon, spelling.isWord);
  const readValue = createReadValue(lexicon, index, spelling.isWord);
  const readCard = createReadCard(lexicon);

  return function read(text: string, { locale, now, timeZone, cards = [] }: Speaker): Reading {
    const said = plain(text).slice(0, LONGEST_TEXT);
    const pieces = spelling.split(piecesOf(said, lexicon.fold));
    const value = readValue(said, pieces);
    const valueAlone = value !== undefined && isAlone(pieces, lexicon);
    const card = readCard(said, pieces, cards);
    // Before the places: the GB of "10 GB" is no country.
    const amounts = readAmounts(pieces);
    const places = readPlaces(pieces);
    mendWords(pieces);
    const kind = readKind(lexicon, pieces);
    const today: CalendarDay = dayIn(timeZone, now);
    const monthFirst = locale.startsWith("zh");
    const period = readPeriod(pieces, { today, monthFirst, places: places.countries.length });
    const slots: Reading["slots"] = {
      ...(places.countries.length > 0 && { countries: places.countries }),
      ...(places.region && { region: places.region }),
      ...period,
      ...amounts,
      ...(kind && { kind }),
      ...(card && { card }),
      ...(value && { value: value.value }),
    };
    return { pieces, slots, ...(value && { value }), valueAlone };
  };

  /** What is no place was meant to be a word: "tommorow" is a day. */
  function mendWords(pieces: Piece[]): void {
    for (const piece of pieces) {
      if (piece.kind === "word" && !piece.role) piece.text = spelling.mend(piece.text) ?? piece.text;
    }
  }
}

export type Read = ReturnType<typeof createRead>;
