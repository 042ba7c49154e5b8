import type { CountryCode } from "./country.ts";
import type { PlanKind } from "./plan.ts";
import type { CalendarDay } from "./start-day.ts";

export const intents = [
  "balance",
  "usage",
  "renew",
  "plans",
  "orders",
  "offers",
  "link",
  "unlink",
  "password",
  "language",
  "settings",
  "install",
  "payment_failed",
  "not_updated",
  "refund",
  "human",
  "thanks",
  "greeting",
  "cancel",
  "trip",
  "faq",
  "email",
  "iccid",
  "order_number",
  "promo_code",
  "other",
] as const;

/**
 * What somebody wants who just writes. `renew` names a destination, a length or a plan to buy now; `trip` goes
 * to several countries or has to be planned first; `email`, `iccid`, `order_number` and `promo_code` are such a
 * value and nothing else; `other` is what the bot cannot do.
 */
export type Intent = (typeof intents)[number];

export const faqTopics = [
  "which_plan",
  "which_card",
  "coverage",
  "validity",
  "fair_use",
  "topup_before_after",
  "reinstall",
  "invoice",
  "how_to_renew",
] as const;
export type FaqTopic = (typeof faqTopics)[number];

export const wishRegions = [
  "asia",
  "europe",
  "north_america",
  "latin_america",
  "middle_east",
  "africa",
  "oceania",
  "world",
] as const;
/** The parts of the world plans are sold for. */
export type WishRegion = (typeof wishRegions)[number];

/** What was already said; absent when it was not. */
export interface Slots {
  /** In the order said. */
  countries?: CountryCode[];
  region?: WishRegion;
  /** How long. Said with a weekday or a date, `from` or `until` stand beside it; none is computed from the others. */
  days?: number;
  /** The first day, in the person's zone. */
  from?: CalendarDay;
  /** The last day, included. */
  until?: CalendarDay;
  /** In all. */
  dataMb?: number;
  dataMbPerDay?: number;
  kind?: PlanKind;
  /** As said: a label, a brand or last digits. */
  card?: string;
  /** The e-mail, number or code in its one spelling. */
  value?: string;
  /** Of a question. */
  topic?: FaqTopic;
}

/** How a text was understood. */
export interface Understanding {
  intent: Intent;
  slots: Slots;
  /** Between 0 and 1; below about a half it is kinder to ask. */
  confidence: number;
  /** What else it may be, the likeliest first; without `intent` and without `other`. */
  alternatives: { intent: Intent; confidence: number }[];
}
