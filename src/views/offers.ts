import { nameIn } from "../domain/plan.ts";
import type { Promotion } from "../domain/promotion.ts";
import { escapeHtml, type Localizer, type MessageKey } from "../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../ports/messenger.ts";
import type { SavingFound } from "../use-cases/offers/find-saving.ts";
import type { OwnOffers } from "../use-cases/offers/read-offers.ts";
import { cardName } from "./card-name.ts";
import { coverageInFull } from "./plan-facts.ts";

/** More would be a catalogue. */
const MOST_SHOWN = 5;
const ROOM_FOR_COUNTRIES = 80;

const button = (language: Localizer, key: MessageKey, callbackData: string): MessageButton => ({
  text: language.text(key),
  callbackData,
});

/** What applies to this person, and what they want to hear of. */
export function offersView(
  language: Localizer,
  { promotions, wantsOffers, wantsHabitCheck }: OwnOffers,
  timeZone: string,
): RenderedMessage {
  const shown = promotions.slice(0, MOST_SHOWN);
  const lines = shown.map((promotion) => promotionLine(language, promotion, timeZone));
  const title = language.html(shown.length > 0 ? "offers.title" : "offers.none");
  const countries = new Set(shown.flatMap((promotion) => promotion.countries));
  const [country] = countries;
  const renew =
    countries.size === 1 && shown.every((promotion) => promotion.countries.length > 0)
      ? {
          text: language.text("offers.renewFor", { country: language.countryName(country!) }),
          callbackData: `go:renew:${country}`,
        }
      : button(language, "offers.renew", "go:renew");
  return {
    text: [title, ...lines.flatMap((line) => ["", line])].join("\n"),
    keyboard: [
      ...(shown.length > 0 ? [[renew]] : []),
      [
        button(
          language,
          wantsOffers ? "offers.on" : "offers.off",
          `offers:set:${wantsOffers ? "off" : "on"}`,
        ),
      ],
      [
        button(
          language,
          wantsHabitCheck ? "habit.on" : "habit.off",
          `offers:habit:${wantsHabitCheck ? "off" : "on"}`,
        ),
      ],
      [button(language, "common.menu", "go:start")],
    ],
  };
}

/** `−10 %: Winter sale · WINTER10`, then what it is for and until when. HTML. */
function promotionLine(language: Localizer, promotion: Promotion, timeZone: string): string {
  const { format, html, text } = language;
  const { code, name, discount, countries, products, kinds, endsAt, firstOrderOnly } = promotion;
  const off =
    discount.type === "percent"
      ? text("offers.percent", { percent: discount.percent })
      : format.money(discount);
  const facts: string[] = [];
  if (countries.length > 0) facts.push(coverageInFull(language, countries, ROOM_FOR_COUNTRIES));
  if (products.length > 0) facts.push(format.list(products.map((product) => text(`product.${product}`))));
  if (kinds.length > 0) facts.push(format.list(kinds.map((kind) => text(`plan.kind.${kind}`))));
  if (firstOrderOnly) facts.push(text("offers.firstOrder"));
  if (endsAt) facts.push(text("offers.until", { date: format.dateTime(endsAt, timeZone) }));
  const line = html("offers.line", { off, code });
  const head = name ? `${escapeHtml(nameIn(name, language.locale))}\n${line}` : line;
  return facts.length > 0 ? `${head}\n${escapeHtml(facts.join(" · "))}` : head;
}

/** The button that ends all offers, below each of them. */
export const noMoreOffers = (language: Localizer): MessageButton =>
  button(language, "broadcast.stop", "offers:stop");

/** What an operator wrote, in the person's language, with the way out below. */
export function broadcastView(
  language: Localizer,
  broadcast: {
    text: { en: string } & Record<string, string>;
    button: { label: { en: string } & Record<string, string>; target: string } | null;
  },
): RenderedMessage {
  const { locale } = language;
  const rows: MessageButton[][] = [];
  if (broadcast.button) {
    const { label, target } = broadcast.button;
    const text = nameIn(label, locale);
    rows.push([target.startsWith("https:") ? { text, url: target } : { text, callbackData: target }]);
  }
  return { text: nameIn(broadcast.text, locale), keyboard: [...rows, [noMoreOffers(language)]] };
}

/** "You used 3 of 10 GB": what would have done for less, and the way to buy it or to hear no more of this. */
export function savingView(language: Localizer, found: SavingFound): RenderedMessage {
  const { format, html } = language;
  const { card, usedName, dataUsedBytes, dataTotalBytes, instead, saved } = found;
  return {
    text: html("habit.saving", {
      card: cardName(language, card as never),
      plan: nameIn(usedName, language.locale),
      used: format.dataIn(dataUsedBytes, dataTotalBytes),
      total: format.data(dataTotalBytes),
      instead: nameIn(instead.name, language.locale),
      saved: format.money(saved),
    }),
    keyboard: [
      [button(language, "offers.renew", "go:renew"), button(language, "habit.stop", "offers:habit:stop")],
    ],
  };
}
