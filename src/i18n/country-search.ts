import type { CountryCode, RegionName } from "../domain/country.ts";
import { completionsOf, correctionsOf } from "./country-guess.ts";
import { type CountryIndex, createCountryIndex, type Sense } from "./country-index.ts";
import type { CountryVocabulary } from "./country-names.ts";
import { type Place, readPlaces } from "./country-reading.ts";
import { keyOf, type Token, tokenise } from "./country-text.ts";

export interface CountrySearchResult {
  /** Everything that was said was understood word for word; with one country there is nothing left to ask. */
  exact: boolean;
  /** The likeliest first; in the order said when `together`. */
  countries: CountryCode[];
  /** The countries are all meant ("Japan and Korea"), not alternatives. */
  together: boolean;
  /** A part of the world was named and no country; `countries` is empty then. */
  region?: RegionName;
}

export interface CountrySearchOptions {
  locale: string;
  /** How many countries at most. Default 8. */
  limit?: number;
  /** Where there are plans: alternatives outside are left out, unless all of them are. */
  covered?: ReadonlySet<CountryCode>;
}

export interface CountrySearch {
  /**
   * Understands what is typed in answer to "where are you going?", in any installed language whatever
   * the person's own: names, cities, ISO codes, flags, regions, small slips. Not similar to anything:
   * no countries and no region.
   */
  search(text: string, options: CountrySearchOptions): CountrySearchResult;
}

/** Builds the index once, unless it is there already; a search reads it only. */
export function createCountrySearch(
  vocabularies: readonly CountryVocabulary[],
  index: CountryIndex = createCountryIndex(vocabularies),
): CountrySearch {
  return { search: (text, options) => search(text, options, index) };
}

// A destination is said in less; longer texts are something else.
const longestText = 200;
const mostPlaces = 12;

function search(text: string, options: CountrySearchOptions, index: CountryIndex): CountrySearchResult {
  if (text.length > longestText) return nothing();
  const tokens = tokenise(text, index.rules);
  const reading = readPlaces(tokens, index);
  const { places, codes, unknown } = reading;
  const isAlone = tokens.length === 1;
  const inCapitals = text === text.toUpperCase();
  for (const { token, isWord, ...place } of codes) {
    // Capitals make a code of a common word ("flying to IT"), unless everything is shouted.
    const standsOut = token.capitals && !inCapitals && (!isWord || places.length === 0);
    const fits = !isWord && unknown.length === 0;
    if (isAlone || standsOut || fits) places.push(place);
    else if (!isWord) unknown.push({ tokens: [token], at: place.at });
  }
  if (places.length > 0 && unknown.length === 0) return conclude(places, true, options);

  // 日 is the day of a sentence, but by itself the beginning of Japan.
  const content = isAlone && tokens[0]?.kind === "han" ? tokens : reading.content;
  if (content.length === 0 || unknown.length > mostPlaces) return nothing();
  // A filler may be part of a name that is misspelt: 马来西来.
  const whole =
    guess(content, options, index) ??
    (content.length < tokens.length ? guess(tokens, options, index) : undefined);
  if (whole) return conclude([whole], true, options);
  const corrected = unknown.flatMap(({ tokens: rest, at }) => correct(rest, at, index) ?? []);
  const allUnderstood = corrected.length === unknown.length;
  if (places.length === 0 && !(allUnderstood && corrected.length > 0)) return nothing();
  return conclude([...places, ...corrected], allUnderstood, options);
}

/** One name that is not typed to its end, or misspelt. */
function guess(
  tokens: readonly Token[],
  { locale }: CountrySearchOptions,
  index: CountryIndex,
): Place | undefined {
  const completions = completionsOf(keyOf(tokens), index, locale);
  if (completions.length > 0) return { senses: completions, at: 0, certain: false, origin: false };
  return correct(tokens, 0, index);
}

function correct(tokens: readonly Token[], at: number, index: CountryIndex): Place | undefined {
  const correction = correctionsOf(keyOf(tokens), index);
  return correction && { ...correction, at, origin: false };
}

/** From the places said to the answer. */
function conclude(
  said: readonly Place[],
  allUnderstood: boolean,
  options: CountrySearchOptions,
): CountrySearchResult {
  const { limit = 8, covered } = options;
  if (said.length > mostPlaces) return nothing();
  const inOrder = [...said].sort((a, b) => a.at - b.at);
  const destinations = inOrder.some(({ origin }) => !origin)
    ? inOrder.filter(({ origin }) => !origin)
    : inOrder;
  const exact = allUnderstood && destinations.every(({ certain }) => certain);

  const regionOf = ({ senses: [likeliest] }: Place) =>
    likeliest?.kind === "region" ? likeliest.region : undefined;
  const places = destinations.filter((place) => regionOf(place) === undefined);
  const region = destinations.map(regionOf).find((name) => name !== undefined);
  if (places.length === 0) return { exact, countries: [], together: false, ...(region && { region }) };

  const meant = withoutDoubt(places.map(({ senses }) => senses));
  const [first = []] = meant;
  const isTrip = first[0]?.kind === "trip";
  if (meant.length > 1 || isTrip) {
    const countries = [...new Set(meant.flatMap(([likeliest]) => likeliest?.countries ?? []))];
    return { exact, countries: countries.slice(0, limit), together: countries.length > 1 };
  }
  const alternatives = [...new Set(first.flatMap(({ countries }) => countries))];
  const offered = covered ? alternatives.filter((code) => covered.has(code)) : alternatives;
  const countries = (offered.length > 0 ? offered : alternatives).slice(0, limit);
  return { exact, countries, together: false };
}

/** "Georgia, USA": what can only be one country decides what the others mean. */
function withoutDoubt(places: readonly (readonly Sense[])[]): (readonly Sense[])[] {
  const meanings = places.map((senses) => new Set(senses.flatMap(({ countries }) => countries)));
  const certain = new Set(meanings.filter(({ size }) => size === 1).flatMap((codes) => [...codes]));
  const kept = places.filter((_, place) => {
    const codes = meanings[place]!;
    return codes.size === 1 || ![...codes].some((code) => certain.has(code));
  });
  return kept.length > 0 ? kept : [...places];
}

function nothing(): CountrySearchResult {
  return { exact: false, countries: [], together: false };
}
