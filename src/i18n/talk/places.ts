import { type CountryCode, isCountryCode } from "../../domain/country.ts";
import { type WishRegion, wishRegions } from "../../domain/wish.ts";
import type { CountryIndex, Sense } from "../country-index.ts";
import type { Lexicon } from "./lexicon.ts";
import { createReadMisspelt } from "./misspelt-places.ts";
import { type Piece, spell } from "./pieces.ts";
import { take } from "./take.ts";
import { isTakenBack } from "./taken-back.ts";

export interface Places {
  /** In the order said, without the one that is left. */
  countries: CountryCode[];
  region?: WishRegion;
  /** It is a plan's or a card's ("the Japan one"), not where somebody is. */
  ofPlan: boolean;
}

interface Said {
  sense: Sense;
  from: number;
  to: number;
  /** Left, or not meant at all. */
  origin: boolean;
  takenBack: boolean;
  /** One flies from here to the next place. */
  flown: boolean;
}

/** So many countries are likelier meant by their code than the word it also is. */
const MOST_VISITED = 40;

/** Finds the places in a sentence and takes their pieces. `isWord` knows the words of the languages. */
export function createReadPlaces(index: CountryIndex, lexicon: Lexicon, isWord: (word: string) => boolean) {
  const misspeltAt = createReadMisspelt(index, isWord, nameAt);
  return function readPlaces(pieces: Piece[]): Places {
    const said: Said[] = [];
    const shouted =
      pieces.filter(({ kind, said: word }) => kind === "word" && word !== word.toUpperCase()).length === 0;
    for (let from = 0; from < pieces.length; from++) {
      const other = lexicon.at("notPlaces", pieces, from);
      if (other && other.to >= (nameAt(pieces, from)?.to ?? 0)) {
        from = other.to - 1;
        continue;
      }
      const found =
        lettersAt(pieces, from) ??
        letterAt(pieces, from) ??
        nameAt(pieces, from) ??
        codeAt(pieces, from, shouted) ??
        misspeltAt(pieces, from);
      if (!found) continue;
      const flown = lexicon.at("flight", pieces, found.to) !== undefined;
      const takenBack = isTakenBack(lexicon, pieces, from, found.to);
      said.push({ ...found, from, flown, takenBack, origin: takenBack || isOrigin(pieces, from, found.to) });
      take(pieces, from, found.to, found.sense.kind === "region" ? "region" : "place");
      from = found.to - 1;
    }
    const ofPlan = said.some(({ from, to }) => belongsToPlan(pieces, from, to));
    return { ...conclude(said), ofPlan };
  };

  /** "the Japan one", `日本那张`, "left on Thailand". */
  function belongsToPlan(pieces: readonly Piece[], from: number, to: number): boolean {
    const at = lexicon.at("fillers", pieces, to)?.to ?? to;
    return (
      (lexicon.at("ofPlan", pieces, at) ??
        lexicon.at("ofPlan", pieces, to) ??
        lexicon.before("onPlan", pieces, from)) !== undefined
    );
  }

  function nameAt(pieces: readonly Piece[], from: number): { sense: Sense; to: number } | undefined {
    const piece = pieces[from]!;
    if (piece.role || (piece.kind !== "word" && piece.kind !== "han")) return undefined;
    let longest: { sense: Sense; to: number } | undefined;
    let key = "";
    for (let to = from + 1; to <= Math.min(pieces.length, from + index.longestKey); to++) {
      const next = pieces[to - 1]!;
      if (next.role || next.kind === "mark" || next.kind === "number") break;
      key +=
        to > from + 1 && next.kind === "word" && pieces[to - 2]!.kind === "word"
          ? ` ${next.text}`
          : next.text;
      const [sense] = index.sensesOf(key) ?? [];
      if (sense && isName(key, pieces, from, to)) longest = { sense, to };
    }
    return longest;
  }

  /** `英法德意`: one character for each of three countries and more. */
  function lettersAt(pieces: readonly Piece[], from: number): { sense: Sense; to: number } | undefined {
    const countries: CountryCode[] = [];
    let to = from;
    for (; to < pieces.length && !pieces[to]!.role && !(to > from && pieces[to]!.spaced); to++) {
      const letter = lexicon.at("countryLetters", pieces.slice(0, to + 1), to);
      if (!letter) break;
      countries.push(letter.value);
    }
    const isList = countries.length >= 3 && new Set(countries).size === countries.length;
    return isList && (nameAt(pieces, from)?.to ?? 0) <= to
      ? { sense: { kind: "trip", countries, locale: "" }, to }
      : undefined;
  }

  /** `去泰玩5日`: one character alone, where nothing but a place can stand. */
  function letterAt(pieces: readonly Piece[], from: number): { sense: Sense; to: number } | undefined {
    const letter = lexicon.at("countryLetters", pieces, from);
    if (!letter || !followsPreposition(pieces, from) || nameAt(pieces, from)) return undefined;
    const next = pieces[from + 1];
    const ends = !next || next.spaced || next.kind !== "han" || lexicon.at("stay", pieces, from + 1);
    return ends
      ? { sense: { kind: "name", countries: [letter.value], locale: "" }, to: from + 1 }
      : undefined;
  }

  /** Names of two and three letters are words of other uses: "us", "la". */
  function isName(key: string, pieces: readonly Piece[], from: number, to: number): boolean {
    if (to > from + 1 || pieces[from]!.kind === "han" || key.length > 3) return true;
    if (isUnit(key) || isOrdinal(pieces, from)) return false;
    return isCode(pieces, from) || (followsPreposition(pieces, from) && !index.fillers.has(key));
  }

  function codeAt(pieces: readonly Piece[], from: number, shouted: boolean) {
    const piece = pieces[from]!;
    if (piece.role) return undefined;
    if (piece.kind === "flag") return countrySense(flagCode(piece.text), from + 1);
    if (piece.kind !== "word" || piece.text.length !== 2) return undefined;
    if (isUnit(piece.text) || isOrdinal(pieces, from)) return undefined;
    const inCapitals = piece.said === piece.text.toUpperCase();
    const standsOut = inCapitals && (!shouted || !index.fillers.has(piece.text));
    const isMeant =
      isCode(pieces, from) || (standsOut && !index.notCodes.has(piece.text) && isVisited(piece.text));
    return isMeant ? countrySense(piece.text.toUpperCase(), from + 1) : undefined;
  }

  function isCode(pieces: readonly Piece[], at: number): boolean {
    const { text, said } = pieces[at]!;
    if (lexicon.has("codes", text)) return true;
    if (text !== "us") return false;
    return said === "US" || followsPreposition(pieces, at) || /^[,/&+]$/.test(pieces[at + 1]?.text ?? "");
  }

  /** The th of "14th". */
  function isOrdinal(pieces: readonly Piece[], at: number): boolean {
    return pieces[at - 1]?.kind === "number" && !pieces[at]!.spaced;
  }

  /** The GB of "how many GB". */
  function isUnit(word: string): boolean {
    return lexicon.has("megabytes", word);
  }

  function isVisited(code: string): boolean {
    return index.popularityOf(code.toUpperCase()) < MOST_VISITED;
  }

  function countrySense(code: string, to: number): { sense: Sense; to: number } | undefined {
    const known = code === "UK" ? "GB" : code;
    return isCountryCode(known) ? { sense: { kind: "name", countries: [known], locale: "" }, to } : undefined;
  }

  function followsPreposition(pieces: readonly Piece[], at: number): boolean {
    return lexicon.before("prepositions", pieces, at) !== undefined;
  }

  /** "from China to Japan", "not Japan, Korea": what one leaves or rules out is no destination. */
  function isOrigin(pieces: readonly Piece[], at: number, to: number): boolean {
    if (lexicon.at("departure", pieces, to)) return true;
    for (let from = Math.max(0, at - 2); from < at; from++) {
      if (index.origins.has(spell(pieces, from, at))) return true;
    }
    return false;
  }

  function conclude(said: readonly Said[]): Omit<Places, "ofPlan"> {
    const [first, second, third] = said;
    // 台中飞河内: with a third place it is a journey through all of them.
    if (first && second && !third && first.flown) first.origin = true;
    // "From Harbin over Seoul to Hanoi" is a journey through all of them.
    const others = said.filter(({ origin }) => !origin);
    const isThrough = new Set(others.flatMap(({ sense }) => sense.countries)).size > 1;
    const goals = others.length === 0 || isThrough ? said.filter(({ takenBack }) => !takenBack) : others;
    // "The Nordics: Denmark, Sweden": who names them one by one means those.
    const single = new Set(goals.flatMap(({ sense }) => (sense.kind === "trip" ? [] : sense.countries)));
    const meant = goals.filter(
      ({ sense }) => sense.kind !== "trip" || !sense.countries.some((country) => single.has(country)),
    );
    const countries = [...new Set(meant.flatMap(({ sense }) => sense.countries))];
    const region = meant.map(({ sense }) => sense.region).find((name) => name !== undefined);
    // "Eastern Europe: Prague, Budapest" is those two.
    const isNeeded = region !== undefined && countries.length < 2;
    return { countries, ...(isNeeded && { region: wishRegionOf(region) }) };
  }
}

function wishRegionOf(name: NonNullable<Sense["region"]>): WishRegion {
  const known = wishRegions.find((region) => region === name);
  if (known) return known;
  switch (name) {
    case "gulf":
      return "middle_east";
    case "nordics":
    case "balkans":
      return "europe";
    case "americas":
      return "north_america";
    case "caribbean":
    case "central_america":
    case "south_america":
      return "latin_america";
    case "north_africa":
      return "africa";
    default:
      return "asia";
  }
}

/** 🇯🇵 → `JP` */
const flagCode = (flag: string): string =>
  String.fromCharCode(...[...flag].map((letter) => (letter.codePointAt(0) ?? 0) - 0x1f1e6 + 65));

export type ReadPlaces = ReturnType<typeof createReadPlaces>;
