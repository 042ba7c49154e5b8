import type { Intent } from "../../domain/wish.ts";
import type { CountrySearch } from "../../i18n/country-search.ts";
import type { RenewalWish, SaidSlots } from "./said.ts";

/** "Change it to Korea" is about a language elsewhere; in a renewal it is about where to go. */
const CHANGES_SOMETHING: readonly Intent[] = ["language", "settings"];

/**
 * What a sentence says anew of a renewal that is on the screen; undefined when it speaks of something else,
 * another trip included.
 */
export function createReadCorrection({ countrySearch }: { countrySearch: CountrySearch }) {
  return function readCorrection(
    { intent, slots, text }: RenewalWish,
    locale: string,
  ): SaidSlots | undefined {
    if (intent === "renew" || intent === "plans") return isCorrection(slots) ? slots : undefined;
    if (!CHANGES_SOMETHING.includes(intent)) return undefined;
    const { countries } = countrySearch.search(text, { locale });
    return countries.length === 1 ? { countries } : undefined;
  };
}

export type ReadCorrection = ReturnType<typeof createReadCorrection>;

/** Some of it said anew; a destination with more beside it is another trip. */
function isCorrection({ countries, ...more }: SaidSlots): boolean {
  const said = Object.values(more).filter((slot) => slot !== undefined);
  return countries === undefined ? said.length > 0 : said.length === 0;
}
