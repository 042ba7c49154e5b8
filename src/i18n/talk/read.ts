import { dayIn } from "../../domain/start-day.ts";
import type { Slots } from "../../domain/wish.ts";
import type { CountryIndex } from "../country-index.ts";
import { createReadAmounts, readKind } from "./amounts.ts";
import { createReadCard, type KnownCard } from "./cards.ts";
import { createReadDay, type DayReading } from "./days.ts";
import type { Lexicon } from "./lexicon.ts";
import { createReadNumber } from "./numbers.ts";
import { createReadPeriod } from "./period.ts";
import { type Piece, piecesOf, plain } from "./pieces.ts";
import { createReadPlaces } from "./places.ts";
import type { Spelling } from "./spelling.ts";
import { correctionIn } from "./taken-back.ts";
import { createReadValue, isAlone, type Value } from "./values.ts";

/** What is known of whoever writes. */
export interface Speaker {
  locale: string;
  now: Date;
  timeZone: string;
  cards?: readonly KnownCard[];
}

export interface ReadOptions {
  /** It is about what was: "Monday" is the last one. */
  past?: boolean;
}

/** A text with everything in it that has a meaning by itself. */
export interface Reading {
  pieces: readonly Piece[];
  slots: Omit<Slots, "topic">;
  value?: Value;
  /** Nothing was said beside the value. */
  valueAlone: boolean;
  /** The place is a plan's ("left on the Japan one"), not where somebody is. */
  placeOfPlan: boolean;
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
  const readCard = createReadCard(lexicon, spelling.isWord);

  return function read(text: string, speaker: Speaker, { past = false }: ReadOptions = {}): Reading {
    const { locale, now, timeZone, cards = [] } = speaker;
    const said = plain(text).slice(0, LONGEST_TEXT);
    const pieces = spelling.split(piecesOf(said, lexicon.fold));
    const value = readValue(said, pieces);
    const valueAlone = value !== undefined && isAlone(pieces, lexicon);
    const card = readCard(said, pieces, cards);
    const corrected = correctionIn(lexicon, pieces);
    const parts = corrected === undefined ? [pieces] : [pieces.slice(0, corrected), pieces.slice(corrected)];
    const how = { today: dayIn(timeZone, now), monthFirst: locale.startsWith("zh"), past };
    const wishes = parts.map((part) => readWish(part, how));
    const slots: Reading["slots"] = {
      ...wishes.map(({ slots: said }) => said).reduce(correct),
      ...(card && { card }),
      ...(value && { value: value.value }),
    };
    const placeOfPlan = wishes.some(({ placeOfPlan: isOfPlan }) => isOfPlan);
    return { pieces, slots, ...(value && { value }), valueAlone, placeOfPlan };
  };

  function readWish(pieces: Piece[], how: DayReading): Pick<Reading, "slots" | "placeOfPlan"> {
    // Before the places: the GB of "10 GB" is no country.
    const amounts = readAmounts(pieces);
    const places = readPlaces(pieces);
    mendWords(pieces);
    const kind = readKind(lexicon, pieces);
    const period = readPeriod(pieces, { ...how, places: places.countries.length });
    const slots: Reading["slots"] = {
      ...(places.countries.length > 0 && { countries: places.countries }),
      ...(places.region && { region: places.region }),
      ...period,
      ...amounts,
      ...(kind && { kind }),
    };
    return { slots, placeOfPlan: places.ofPlan };
  }

  /** What is no place was meant to be a word: "tommorow" is a day. */
  function mendWords(pieces: Piece[]): void {
    for (const piece of pieces) {
      if (piece.kind === "word" && !piece.role) piece.text = spelling.mend(piece.text) ?? piece.text;
    }
  }
}

/** Said later, a place is meant instead of the places before it, a date instead of the dates. */
const replacedTogether: (keyof Reading["slots"])[][] = [
  ["countries", "region"],
  ["from", "until"],
  ["dataMb", "dataMbPerDay"],
];

function correct(before: Reading["slots"], after: Reading["slots"]): Reading["slots"] {
  const kept = { ...before };
  for (const names of replacedTogether) {
    if (names.some((name) => name in after)) for (const name of names) delete kept[name];
  }
  return { ...kept, ...after };
}

export type Read = ReturnType<typeof createRead>;
