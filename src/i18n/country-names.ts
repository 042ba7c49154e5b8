import { type CountryCode, countryCodes } from "../domain/country.ts";

/** The part of a language file that speaks of countries, and which language it is. */
export interface CountryVocabulary {
  locale: string;
  /** Names of regions as shown, by region. */
  region?: Record<string, string>;
  /** Names that read better than those of `Intl`, by country. */
  countryNames?: Record<string, string>;
  countryWords?: CountryWords;
}

/** What people of that language type when they are asked where they are going. */
export interface CountryWords {
  /** Other names, by country; the same word at two countries is offered as both. */
  aliases?: Record<string, string[]>;
  /** Well-known places, by country. */
  cities?: Record<string, string[]>;
  /** Other names of regions, by region. */
  regions?: Record<string, string[]>;
  /** One word for a journey through several countries: `Benelux`. */
  trips?: Record<string, CountryCode[]>;
  /** Words that say nothing about where: `to`, `please`. */
  fillers?: string[];
  /** Words that join two names; they mean as much as a comma. */
  conjunctions?: string[];
  /** Words before the place one leaves: `from`. */
  origins?: string[];
  /** Words of the language that are an ISO code by chance, unless written in capitals. */
  notCodes?: string[];
  /** Spellings that count as the same, as `國=国` pairs separated by spaces. */
  variants?: string[];
}

/** Finds the vocabularies in the files of `locales/`, by locale. */
export function countryVocabulariesOf(
  files: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
): CountryVocabulary[] {
  return [...files].map(([locale, file]) => {
    const { region, countryNames, countryWords } = file as Partial<CountryVocabulary>;
    return { locale, region, countryNames, countryWords };
  });
}

export interface CountryNames {
  /** As people of that locale call it; a locale that is not installed gets the first one's names. */
  countryName(code: CountryCode, locale: string): string;
  /** A new list, in the alphabetical order of that locale. */
  sortCountries(codes: Iterable<CountryCode>, locale: string): CountryCode[];
}

/** Names from `Intl`, corrected by each language's own overrides. */
export function createCountryNames(vocabularies: readonly CountryVocabulary[]): CountryNames {
  const listings = new Map(
    vocabularies.map((vocabulary) => [vocabulary.locale, createListing(vocabulary)] as const),
  );
  const [first] = listings.values();
  if (first === undefined) throw new Error("no language is installed");
  const listingOf = (locale: string) => listings.get(locale) ?? first;

  return {
    countryName: (code, locale) => listingOf(locale).nameByCode.get(code) ?? code,
    sortCountries(codes, locale) {
      const { placeByCode } = listingOf(locale);
      const placeOf = (code: CountryCode) => placeByCode.get(code) ?? placeByCode.size;
      return [...codes].sort((a, b) => placeOf(a) - placeOf(b));
    },
  };
}

function createListing({ locale, countryNames = {} }: CountryVocabulary) {
  const intl = new Intl.DisplayNames([locale], { type: "region" });
  const { compare } = new Intl.Collator(locale);
  const nameByCode = new Map(
    countryCodes.map((code) => [code, countryNames[code] ?? intl.of(code) ?? code] as const),
  );
  const sorted = [...nameByCode].sort(([, a], [, b]) => compare(a, b));
  return { nameByCode, placeByCode: new Map(sorted.map(([code], place) => [code, place] as const)) };
}
