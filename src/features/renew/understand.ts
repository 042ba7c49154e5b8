import { isRegionName, type Region, regions } from "../../domain/country.ts";
import { MAX_DAYS } from "../../domain/plan.ts";
import { type CalendarDay, FURTHEST_START_DAYS, parseDay } from "../../domain/start-day.ts";
import type { CountrySearch } from "../../i18n/country-search.ts";
import type { Localizer } from "../../i18n/localizer.ts";
import { openStep, type Renewal } from "../../use-cases/renewal/read-renewal.ts";
import { quoted } from "../../views/renewal/places.ts";
import type { TalkAnswer } from "./answer.ts";

/** What a typed text turned out to be: an answer, or something to ask back. */
export type Understood =
  | { type: "answer"; answer: TalkAnswer }
  | { type: "which"; codes: string[]; together: boolean }
  | { type: "not_covered"; country: string }
  /** `note` is HTML. */
  | { type: "unclear"; note: string };

/**
 * Reads a text as an answer to the question that is open. A country is understood at every question: people
 * change their minds.
 */
export function createUnderstand({ countrySearch }: { countrySearch: CountrySearch }) {
  return function understand(
    text: string,
    about: { renewal: Renewal; covered: ReadonlySet<string>; language: Localizer; today: CalendarDay },
  ): Understood {
    const { renewal, language } = about;
    if (renewal.askingStart) {
      const day = parseDay(text, about.today, monthNames(language.locale));
      if (day) return { type: "answer", answer: { type: "start", day } };
    } else if (openStep(renewal) === "quantity") {
      const count = /^\D{0,12}?(\d{1,3})\D{0,12}$/.exec(text.normalize("NFKC").trim())?.[1];
      if (count) return { type: "answer", answer: { type: "days", count: Number(count) } };
    }
    return readPlace(text, about) ?? { type: "unclear", note: hint(text, renewal, language) };
  };

  function readPlace(
    text: string,
    { covered, language }: { covered: ReadonlySet<string>; language: Localizer },
  ): Understood | undefined {
    const found = countrySearch.search(text, { locale: language.locale, covered });
    const [country, ...others] = found.countries;
    if (found.region && isRegion(found.region)) {
      return {
        type: "answer",
        answer: { type: "look", look: { at: "region", region: found.region, page: 0 } },
      };
    }
    if (!country) return undefined;
    if (others.length > 0 || !found.exact) {
      return { type: "which", codes: found.countries, together: found.together && others.length > 0 };
    }
    return covered.has(country)
      ? { type: "answer", answer: { type: "destination", country } }
      : { type: "not_covered", country };
  }
}

export type Understand = ReturnType<typeof createUnderstand>;

/** What was typed is no answer to the question that is open; as HTML. */
function hint(text: string, renewal: Renewal, language: Localizer): string {
  if (renewal.askingStart) {
    return language.html("renew.badDay", { text: quoted(text), days: FURTHEST_START_DAYS });
  }
  return openStep(renewal) === "destination"
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
      return language.html("renew.planPlease");
    case "quantity":
      return language.html("renew.daysPlease", { max: MAX_DAYS });
    case "destination":
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
