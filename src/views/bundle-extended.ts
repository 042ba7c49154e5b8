import { type LocalizedName, nameIn, type Product } from "../domain/plan.ts";
import type { Localizer } from "../i18n/localizer.ts";
import type { RenderedMessage } from "../ports/messenger.ts";
import { cardName } from "./card-name.ts";

/** A gift of days: until when the plan runs now. */
export function bundleExtendedView(
  language: Localizer,
  facts: {
    planName: LocalizedName;
    card: { label: string; product: Product; iccid: string };
    until: Date;
    timeZone: string;
  },
): RenderedMessage {
  return {
    text: language.html("support.extended", {
      plan: nameIn(facts.planName, language.locale),
      card: cardName(language, facts.card),
      until: language.format.dateTime(facts.until, facts.timeZone),
    }),
  };
}
