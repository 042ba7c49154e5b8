import type { Money } from "../domain/money.ts";
import type { ToldStage } from "../domain/order-life.ts";
import { unreachable } from "../domain/result.ts";
import { shortId } from "../domain/short-id.ts";
import type { Localizer, MessageKey } from "../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../ports/messenger.ts";
import type { OrderShown } from "../use-cases/order/read-order.ts";
import { cardName } from "./card-name.ts";
import { planName } from "./plan-facts.ts";

/** What a payment's or delivery's news says besides the order itself. */
export interface NewsFacts {
  order: OrderShown;
  /** What went back, or is on its way. */
  refund?: Money;
  /** Whether all of it has arrived. */
  refundSettled?: boolean;
  /** Whether it goes back because the operator said so, and not because nothing could be delivered. */
  refundAsked?: boolean;
  failure?: string;
  /** What is on the card now, in HTML. */
  balance?: string;
  /** Nobody knows yet whether this person wants to hear of offers. */
  asksForOffers?: boolean;
}

/** The message for one stage of an order's life. */
export function paymentNewsView(language: Localizer, stage: ToldStage, facts: NewsFacts): RenderedMessage {
  const { order } = facts;
  const { format, html, text } = language;
  const amount = order.amount ? format.money(order.amount) : "";
  const refund = facts.refund ? format.money(facts.refund) : amount;
  const values = { plan: orderPlan(language, order), card: orderCard(language, order), refund };
  const isFree = order.amount?.amountMinor === 0;
  const orderLine = html(isFree ? "news.freeOrderLine" : "news.orderLine", { number: order.number, amount });
  const say = (key: MessageKey, ...more: string[]) => [html(key, values), ...more].join("\n");
  const button = (key: MessageKey, callbackData: string): MessageButton => ({
    text: text(key, { amount }),
    callbackData,
  });
  const details = button("news.details", `orders:show:${order.id}`);
  const human = button("common.human", `go:support:order:${shortId(order.id)}`);
  const later = button("news.later", `orders:later:${order.id}`);
  const resume = (key: MessageKey) => button(key, `go:resume:${order.number}`);

  switch (stage) {
    case "received":
      return { text: say(isFree ? "news.free" : "news.received", orderLine) };
    case "confirming":
      return { text: say("news.confirming", orderLine), keyboard: [[details]] };
    case "renewed": {
      const balance = facts.balance ? ["", facts.balance] : [];
      return {
        text: say("news.renewed", ...balance, "", orderLine),
        keyboard: [
          [button("news.balance", order.card ? `balance:card:${order.card.id}` : "balance:show"), details],
          ...(facts.asksForOffers ? [[button("offers.ask", "offers:yes")]] : []),
        ],
      };
    }
    case "delayed":
      return {
        text: say(isFree ? "news.freeDelayed" : "news.delayed", orderLine),
        keyboard: [[details, human]],
      };
    case "declined":
    case "failed": {
      // Only a free order is refused without a payment.
      if (order.payments.length === 0)
        return { text: say("news.undeliverable", orderLine), keyboard: [[human]] };
      const reason = text(`news.reason.${facts.failure ?? "other"}` as MessageKey);
      return {
        text: [html(`news.${stage}`, { reason }), orderLine].join("\n"),
        keyboard: [[resume("news.otherMethod")], [later, human]],
      };
    }
    case "expired":
      return { text: say("news.expired", orderLine), keyboard: [[resume("news.resume")], [later, human]] };
    case "held":
      return { text: say("news.held", orderLine), keyboard: [[details, human]] };
    case "refunding":
      return {
        text: say(facts.refundAsked ? "news.returning" : "news.refunding", orderLine),
        keyboard: [[details, human]],
      };
    case "refunded":
      return {
        text: say(facts.refundSettled ? "news.refunded" : "news.returning", orderLine),
        keyboard: [[details, human]],
      };
    case "surplus_refunded":
      return { text: say(surplusKey(facts), orderLine), keyboard: [[details, human]] };
    case "refund_failed":
      return { text: say("news.refundFailed", orderLine), keyboard: [[details, human]] };
    default:
      return unreachable(stage);
  }
}

/** Whether the card was renewed all the same decides what "twice" means to the customer. */
function surplusKey({ order, refundSettled }: NewsFacts): MessageKey {
  if (order.status === "refunding" || order.status === "refunded") return "news.surplusRefundedOnly";
  return refundSettled ? "news.surplusRefunded" : "news.surplusRefunding";
}

/** The plan's name, with its days where it is sold by the day. Plain text. */
export function orderPlan(language: Localizer, { plan, quantity }: OrderShown): string {
  if (!plan) return "–";
  const name = planName(language, plan);
  return plan.kind === "daily" ? `${name} × ${language.format.days(quantity)}` : name;
}

export const orderCard = (language: Localizer, { card }: OrderShown): string =>
  card ? cardName(language, card) : "–";

/** What goes back of an order's money: of one payment, or else of all that bought it. */
export function refundFacts(
  order: OrderShown,
  { paymentId, amountMinor }: { paymentId?: string; amountMinor?: number } = {},
): Pick<NewsFacts, "refund" | "refundSettled"> {
  const payments = paymentId
    ? order.payments.filter(({ id }) => id === paymentId)
    : order.payments.filter(
        ({ status, surplus }) => !surplus && (status === "refunding" || status === "refunded"),
      );
  const [first] = payments;
  if (!first) return {};
  const whole = payments.reduce((sum, { amount }) => sum + amount.amountMinor, 0);
  const back = payments.reduce((sum, { refundedMinor }) => sum + refundedMinor, 0);
  const returned = amountMinor ?? whole;
  return {
    refund: { amountMinor: returned, currency: first.amount.currency },
    refundSettled: back >= returned,
  };
}
