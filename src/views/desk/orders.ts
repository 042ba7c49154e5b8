import type { Money } from "../../domain/money.ts";
import { isPaid, mayRenew } from "../../domain/order-life.ts";
import { shortId } from "../../domain/short-id.ts";
import type { Localizer, MessageKey } from "../../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../../ports/messenger.ts";
import type { OrderHappening, OrderShown } from "../../use-cases/order/read-order.ts";
import { orderStatus } from "../order-list.ts";
import { orderPlan } from "../payment-news.ts";

const MOST_HAPPENINGS = 12;

interface OrderPlace {
  ticketId: string;
  timeZone: string;
}

/** A customer's orders, newest first, each a button. */
export function deskOrdersView(
  language: Localizer,
  orders: readonly OrderShown[],
  { ticketId, timeZone }: OrderPlace,
): RenderedMessage {
  const { html } = language;
  if (orders.length === 0) return { text: html("desk.noOrders") };
  const buttons = orders.map(({ id, number }) => ({
    text: number,
    callbackData: `desk:order:${shortId(ticketId)}:${shortId(id)}`,
  }));
  const rows: MessageButton[][] = [];
  for (let at = 0; at < buttons.length; at += 2) rows.push(buttons.slice(at, at + 2));
  return {
    text: [html("desk.card.orders"), ...orders.map((order) => line(language, order, timeZone))].join("\n"),
    keyboard: rows,
  };
}

/** One order with its payments and its history, and what can be done about it. */
export function deskOrderView(
  language: Localizer,
  order: OrderShown & { disputed?: boolean },
  history: readonly OrderHappening[],
  more: OrderPlace & { refundable: Money | undefined; releasable: boolean },
): RenderedMessage {
  const { format, html } = language;
  const lines = [
    line(language, order, more.timeZone),
    ...order.payments.map(({ id, amount, status }) =>
      html("desk.payment", { id, amount: format.money(amount), status }),
    ),
    "",
    ...history
      .slice(-MOST_HAPPENINGS)
      .map(({ at, type, cause }) =>
        html("desk.happening", { time: format.dateTime(at, more.timeZone), what: type, cause }),
      ),
  ];
  return { text: lines.join("\n"), keyboard: helps(language, order, more) };
}

function helps(
  language: Localizer,
  order: OrderShown,
  { ticketId, refundable, releasable }: OrderPlace & { refundable: Money | undefined; releasable: boolean },
): MessageButton[][] {
  const { format, text } = language;
  const ids = `${shortId(ticketId)}:${shortId(order.id)}`;
  const help = (key: MessageKey, action: string, values = {}): MessageButton[] => [
    { text: text(key, values), callbackData: `desk:${action}:${ids}` },
  ];
  const isTold = isPaid(order.status) || ["confirming", "refunding", "refunded"].includes(order.status);
  return [
    ...(isTold ? [help("desk.button.resend", "resend")] : []),
    ...(mayRenew({ ...order, disputed: null }) ? [help("desk.button.retry", "retry")] : []),
    ...(releasable ? [help("desk.button.release", "release")] : []),
    ...(refundable ? [help("desk.button.refund", "refund", { amount: format.money(refundable) })] : []),
    [{ text: text("desk.button.allOrders"), callbackData: `desk:orders:${shortId(ticketId)}:0` }],
  ];
}

/** The last question before money goes back. The amount is in the button: with another nothing is done. */
export function askRefundView(
  language: Localizer,
  order: OrderShown,
  money: Money,
  ticketId: string,
): RenderedMessage {
  const { format, html, text } = language;
  const amount = format.money(money);
  const ids = `${shortId(ticketId)}:${shortId(order.id)}`;
  return {
    text: html("desk.refundHow", { amount, number: order.number, plan: orderPlan(language, order) }),
    keyboard: [
      [
        {
          text: text("desk.button.refundYes", { amount }),
          callbackData: `desk:pay:${ids}:${money.amountMinor.toString(36)}`,
        },
      ],
      [{ text: text("desk.button.never"), callbackData: `desk:order:${ids}` }],
    ],
  };
}

/** Above the set sum: what the second administrator reads. */
export function secondAgentView(
  language: Localizer,
  order: OrderShown,
  facts: { money: Money; ticketId: string; agent: string },
): RenderedMessage {
  const { format, html, text } = language;
  const amount = format.money(facts.money);
  const ids = `${shortId(facts.ticketId)}:${shortId(order.id)}`;
  return {
    text: html("desk.refundSecond", { amount, number: order.number, agent: facts.agent }),
    keyboard: [
      [{ text: text("desk.button.refundSecond", { amount }), callbackData: `desk:second:${ids}` }],
      [{ text: text("desk.button.never"), callbackData: `desk:order:${ids}` }],
    ],
  };
}

function line(language: Localizer, order: OrderShown, timeZone: string): string {
  const { format, html } = language;
  return html("desk.card.order", {
    number: order.number,
    status: orderStatus(language, order),
    date: format.date(order.createdAt, timeZone),
    plan: orderPlan(language, order),
    amount: order.amount ? format.money(order.amount) : "–",
  });
}
