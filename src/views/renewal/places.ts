import { type Region, regionOf, regions } from "../../domain/country.ts";
import type { Localizer } from "../../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../../ports/messenger.ts";

/**
 * Callback data of the buttons that lead through a choice. `renew` writes into a draft, `plans` only looks:
 * both show the same countries and plans.
 */
export interface Links {
  to(country: string): string;
  region(region: Region, page: number): string;
  where(): string;
  /** What leads out: cancel, or back to the menu. */
  exit: MessageButton;
}

/** Eight rows of two fit on a phone beside the text. */
const COUNTRIES_PER_PAGE = 16;

export interface PlacesData {
  /** The line above the buttons, in HTML. */
  title: string;
  /** Offered first: where this person went lately, then where most go. */
  favourites: string[];
  covered: ReadonlySet<string>;
}

/** "Where are you going?": favourites, then the regions there are plans for. */
export function placesView(language: Localizer, data: PlacesData, links: Links): RenderedMessage {
  const favourites = data.favourites.map((code) => countryButton(language, code, links));
  const covered = regions.filter((region) => [...data.covered].some((code) => regionOf(code) === region));
  const regionButtons = covered.map((region) => ({
    text: language.text(`region.${region}`),
    callbackData: links.region(region, 0),
  }));
  return {
    text: data.title,
    keyboard: [...inRows(favourites, 2), ...inRows(regionButtons, 2), [links.exit]],
  };
}

/** One region's countries, in alphabetical order, a page at a time. */
export function regionView(
  language: Localizer,
  data: { region: Region; covered: ReadonlySet<string>; page: number },
  links: Links,
): RenderedMessage {
  const codes = language.sortCountries([...data.covered].filter((code) => regionOf(code) === data.region));
  const pages = Math.max(1, Math.ceil(codes.length / COUNTRIES_PER_PAGE));
  const page = Math.min(Math.max(data.page, 0), pages - 1);
  const shown = codes.slice(page * COUNTRIES_PER_PAGE, (page + 1) * COUNTRIES_PER_PAGE);
  const turn: MessageButton[] = [];
  if (page > 0) turn.push({ text: `‹ ${page}/${pages}`, callbackData: links.region(data.region, page - 1) });
  if (page < pages - 1) {
    turn.push({ text: `${page + 2}/${pages} ›`, callbackData: links.region(data.region, page + 1) });
  }
  const title = language.html("renew.region", { region: language.text(`region.${data.region}`) });
  return {
    text: title,
    keyboard: [
      ...inRows(
        shown.map((code) => countryButton(language, code, links)),
        2,
      ),
      ...(turn.length > 0 ? [turn] : []),
      [{ text: language.text("common.back"), callbackData: links.where() }, links.exit],
    ],
  };
}

/** Several answers to what was typed, as buttons. */
export function matchesView(
  language: Localizer,
  data: { codes: string[]; together: boolean },
  links: Links,
): RenderedMessage {
  return {
    text: language.html(data.together ? "renew.several" : "renew.didYouMean"),
    keyboard: [
      ...inRows(
        data.codes.map((code) => countryButton(language, code, links)),
        2,
      ),
      [{ text: language.text("common.back"), callbackData: links.where() }, links.exit],
    ],
  };
}

/** What somebody typed, shortened so that it cannot fill the screen, as HTML-safe text for a sentence. */
export const quoted = (text: string): string =>
  text.length > 40 ? `${[...text].slice(0, 40).join("")}…` : text;

const countryButton = (language: Localizer, code: string, links: Links): MessageButton => ({
  text: language.flaggedCountry(code),
  callbackData: links.to(code),
});

export function inRows<Item>(items: readonly Item[], perRow: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / perRow) }, (_, row) =>
    items.slice(row * perRow, (row + 1) * perRow),
  );
}
