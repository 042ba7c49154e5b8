import type { Money } from "../../domain/money.ts";
import type { Plan } from "../../domain/plan.ts";
import type { Localizer } from "../../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../../ports/messenger.ts";
import type { Discount } from "../../use-cases/promotion/read-discount.ts";
import type { ExpectedPeriod } from "../../use-cases/renewal/expect-period.ts";
import type { RenewalCard } from "../../use-cases/renewal/read-renewal.ts";
import { cardName } from "../card-name.ts";
import { discountName } from "../discount-name.ts";
import { coverageInShort, planName, whatIsAdded } from "../plan-facts.ts";

export interface Summary {
  number: string;
  card: RenewalCard;
  plan: Plan;
  quantity: number;
  period: ExpectedPeriod;
  timeZone: string;
  /** What is left to pay. */
  amount: Money;
  /** What is off already. */
  discount: Discount | null;
  /** The checkout page and until when its price holds; `down` when the provider cannot be reached. */
  checkout: { type: "to_pay"; url: string; expiresAt: Date } | { type: "free" } | { type: "down" };
}

export interface SummaryLinks {
  retry: string;
  renewNow: string;
  /** Rows below the one that pays. */
  footer: MessageButton[][];
}

/** Everything that will be true after paying, and the button that pays. */
export function summaryView(language: Localizer, summary: Summary, links: SummaryLinks): RenderedMessage {
  const { format, html } = language;
  const { plan, quantity, period, timeZone } = summary;
  const lines = [
    html("renew.summary", { name: planName(language, plan), card: cardName(language, summary.card) }),
    "",
    html("renew.adds", { what: whatIsAdded(language, plan, quantity) }),
    html("renew.worksIn", { where: coverageInShort(language, plan.countries) }),
    html("renew.starts", { when: startText(language, period, timeZone) }),
    html("renew.ends", { date: format.dateTime(period.endsAt, timeZone) }),
    "",
    ...priceLines(language, summary),
  ];
  return { text: lines.join("\n"), keyboard: [[payButton(language, summary, links)], ...links.footer] };
}

function priceLines(language: Localizer, summary: Summary): string[] {
  const { format, html } = language;
  const { number, amount, discount, checkout, timeZone } = summary;
  const off = discount && format.money({ ...amount, amountMinor: discount.amountMinor });
  const lines = off ? [html("promo.discount", { code: discountName(language, discount), amount: off })] : [];
  switch (checkout.type) {
    case "free":
      return [...lines, html("promo.nothingToPay"), html("promo.nothingCharged", { number })];
    case "to_pay": {
      const time = format.time(checkout.expiresAt, timeZone);
      const toPay = html("renew.toPay", { amount: format.money(amount) });
      return [...lines, toPay, html("renew.priceHolds", { number, time })];
    }
    case "down":
      return [...lines, html("renew.toPay", { amount: format.money(amount) }), html("renew.providerDown")];
  }
}

function payButton({ format, text }: Localizer, summary: Summary, links: SummaryLinks): MessageButton {
  const { amount, checkout } = summary;
  switch (checkout.type) {
    case "free":
      return { text: text("promo.renewNow"), callbackData: links.renewNow };
    case "to_pay":
      return { text: text("renew.pay", { amount: format.money(amount) }), url: checkout.url };
    case "down":
      return { text: text("renew.tryAgain"), callbackData: links.retry };
  }
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
