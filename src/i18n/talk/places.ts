import { type CountryCode, isCountryCode } from "../../domain/country.ts";
import { type WishRegion, wishRegions } from "../../domain/wish.ts";
import { correctionsOf } from "../country-guess.ts";
import type { CountryIndex, Entry, Sense } from "../country-index.ts";
import type { Lexicon } from "./lexicon.ts";
import { type Piece, spell } from "./pieces.ts";
import { take } from "./take.ts";
import { isTakenBack } from "./taken-back.ts";

export interface Places {
  /** In the order said, without the one that is left. */
  countries: CountryCode[];
  region?: WishRegion;
}

interface Said {
  sense: Sense;
  from: number;
  to: number;
  origin: boolean;
  /** One flies from here to the next place. */
  flown: boolean;
}

/** So many countries are likelier meant by their code than the word it also is. */
const MOST_VISITED = 40;

/** Finds the places in a sentence and takes their pieces. `isWord` knows the words of the languages. */
export function createReadPlaces(index: CountryIndex, lexicon: Lexicon, isWord: (word: string) => boolean) {
  const entriesByStart = new Map<string, Entry[]>();
  for (const entry of index.entries) {
    // A slip in Chinese may be in the first character.
    for (const letter of new Set(entry.han ? entry.letters : entry.letters.slice(0, 1))) {
      const entries = entriesByStart.get(letter);
      if (entries) entries.push(entry);
      else entriesByStart.set(letter, [entry]);
    }
  }
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
      said.push({ ...found, from, flown, origin: isOrigin(pieces, from, found.to) });
      take(pieces, from, found.to, found.sense.kind === "region" ? "region" : "place");
      from = found.to - 1;
    }
    return conclude(said);
  };

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

  /** Slips in words that mean nothing else, and one wrong character in a Chinese name of three and more. */
  function misspeltAt(pieces: readonly Piece[], from: number): { sense: Sense; to: number } | undefined {
    const piece = pieces[from]!;
    if (piece.role) return undefined;
    if (piece.kind === "word" && piece.text.length >= 4 && !isForm(piece.text)) {
      const [sense] = corrections(piece.text)?.senses ?? [];
      return sense && { sense, to: from + 1 };
    }
    for (const length of piece.kind === "han" ? [4, 3] : []) {
      const window = pieces.slice(from, from + length);
      if (window.length < length || window.some(({ kind, role }) => kind !== "han" || role)) continue;
      if (window.some(({ spaced }, at) => at > 0 && (spaced || nameAt(pieces, from + at)))) continue;
      const key = spell(window);
      const [sense] = chineseSlip(key) ?? [];
      if (sense) return { sense, to: from + length };
    }
    return undefined;
  }

  /** Looks only where a name can be near enough: a wrong character leaves one of two neighbours right. */
  function corrections(key: string) {
    const [first = "", second = ""] = key;
    const entries = new Set([...(entriesByStart.get(first) ?? []), ...(entriesByStart.get(second) ?? [])]);
    return entries.size > 0 ? correctionsOf(key, { ...index, entries: [...entries] }) : undefined;
  }

  /** Whether it is a word or a form of one: "keeps", "booked", "getting". */
  function isForm(word: string): boolean {
    const stem = /^(\p{L}{3,}?)(?:s|es|ed|d|ing|er)$/u.exec(word)?.[1];
    const doubled = /^(\p{L}{2,})(\p{L})\2(?:ing|ed|er)$/u.exec(word);
    const stems = [stem, doubled && doubled[1]! + doubled[2]!];
    return isWord(word) || index.fillers.has(word) || stems.some((each) => each && isWord(each));
  }

  /** The characters that differ must not make words of their own with their neighbours: 新加的 is not 新加坡. */
  function chineseSlip(key: string): readonly Sense[] | undefined {
    const letters = [...key];
    if (letters.some((_, at) => at > 0 && isWord(letters[at - 1]! + letters[at]!))) return undefined;
    const correction = corrections(key);
    return correction?.senses.filter(({ kind }) => kind !== "trip");
  }

  function followsPreposition(pieces: readonly Piece[], at: number): boolean {
    return lexicon.before("prepositions", pieces, at) !== undefined;
  }

  /** "from China to Japan", "not Japan, Korea": what one leaves or rules out is no destination. */
  function isOrigin(pieces: readonly Piece[], at: number, to: number): boolean {
    if (lexicon.at("departure", pieces, to) || isTakenBack(lexicon, pieces, at, to)) return true;
    for (let from = Math.max(0, at - 2); from < at; from++) {
      if (index.origins.has(spell(pieces, from, at))) return true;
    }
    return false;
  }

  function conclude(said: readonly Said[]): Places {
    const [first, second, third] = said;
    // 台中飞河内: with a third place it is a journey through all of them.
    if (first && second && !third && first.flown) first.origin = true;
    const meant = said.some(({ origin }) => !origin) ? said.filter(({ origin }) => !origin) : said;
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
