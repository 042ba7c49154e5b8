import { EXTENSION_DAYS } from "../../domain/bundle-extension.ts";
import { nameIn } from "../../domain/plan.ts";
import { shorten } from "../../domain/relay.ts";
import { shortId } from "../../domain/short-id.ts";
import type { Localizer } from "../../i18n/localizer.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";
import type { Extendable } from "../../use-cases/support/extend-bundle.ts";
import { cardName } from "../card-name.ts";

const MOST_PLANS = 8;
const LONGEST_LABEL = 60;

interface ExtendPlace {
  ticketId: string;
  timeZone: string;
}

/** Which plan is to last longer. */
export function extendableView(
  language: Localizer,
  choice: readonly Extendable[],
  { ticketId, timeZone }: ExtendPlace,
): RenderedMessage {
  const { format, html } = language;
  return {
    text: html("desk.extendWhich"),
    keyboard: [
      ...choice.slice(-MOST_PLANS).map(({ bundle, card }) => {
        const plan = nameIn(bundle.planName, language.locale);
        const label = `${plan} · ${format.date(bundle.expiresAt, timeZone)} · ··${card.iccid.slice(-4)}`;
        return [
          {
            text: shorten(label, LONGEST_LABEL),
            callbackData: `desk:plan:${shortId(ticketId)}:${shortId(bundle.id)}`,
          },
        ];
      }),
      [never(language, ticketId)],
    ],
  };
}

/** For how long. The end stands in the button: with another one nothing is done. */
export function extendHowView(
  language: Localizer,
  { bundle, card }: Extendable,
  { ticketId, timeZone }: ExtendPlace,
): RenderedMessage {
  const { format, html } = language;
  const ids = `${shortId(ticketId)}:${shortId(bundle.id)}`;
  return {
    text: html("desk.extendHow", {
      plan: nameIn(bundle.planName, language.locale),
      card: cardName(language, card),
      until: format.dateTime(bundle.expiresAt, timeZone),
    }),
    keyboard: [
      EXTENSION_DAYS.map((days) => ({
        text: `+ ${format.days(days)}`,
        callbackData: `desk:add:${ids}:${days}${bundle.expiresAt.getTime().toString(36)}`,
      })),
      [never(language, ticketId)],
    ],
  };
}

const never = ({ text }: Localizer, ticketId: string) => ({
  text: text("desk.button.never"),
  callbackData: `desk:never:${shortId(ticketId)}`,
});
