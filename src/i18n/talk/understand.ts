import { parseEmail } from "../../domain/email.ts";
import { parseIccid } from "../../domain/iccid.ts";
import { parseOrderNumber } from "../../domain/order-number.ts";
import type { Slots, Understanding } from "../../domain/wish.ts";
import type { CountrySearch } from "../country-search.ts";
import type { LocaleFile } from "../locales.ts";

/** What is known of whoever writes. */
export interface Speaker {
  locale: string;
  now: Date;
  timeZone: string;
  cards?: readonly KnownCard[];
}

export interface KnownCard {
  label: string | null;
  /** The brand, as shown. */
  product: string;
  lastDigits: string;
}

export interface UnderstandDeps {
  /** Of `locales/`, by locale: their `talk` section is the vocabulary. */
  files: ReadonlyMap<string, LocaleFile>;
  countrySearch: CountrySearch;
}

/**
 * Builds what reads free text: what is wanted, and what was already said. Every installed language is understood
 * whatever the person's own is. Building takes a moment; understanding asks nobody and keeps nothing.
 */
export function createUnderstand({ countrySearch }: UnderstandDeps) {
  return function understand(text: string, speaker: Speaker): Understanding {
    const value = bareValue(text);
    if (value) return { ...value, confidence: 1, alternatives: [] };
    const { countries, exact } = countrySearch.search(text, { locale: speaker.locale });
    const slots: Slots = exact && countries.length > 0 ? { countries } : {};
    const intent = countries.length === 0 ? "other" : countries.length > 1 ? "trip" : "renew";
    return { intent, slots, confidence: 0.5, alternatives: [] };
  };
}

export type Understand = ReturnType<typeof createUnderstand>;

function bareValue(text: string): Pick<Understanding, "intent" | "slots"> | undefined {
  const email = parseEmail(text);
  if (email) return { intent: "email", slots: { value: email } };
  const iccid = parseIccid(text);
  if (iccid) return { intent: "iccid", slots: { value: iccid } };
  const order = parseOrderNumber(text);
  if (order) return { intent: "order_number", slots: { value: order } };
  return undefined;
}
