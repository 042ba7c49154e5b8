import {
  type CountryCode,
  countryCodes,
  isCountryCode,
  isRegionName,
  popularCountries,
  type RegionName,
} from "../domain/country.ts";
import { type CountryVocabulary, createCountryNames } from "./country-names.ts";
import { fileUnder, foldText, keyOf, type TextRules, tokenise } from "./country-text.ts";

/** Something a word can mean. Several countries in one sense are travelled together. */
export interface Sense {
  kind: "name" | "alias" | "region" | "trip" | "city";
  countries: readonly CountryCode[];
  region?: RegionName;
  locale: string;
}

/** A key with its meanings, for looking at every key in turn. */
export interface Entry {
  key: string;
  /** Without spaces. */
  joined: string;
  /** The characters of `joined`. */
  letters: readonly string[];
  /** Chinese characters (by the first one). */
  han: boolean;
  senses: readonly Sense[];
}

export interface CountryIndex {
  rules: TextRules;
  /** What a key means, the likeliest first. */
  sensesOf(key: string): readonly Sense[] | undefined;
  entries: readonly Entry[];
  /** The most tokens a key has. */
  longestKey: number;
  fillers: ReadonlySet<string>;
  origins: ReadonlySet<string>;
  notCodes: ReadonlySet<string>;
  /** The order of the likelier country: 0 is visited most. */
  popularityOf(code: CountryCode): number;
}

/** Files every name, alias, city, region and journey of all languages; throws when a word's country is none. */
export function createCountryIndex(vocabularies: readonly CountryVocabulary[]): CountryIndex {
  const rules = textRulesOf(vocabularies);
  const placeByCode = new Map(
    [...new Set([...popularCountries, ...countryCodes])].map((code, place) => [code, place]),
  );
  const popularityOf = (code: CountryCode) => placeByCode.get(code) ?? countryCodes.length;
  const sensesByKey = new Map<string, Sense[]>();
  let longestKey = 1;

  const file = (word: string, sense: Sense) => {
    const { key, length } = fileUnder(word, rules);
    longestKey = Math.max(longestKey, length);
    const joined = key.replaceAll(" ", "");
    // "newzealand" is typed too; shorter ones ("to go" is not Togo) are words of their own.
    for (const spelling of joined.length > 5 ? new Set([key, joined]) : [key]) {
      const senses = sensesByKey.get(spelling) ?? [];
      senses.push(sense);
      sensesByKey.set(spelling, senses);
    }
  };
  for (const [word, sense] of sensesIn(vocabularies)) file(word, sense);
  for (const senses of sensesByKey.values()) senses.sort((a, b) => likelier(a, b, popularityOf));

  return {
    rules,
    sensesOf: (key) => sensesByKey.get(key),
    entries: [...sensesByKey].map(([key, senses]) => createEntry(key, senses)),
    longestKey,
    fillers: keysOf(
      vocabularies.flatMap(({ countryWords }) => countryWords?.fillers ?? []),
      rules,
    ),
    origins: keysOf(
      vocabularies.flatMap(({ countryWords }) => countryWords?.origins ?? []),
      rules,
    ),
    notCodes: keysOf(
      vocabularies.flatMap(({ countryWords }) => countryWords?.notCodes ?? []),
      rules,
    ),
    popularityOf,
  };
}

function createEntry(key: string, senses: readonly Sense[]): Entry {
  const joined = key.replaceAll(" ", "");
  return { key, joined, letters: [...joined], han: /^\p{Script=Han}/u.test(key), senses };
}

function* sensesIn(vocabularies: readonly CountryVocabulary[]): Generator<[word: string, sense: Sense]> {
  const { countryName } = createCountryNames(vocabularies);
  for (const { locale, region: regionNames = {}, countryWords: words = {} } of vocabularies) {
    for (const code of countryCodes) {
      yield [countryName(code, locale), { kind: "name", countries: [code], locale }];
    }
    for (const kind of ["alias", "city"] as const) {
      for (const [code, names] of Object.entries((kind === "alias" ? words.aliases : words.cities) ?? {})) {
        if (!isCountryCode(code))
          throw new Error(`${locale}: "${names.join()}" belong to no country: ${code}`);
        for (const name of names) yield [name, { kind, countries: [code], locale }];
      }
    }
    const shownRegions = Object.entries(regionNames).map(([region, name]) => [region, [name]] as const);
    for (const [region, names] of [...shownRegions, ...Object.entries(words.regions ?? {})]) {
      if (!isRegionName(region))
        throw new Error(`${locale}: "${names.join()}" belong to no region: ${region}`);
      for (const name of names) yield [name, { kind: "region", countries: [], region, locale }];
    }
    for (const [name, countries] of Object.entries(words.trips ?? {})) {
      if (!countries.every(isCountryCode)) throw new Error(`${locale}: "${name}" leads to no country`);
      yield [name, { kind: "trip", countries, locale }];
    }
  }
}

const kinds: readonly Sense["kind"][] = ["name", "region", "alias", "trip", "city"];

/** Compares two senses of equal fit: names before aliases before cities, then the country visited more. */
export function likelier(a: Sense, b: Sense, popularityOf: (code: CountryCode) => number): number {
  return (
    kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
    popularityOf(a.countries[0] ?? "") - popularityOf(b.countries[0] ?? "")
  );
}

function textRulesOf(vocabularies: readonly CountryVocabulary[]): TextRules {
  const all = vocabularies.flatMap(({ countryWords }) => countryWords ?? []);
  const pairs = all.flatMap(({ variants = [] }) => variants).flatMap((line) => line.trim().split(/\s+/));
  const variants = new Map<string, string>();
  for (const pair of pairs) {
    const [written, meant] = pair.split("=");
    if (!written || !meant) throw new Error(`not a pair of spellings: "${pair}"`);
    variants.set(foldText(written), foldText(meant));
  }
  const conjunctions = all.flatMap((words) => words.conjunctions ?? []).map(foldText);
  return { variants, conjunctions: new Set(conjunctions.map((word) => variants.get(word) ?? word)) };
}

function keysOf(words: readonly string[], rules: TextRules): ReadonlySet<string> {
  return new Set(words.map((word) => keyOf(tokenise(word, rules))));
}
