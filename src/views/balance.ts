import { type Bundle, stateOf } from "../domain/bundle.ts";
import type { BundleForecast } from "../domain/forecast.ts";
import type { Money } from "../domain/money.ts";
import { EVERYWHERE, type LocalizedName, nameIn, type PlanKind, type Product } from "../domain/plan.ts";
import { escapeHtml, type Localizer } from "../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../ports/messenger.ts";
import { balanceLines } from "./balance-lines.ts";
import { cardName } from "./card-name.ts";
import { coverageInShort } from "./plan-facts.ts";
import { repeatButton } from "./repeat-button.ts";

/** What a card's balance is made of; the use case `readBalance` has it. */
export interface ShownCard {
  id: string;
  iccid: string;
  product: Product;
  label: string;
  asOf: Date | null;
  bundles: readonly Bundle[];
  forecasts: ReadonlyMap<string, BundleForecast>;
  repeat: ShownRepeat | null;
}

interface ShownRepeat extends Money {
  name: LocalizedName;
  kind: PlanKind;
  quantity: number;
}

type OtherCard = Pick<ShownCard, "id" | "iccid" | "product" | "label">;

export interface ShownBalance {
  shown: ShownCard;
  others: readonly OtherCard[];
  figures: "fresh" | "last_known";
}

/** More other cards than this are a list of their own. */
const FEW_CARDS = 4;
const CARDS_PER_PAGE = 8;
const COUNTRIES_PER_PAGE = 40;

/** What is left on one card, and what can be done about it. */
export function balanceView(
  language: Localizer,
  balance: ShownBalance,
  now: Date,
  timeZone: string,
): RenderedMessage {
  const { shown, others, figures } = balance;
  const parts = [`<b>${escapeHtml(cardName(language, shown))}</b>`];
  parts.push(balanceLines(language, shown, now, timeZone));
  const dated =
    figures === "fresh"
      ? asOfLine(language, shown, now, timeZone)
      : lastKnownLine(language, shown, now, timeZone);
  if (dated) parts.push(dated);
  return {
    text: parts.join("\n\n"),
    keyboard: [
      ...renewRows(language, shown),
      ...countryRows(language, shown, now),
      ...otherCardRows(language, others),
      [menuButton(language)],
    ],
  };
}

/** `14:02`, or `Fri 20 Nov, 14:02` when it was another day for the person. */
export function timeOf({ format }: Localizer, at: Date, now: Date, timeZone: string): string {
  const sameDay = format.date(at, timeZone) === format.date(now, timeZone) && +now - +at < 7 * 86_400_000;
  return sameDay ? format.time(at, timeZone) : format.dateTime(at, timeZone);
}

/** For a chat without an account: the one step before everything else. */
export function linkFirstView(language: Localizer): RenderedMessage {
  return {
    text: language.html("balance.linkFirst"),
    keyboard: [
      [{ text: language.text("start.linkButton"), callbackData: "go:link" }],
      [menuButton(language)],
    ],
  };
}

/** For an account without a card. */
export function noCardsView(language: Localizer): RenderedMessage {
  return {
    text: language.html("balance.noCards"),
    keyboard: [
      [{ text: language.text("start.registerButton"), callbackData: "go:register" }],
      [{ text: language.text("start.plansButton"), callbackData: "go:plans" }],
      [menuButton(language)],
    ],
  };
}

/** Every card of the account as a button, a page at a time. */
export function chooseCardView(
  language: Localizer,
  cards: readonly OtherCard[],
  page: number,
): RenderedMessage {
  const { shown, pager } = pageOf(cards, page, CARDS_PER_PAGE, "balance:cards");
  return {
    text: language.html("balance.chooseCard"),
    keyboard: [...shown.map((card) => [cardButton(language, card)]), ...pager, [menuButton(language)]],
  };
}

/** Where a bundle works, a page at a time, with the way back to its card. */
export function bundleCountriesView(
  language: Localizer,
  where: { cardId: string; bundle: Bundle },
  page: number,
): RenderedMessage {
  const { cardId, bundle } = where;
  const names = language
    .sortCountries(bundle.countries.filter((country) => country !== EVERYWHERE))
    .map(language.flaggedCountry);
  const { shown, pager } = pageOf(names, page, COUNTRIES_PER_PAGE, `balance:countries:${bundle.id}`);
  const title = language.html("balance.countries", {
    name: nameIn(bundle.planName, language.locale),
    countries: coverageInShort(language, bundle.countries),
  });
  return {
    text: `${title}\n\n${escapeHtml(shown.join("\n"))}`,
    keyboard: [...pager, [{ text: language.text("common.back"), callbackData: `balance:card:${cardId}` }]],
  };
}

function asOfLine(language: Localizer, { asOf }: ShownCard, now: Date, timeZone: string): string | undefined {
  return asOf ? language.html("balance.asOf", { time: timeOf(language, asOf, now, timeZone) }) : undefined;
}

function lastKnownLine(language: Localizer, { asOf }: ShownCard, now: Date, timeZone: string): string {
  return asOf
    ? language.html("balance.lastKnown", { time: timeOf(language, asOf, now, timeZone) })
    : language.html("balance.lastKnownUndated");
}

function renewRows(language: Localizer, { id, repeat, bundles }: ShownCard): MessageButton[][] {
  const usage = { text: language.text("usage.button"), callbackData: `usage:show:${id}` };
  const refresh = { text: language.text("balance.refreshButton"), callbackData: `balance:refresh:${id}` };
  const renew = (key: "balance.renewButton" | "balance.otherPlansButton") => ({
    text: language.text(key),
    callbackData: `go:renew:${id}`,
  });
  const looks = bundles.length > 0 ? [usage, refresh] : [refresh];
  if (!repeat) return [[renew("balance.renewButton"), ...looks]];
  return [[repeatButton(language, id, repeat)], [renew("balance.otherPlansButton"), ...looks]];
}

/** One button for each bundle whose countries are too many for its line. */
function countryRows(language: Localizer, { bundles }: ShownCard, now: Date): MessageButton[][] {
  const many = bundles.filter(
    (bundle) =>
      !["expired", "used_up"].includes(stateOf(bundle, now)) &&
      bundle.countries.length > 3 &&
      !bundle.countries.includes(EVERYWHERE),
  );
  return many.slice(0, 4).map((bundle) => {
    const countries = coverageInShort(language, bundle.countries);
    const name = nameIn(bundle.planName, language.locale);
    const text = many.length > 1 ? language.text("balance.countriesButton", { name, countries }) : countries;
    return [{ text, callbackData: `balance:countries:${bundle.id}` }];
  });
}

function otherCardRows(language: Localizer, others: readonly OtherCard[]): MessageButton[][] {
  if (others.length <= FEW_CARDS) return others.map((card) => [cardButton(language, card)]);
  const text = language.text("balance.otherCardsButton", { count: others.length });
  return [[{ text, callbackData: "balance:cards:0" }]];
}

const cardButton = (language: Localizer, card: OtherCard): MessageButton => ({
  text: cardName(language, card),
  callbackData: `balance:card:${card.id}`,
});

const menuButton = (language: Localizer): MessageButton => ({
  text: language.text("common.menu"),
  callbackData: "go:start",
});

/** A page of a list, kept within it, and the buttons to the pages beside it. */
function pageOf<Item>(items: readonly Item[], wanted: number, size: number, data: string) {
  const pages = Math.max(1, Math.ceil(items.length / size));
  const page = Math.min(Math.max(0, wanted), pages - 1);
  const turn: MessageButton[] = [];
  if (page > 0) turn.push({ text: "‹", callbackData: `${data}:${page - 1}` });
  if (page < pages - 1) turn.push({ text: "›", callbackData: `${data}:${page + 1}` });
  return {
    shown: items.slice(page * size, (page + 1) * size),
    pager: turn.length > 0 ? [turn] : [],
  };
}
