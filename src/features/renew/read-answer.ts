import { isElsewhere } from "../../bot/plain-words.ts";
import { isRegionName, type Region, regions } from "../../domain/country.ts";
import { MAX_DAYS } from "../../domain/plan.ts";
import { type CalendarDay, FURTHEST_START_DAYS, parseDay } from "../../domain/start-day.ts";
import type { Intent } from "../../domain/wish.ts";
import type { CountrySearch } from "../../i18n/country-search.ts";
import type { Localizer } from "../../i18n/localizer.ts";
import { openStep, type Renewal } from "../../use-cases/renewal/read-renewal.ts";
import { quoted } from "../../views/renewal/places.ts";
import type { TalkAnswer } from "./answer.ts";
import type { ReadCorrection } from "./read-correction.ts";
import type { RenewalWish, SaidSlots } from "./said.ts";

/** What a typed text turned out to be: an answer, something to ask back, or no answer at all. */
export type TextRead =
  | { type: "answer"; answer: TalkAnswer }
  | { type: "elsewhere" }
  | { type: "which"; codes: string[]; together: boolean }
  | { type: "not_covered"; country: string }
  /** `note` is HTML. */
  | { type: "unclear"; note: string };

/**
 * Reads a text as an answer to the question that is open, else for what it says by itself: people change
 * their minds about any of it at any question, and ask something in between.
 */
export function createReadAnswer(deps: { countrySearch: CountrySearch; readCorrection: ReadCorrection }) {
  const { countrySearch, readCorrection } = deps;

  return function readAnswer(
    { text, wish }: { text: string; wish?: RenewalWish | undefined },
    about: { renewal: Renewal; covered: ReadonlySet<string>; language: Localizer; today: CalendarDay },
  ): TextRead {
    const answer = toTheQuestion(text, wish, about) ?? ofTheTrip(wish, about.renewal);
    if (answer) return { type: "answer", answer };
    if (wish && isElsewhere(wish, ABOUT_RENEWING)) {
      const slots = readCorrection(wish, about.language.locale);
      return slots ? { type: "answer", answer: { type: "said", slots } } : { type: "elsewhere" };
    }
    if (wish && saysMore(wish.slots)) return { type: "answer", answer: { type: "said", slots: wish.slots } };
    const place = readPlace(text, about);
    if (place) return place;
    if (wish?.slots.countries) return { type: "answer", answer: { type: "said", slots: wish.slots } };
    return { type: "unclear", note: hint(text, about.renewal, about.language) };
  };

  function toTheQuestion(
    text: string,
    wish: RenewalWish | undefined,
    { renewal, language, today }: { renewal: Renewal; language: Localizer; today: CalendarDay },
  ): TalkAnswer | undefined {
    if (renewal.askingStart) {
      const day = parseDay(text, today, monthNames(language.locale));
      return day ? { type: "start", day } : undefined;
    }
    if (openStep(renewal) !== "quantity" || wish?.slots.dataMb !== undefined) return undefined;
    const count = /^\D{0,12}?(\d{1,3})\D{0,12}$/.exec(text.normalize("NFKC").trim())?.[1];
    return count === undefined ? undefined : { type: "days", count: Number(count) };
  }

  function readPlace(
    text: string,
    { covered, language }: { covered: ReadonlySet<string>; language: Localizer },
  ): TextRead | undefined {
    const found = countrySearch.search(text, { locale: language.locale, covered });
    const [country, ...others] = found.countries;
    if (found.region && isRegion(found.region)) {
      return {
        type: "answer",
        answer: { type: "look", look: { at: "region", region: found.region, page: 0 } },
      };
    }
    // Groups that travellers name have no shelf to look at: what covers them is worked out.
    if (found.region) return { type: "answer", answer: { type: "said", slots: { within: found.region } } };
    if (!country) return undefined;
    // "Make it Korea": a name that stands there as it is was not guessed.
    const isNamed = found.exact || text.includes(language.countryName(country));
    if (others.length > 0 || !isNamed) {
      return { type: "which", codes: found.countries, together: found.together && others.length > 0 };
    }
    return covered.has(country)
      ? { type: "answer", answer: { type: "destination", country } }
      : { type: "not_covered", country };
  }
}

/** While a trip is planned whatever places and lengths are said are that trip's. */
function ofTheTrip(wish: RenewalWish | undefined, { need, plan }: Renewal): TalkAnswer | undefined {
  if (!need.trip || plan || !wish || !ABOUT_TRIPS.includes(wish.intent)) return undefined;
  const { countries, within } = wish.slots;
  return countries || within || saysMore(wish.slots) ? { type: "said", slots: wish.slots } : undefined;
}

const ABOUT_TRIPS: readonly Intent[] = ["trip", "renew", "plans"];

export type ReadAnswer = ReturnType<typeof createReadAnswer>;

/** What a renewal is about; anything else that is clearly asked for is asked in between. */
const ABOUT_RENEWING: readonly Intent[] = ["renew", "plans", "greeting", "other"];
/** More than a place, which is read with the places that are on sale in mind. */
const saysMore = ({
  countries: _,
  region: __,
  value: ___,
  topic: ____,
  within: _____,
  ...more
}: SaidSlots): boolean => Object.values(more).some((slot) => slot !== undefined);

/** What was typed is no answer to the question that is open; as HTML. */
function hint(text: string, renewal: Renewal, language: Localizer): string {
  if (renewal.askingStart) {
    return language.html("renew.badDay", { text: quoted(text), days: FURTHEST_START_DAYS });
  }
  return openStep(renewal) === "destination" && !renewal.need.trip
    ? language.html("renew.notFound", { text: quoted(text) })
    : pleaseAnswer(renewal, language);
}

/** How the open question can be answered; as HTML. */
export function pleaseAnswer(renewal: Renewal, language: Localizer): string {
  if (renewal.askingStart) return language.html("renew.dayPlease");
  switch (openStep(renewal)) {
    case "card":
      return language.html("renew.cardPlease");
    case "plan":
      return language.html(renewal.need.trip ? "trip.wayPlease" : "renew.planPlease");
    case "quantity":
      return language.html("renew.daysPlease", { max: MAX_DAYS });
    case "destination":
      return language.html(renewal.need.trip ? "trip.wayPlease" : "renew.textPlease");
    case "summary":
      return language.html("renew.textPlease");
  }
}

/** Travel groups (`east_asia`) have no shelf of their own to look at. */
const isRegion = (name: string): name is Region => isRegionName(name) && regions.includes(name as Region);

const monthNames = (locale: string): string[] =>
  Array.from({ length: 12 }, (_, month) =>
    new Intl.DateTimeFormat(locale, { month: "long", timeZone: "Etc/UTC" }).format(Date.UTC(2026, month, 15)),
  );
