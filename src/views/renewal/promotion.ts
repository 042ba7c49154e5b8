import type { PromotionRefusal } from "../../domain/promotion.ts";
import type { Localizer } from "../../i18n/localizer.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";
import type { Renewal } from "../../use-cases/renewal/read-renewal.ts";
import { cardName } from "../card-name.ts";
import { coverageInFull, planName } from "../plan-facts.ts";

/** As many countries as fit into two lines. */
const ROOM_FOR_COUNTRIES = 120;

/** Why a code takes nothing off, in one sentence of HTML. */
export function whyNoDiscount(
  language: Localizer,
  { code, why }: { code: string; why: PromotionRefusal },
  timeZone: string,
): string {
  const { format, html, text } = language;
  switch (why.type) {
    case "not_yet":
      return html("promo.why.not_yet", { code, date: format.dateTime(why.startsAt, timeZone) });
    case "other_product": {
      const products = format.list(why.products.map((product) => text(`product.${product}`)));
      return html("promo.why.other_product", { code, products });
    }
    case "other_country": {
      const countries = coverageInFull(language, why.countries, ROOM_FOR_COUNTRIES);
      return html("promo.why.other_country", { code, countries });
    }
    case "other_kind": {
      const kinds = format.list(why.kinds.map((kind) => text(`plan.kind.${kind}`)));
      return html("promo.why.other_kind", { code, kinds });
    }
    case "other_currency":
      return html("promo.why.other_currency", { code, currency: why.currency });
    case "held_by_order":
      return html("promo.why.held_by_order", { code, number: why.number });
    default:
      return html(`promo.why.${why.type}`, { code });
  }
}

/** "What is your code?"; `back` leads to the summary again. */
export function askCodeView(language: Localizer, back: string, note?: string): RenderedMessage {
  return {
    text: note ?? language.html("promo.ask"),
    keyboard: [[{ text: language.text("common.back"), callbackData: back }]],
  };
}

/** What a summary turns into when there was nothing to pay; the news follows below. */
export function freeStartedView(
  language: Localizer,
  { number, plan, card }: Pick<Renewal, "number" | "plan" | "card">,
): RenderedMessage {
  return {
    text: language.html("promo.started", {
      number,
      name: plan ? planName(language, plan) : "–",
      card: card ? cardName(language, card) : "–",
    }),
  };
}
