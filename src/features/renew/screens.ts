import { cardNamed } from "../../domain/card-named.ts";
import { popularCountries } from "../../domain/country.ts";
import { inOrderOfNeed } from "../../domain/renewal-need.ts";
import type { Localizer } from "../../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../../ports/messenger.ts";
import type { FindCoverage, FindPlans, FindRecentDestinations } from "../../use-cases/renewal/find-plans.ts";
import type { ListCards } from "../../use-cases/renewal/list-cards.ts";
import { openStep, type Renewal } from "../../use-cases/renewal/read-renewal.ts";
import { cardName } from "../../views/card-name.ts";
import { cardsView, daysView, startView } from "../../views/renewal/choices.ts";
import { heardText } from "../../views/renewal/heard.ts";
import { matchesView, placesView, regionView } from "../../views/renewal/places.ts";
import { type KindFilter, planCoverageView, plansView } from "../../views/renewal/plans.ts";
import { createLinks, type Look } from "./answer.ts";

export interface ScreenDeps {
  findPlans: FindPlans;
  findCoverage: FindCoverage;
  findRecentDestinations: FindRecentDestinations;
  listCards: ListCards;
}

export interface Viewer {
  language: Localizer;
  timeZone: string;
  now: Date;
}

const FAVOURITES = 8;

/** The screens of the talk before its summary. `note` is a line of HTML above the question. */
export function createScreens(deps: ScreenDeps) {
  return { question, look, which, places, aboveWhere, cardMeant };

  /** The question that is open. */
  async function question(renewal: Renewal, viewer: Viewer, note?: string): Promise<RenderedMessage> {
    const { language } = viewer;
    const links = createLinks(renewal.number);
    const exit = exitButton(language, renewal);
    if (renewal.askingStart) {
      return startView(language, { ...viewer, note }, { start: links.start, back: links.start("now") });
    }
    switch (openStep(renewal)) {
      case "card":
        return cards(renewal, viewer, 0, note ?? tripHeard(renewal, viewer));
      case "destination":
        return places(renewal, viewer, note);
      case "plan":
        return plans(renewal, viewer, "all", 0, note);
      case "quantity":
        return daysView(
          language,
          renewal.plan!,
          {
            days: links.days,
            footer: [[{ text: language.text("common.back"), callbackData: links.otherPlan() }, exit]],
          },
          note,
        );
      case "summary":
        throw new Error(`Order ${renewal.number} has no open question`);
    }
  }

  async function look(
    renewal: Renewal,
    viewer: Viewer,
    at: Exclude<Look, { at: "stays" }>,
  ): Promise<RenderedMessage> {
    const { language } = viewer;
    switch (at.at) {
      case "where":
        return places(renewal, viewer);
      case "cards":
        return cards(renewal, viewer, at.page);
      case "region": {
        const covered = await deps.findCoverage(renewal.card ?? undefined);
        return regionView(language, { ...at, covered }, placeLinks(renewal, language));
      }
      case "plans":
        return renewal.card && renewal.destination
          ? plans(renewal, viewer, at.kind, at.page)
          : question(renewal, viewer);
      case "coverage": {
        if (!renewal.card || !renewal.destination) return question(renewal, viewer);
        const found = await deps.findPlans(renewal.card, renewal.destination);
        const list = { title: "", plans: inOrderOfNeed(found, renewal.need), ...at };
        return planCoverageView(language, list, createLinks(renewal.number).plans(at.kind, at.page));
      }
    }
  }

  async function cards(renewal: Renewal, { language }: Viewer, page: number, note?: string) {
    const { card, cardsPage } = createLinks(renewal.number);
    const own = await deps.listCards(renewal.accountId);
    const links = { card, page: cardsPage, exit: exitButton(language, renewal) };
    return cardsView(language, { cards: own, page, note }, links);
  }

  async function cardMeant({ accountId }: Renewal, text: string): Promise<string | undefined> {
    return cardNamed(await deps.listCards(accountId), text)?.id;
  }

  function which(renewal: Renewal, viewer: Viewer, matches: { codes: string[]; together: boolean }) {
    return matchesView(viewer.language, matches, placeLinks(renewal, viewer.language));
  }

  async function places(renewal: Renewal, { language }: Viewer, note?: string): Promise<RenderedMessage> {
    const [covered, recent] = await Promise.all([
      deps.findCoverage(renewal.card ?? undefined),
      deps.findRecentDestinations(renewal.accountId, 2),
    ]);
    const favourites = [...new Set([...recent, ...popularCountries])].filter((code) => covered.has(code));
    const view = placesView(
      language,
      {
        title: note ?? whereTitle(renewal, language),
        favourites: favourites.slice(0, FAVOURITES),
        covered,
      },
      placeLinks(renewal, language),
    );
    return renewal.card && renewal.cardCount > 1 ? withOtherCard(view, renewal, language) : view;
  }

  /** What was understood, above the question where to go. */
  function aboveWhere(renewal: Renewal, { language }: Viewer, note: string | undefined): string {
    const title = whereTitle(renewal, language);
    return note ? `${note}\n\n${title}` : title;
  }

  async function plans(renewal: Renewal, viewer: Viewer, kind: KindFilter, page: number, note?: string) {
    const { language, timeZone } = viewer;
    const { card, destination, startsAt, need } = renewal;
    const found = await deps.findPlans(card!, destination!);
    if (found.length === 0) {
      return places(
        renewal,
        viewer,
        language.html("renew.notCovered", { country: language.countryName(destination!) }),
      );
    }
    const links = createLinks(renewal.number);
    const day = startsAt ? language.format.date(startsAt, timeZone) : language.text("renew.now");
    const title = language.html("renew.plans", {
      country: language.flaggedCountry(destination!),
      card: cardName(language, card!),
      start: startsAt ? language.text("renew.startsOn", { date: day }) : language.text("renew.startsNow"),
    });
    return plansView(
      language,
      { title: note ? `${note}\n\n${title}` : title, plans: inOrderOfNeed(found, need), need, kind, page },
      {
        plan: (plan) => links.plan(plan.id, plan.priceMinor),
        page: links.plans,
        coverage: links.coverage,
        footer: [
          [
            { text: language.text("renew.whenButton", { day }), callbackData: links.when() },
            { text: language.text("renew.otherCountry"), callbackData: links.where() },
          ],
          [exitButton(language, renewal)],
        ],
      },
    );
  }
}

export type Screens = ReturnType<typeof createScreens>;

/** A trip that waits for its card is said back meanwhile. */
function tripHeard(
  { destination, startsAt, need }: Renewal,
  { language, timeZone }: Viewer,
): string | undefined {
  if (!need.trip) return undefined;
  const heard = {
    ...(destination && { country: destination }),
    ...(startsAt && { startsAt }),
    need,
    timeZone,
  };
  return heardText(language, heard) || undefined;
}

const whereTitle = ({ card }: Renewal, language: Localizer): string =>
  card
    ? language.html("renew.where", { card: cardName(language, card) })
    : language.html("renew.whereToLook");

/** Whoever has a card that comes first can still take another from the start. */
function withOtherCard(
  { text, keyboard = [] }: RenderedMessage,
  { number }: Renewal,
  language: Localizer,
): RenderedMessage {
  const other = { text: language.text("renew.otherCard"), callbackData: createLinks(number).cards() };
  return { text, keyboard: [...keyboard.slice(0, -1), [other, ...(keyboard.at(-1) ?? [])]] };
}

function placeLinks(renewal: Renewal, language: Localizer) {
  const { to, region, where } = createLinks(renewal.number);
  return { to, region, where, exit: exitButton(language, renewal) };
}

/** With several cards the way out of a question leads by the cards. */
export function exitButton(language: Localizer, renewal: Renewal): MessageButton {
  return { text: language.text("renew.cancel"), callbackData: createLinks(renewal.number).stop() };
}
