import type { Plan } from "../../domain/plan.ts";
import type { Localizer } from "../../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../../ports/messenger.ts";
import type { ExpectedPeriod } from "../../use-cases/renewal/expect-period.ts";
import type { RenewalCard } from "../../use-cases/renewal/read-renewal.ts";
import { cardName } from "../card-name.ts";
import { coverageInShort, planName, whatIsAdded } from "../plan-facts.ts";

export interface Summary {
  number: string;
  card: RenewalCard;
  plan: Plan;
  quantity: number;
  period: ExpectedPeriod;
  timeZone: string;
  amount: { amountMinor: number; currency: string };
  /** The checkout page and until when its price holds; absent when the provider cannot be reached. */
  checkout?: { url: string; expiresAt: Date };
}

/** Everything that will be true after paying, and the button that pays. */
export function summaryView(
  language: Localizer,
  summary: Summary,
  links: { retry: string; footer: MessageButton[][] },
): RenderedMessage {
  const { format, html, text } = language;
  const { plan, quantity, period, timeZone, checkout } = summary;
  const amount = format.money(summary.amount);
  const lines = [
    html("renew.summary", { name: planName(language, plan), card: cardName(language, summary.card) }),
    "",
    html("renew.adds", { what: whatIsAdded(language, plan, quantity) }),
    html("renew.worksIn", { where: coverageInShort(language, plan.countries) }),
    html("renew.starts", { when: startText(language, period, timeZone) }),
    html("renew.ends", { date: format.dateTime(period.endsAt, timeZone) }),
    "",
    html("renew.toPay", { amount }),
    checkout
      ? html("renew.priceHolds", { number: summary.number, time: format.time(checkout.expiresAt, timeZone) })
      : html("renew.providerDown"),
  ];
  const pay: MessageButton = checkout
    ? { text: text("renew.pay", { amount }), url: checkout.url }
    : { text: text("renew.tryAgain"), callbackData: links.retry };
  return { text: lines.join("\n"), keyboard: [[pay], ...links.footer] };
}

function startText(language: Localizer, period: ExpectedPeriod, timeZone: string): string {
  const date = language.format.dateTime(period.startsAt, timeZone);
  switch (period.start) {
    case "now":
      return language.text("renew.startNow");
    case "on_day":
      return date;
    case "waits":
      return language.text("renew.startAfter", { date });
  }
}
