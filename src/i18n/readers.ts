import { createCountryIndex } from "./country-index.ts";
import { countryVocabulariesOf } from "./country-names.ts";
import { type CountrySearch, createCountrySearch } from "./country-search.ts";
import type { LocaleFile } from "./locales.ts";
import { createFold } from "./talk/pieces.ts";
import { createUnderstand, type Understand } from "./talk/understand.ts";
import { timeZoneVocabulariesOf } from "./time-zone-names.ts";
import { createTimeZones, type TimeZones } from "./time-zone-search.ts";

/** What reads the words of people, in every installed language. */
export interface Readers {
  countrySearch: CountrySearch;
  timeZones: TimeZones;
  understand: Understand;
  /** Makes texts comparable whatever script and width they are written in. */
  fold: ReturnType<typeof createFold>;
}

/** Builds them from `locales/`, which takes a moment; they keep nothing, so that any number can share them. */
export function createReaders(files: ReadonlyMap<string, LocaleFile>): Readers {
  const vocabularies = countryVocabulariesOf(files);
  const countries = createCountryIndex(vocabularies);
  const countrySearch = createCountrySearch(vocabularies, countries);
  return {
    countrySearch,
    timeZones: createTimeZones(timeZoneVocabulariesOf(files), countrySearch),
    understand: createUnderstand({ files, countries }),
    fold: createFold(countries.rules.variants),
  };
}
