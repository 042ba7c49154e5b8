import { covers, type Plan } from "../../domain/plan.ts";
import type { Localizer } from "../../i18n/localizer.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";
import { planName, planPrice } from "../plan-facts.ts";
import { quoted } from "./places.ts";

/** Whether it works there: the plan being looked at, and what else does, with its price. */
export function coverageAnswerView(
  language: Localizer,
  asked: { places: { country: string; plans: Plan[] }[]; plan: Plan | null; linked: boolean },
): RenderedMessage {
  const { html, text } = language;
  const { plan } = asked;
  const lines = asked.places.map(({ country, plans }) => {
    const place = language.flaggedCountry(country);
    if (plan && covers(plan.countries, country)) {
      return html("talkReply.planCovers", { name: planName(language, plan), place });
    }
    const [cheapest] = plans;
    const others = cheapest
      ? html("talkReply.plansCover", {
          place,
          count: plans.length,
          name: planName(language, cheapest),
          price: planPrice(language, cheapest),
        })
      : html("talkReply.nothingCovers", { place });
    const no = plan && html("talkReply.planDoesNotCover", { name: planName(language, plan), place });
    return no ? `${no} ${others}` : others;
  });
  const offered = asked.places.filter(
    ({ country, plans }) => plans.length > 0 && !(plan && covers(plan.countries, country)),
  );
  return {
    text: lines.join("\n"),
    keyboard: offered.map(({ country }) => [
      {
        text: text("talkReply.plansForButton", { place: language.flaggedCountry(country) }),
        callbackData: asked.linked ? `go:renew:${country}` : `plans:to:${country}`,
      },
    ]),
  };
}

/** A code that waits for its summary; `isAsking` while a renewal goes on below anyhow. */
export function keptCodeView(language: Localizer, code: string, isAsking: boolean): RenderedMessage {
  const keyboard = [[{ text: language.text("start.renewButton"), callbackData: "go:renew" }]];
  return { text: language.html("talkReply.codeKept", { code }), ...(!isAsking && { keyboard }) };
}

export function unknownCodeView(language: Localizer, typed: string): RenderedMessage {
  return { text: language.html("promo.unknown", { text: quoted(typed) }) };
}
