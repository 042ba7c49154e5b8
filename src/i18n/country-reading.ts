import { countryOfAlpha3, isCountryCode } from "../domain/country.ts";
import type { CountryIndex, Sense } from "./country-index.ts";
import { keyOf, type Token } from "./country-text.ts";

/** One place in what was said, with everything it can mean, the likeliest first. */
export interface Place {
  senses: readonly Sense[];
  /** Number of the token it starts at. */
  at: number;
  /** Said word for word. */
  certain: boolean;
  /** It is where the person leaves. */
  origin: boolean;
}

/** What a text consists of, as far as its words are known. */
export interface Reading {
  places: Place[];
  /** Short words that may be codes; `isWord` where they have another use, like `in` and `no`. */
  codes: (Place & { token: Token; isWord: boolean })[];
  /** What is left, in one piece where nothing came between. */
  unknown: { tokens: Token[]; at: number }[];
  /** Everything that may be part of a name: no fillers, no numbers. */
  content: Token[];
}

/** Reads from left to right, the longest known piece each time. */
export function readPlaces(tokens: readonly Token[], index: CountryIndex): Reading {
  const reading: Reading = { places: [], codes: [], unknown: [], content: [] };
  let origin = false;
  let open: Token[] | undefined;
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at]!;
    const { length, senses, role } = longestPieceAt(at, tokens, index);
    const codeSenses = length === 1 ? sensesOfCode(token, index) : [];
    const place = { senses: [...codeSenses, ...senses], at, certain: true, origin };
    if (!role && token.kind !== "number") reading.content.push(...tokens.slice(at, at + length));
    at += length;

    if (place.senses.length === 0) {
      if (role === "origin") origin = true;
      // What is not known after a number is its unit, and other emoji are decoration.
      if (role || token.kind === "number" || token.kind === "flag" || token.afterNumber) open = undefined;
      else if (open && !token.afterBreak && open[0]?.kind === token.kind) open.push(token);
      else {
        open = [token];
        reading.unknown.push({ tokens: open, at: place.at });
      }
      continue;
    }
    open = undefined;
    // Names of two letters (UK, US) are mistaken as easily as codes.
    const mayBeWord =
      token.kind === "word" && length === 1 && (senses.length === 0 || token.text.length <= 2);
    if (!mayBeWord) {
      reading.places.push(place);
    } else if (!token.afterNumber) {
      const isWord = role !== undefined || index.notCodes.has(token.text);
      reading.codes.push({ ...place, token, isWord });
      if (isWord) continue;
    }
    origin = false;
  }
  return reading;
}

interface Piece {
  length: number;
  senses: readonly Sense[];
  role?: "origin" | "filler";
}

function longestPieceAt(at: number, tokens: readonly Token[], index: CountryIndex): Piece {
  for (let length = Math.min(index.longestKey, tokens.length - at); length > 0; length--) {
    const key = keyOf(tokens, at, at + length);
    const senses = index.sensesOf(key) ?? [];
    const role = index.origins.has(key) ? "origin" : index.fillers.has(key) ? "filler" : undefined;
    if (senses.length > 0 || role) return { length, senses, role };
  }
  return { length: 1, senses: [] };
}

function sensesOfCode({ kind, text, capitals }: Token, { notCodes }: CountryIndex): Sense[] {
  if (kind === "word" ? notCodes.has(text) && !capitals : kind !== "flag") return [];
  const written = text.toUpperCase();
  const code = isCountryCode(written) ? written : countryOfAlpha3(written);
  return code === undefined ? [] : [{ kind: "name", countries: [code], locale: "" }];
}
