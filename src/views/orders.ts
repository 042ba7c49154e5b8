import type { ToldStage } from "../domain/order-life.ts";
import { shortId } from "../domain/short-id.ts";
import { escapeHtml, type Localizer, type MessageKey } from "../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../ports/messenger.ts";
import type { OrderHappening, OrderShown } from "../use-cases/order/read-order.ts";
import { discountName } from "./discount-name.ts";
import { type ListPlace, orderStatus, placeCode } from "./order-list.ts";
import { orderCard, orderPlan } from "./payment-news.ts";
import { whatIsAdded } from "./plan-facts.ts";

/** One order: what, for which card, how much, what has happened, and what can be done. */
export function orderView(
  language: Localizer,
  order: OrderShown,
  more: {
    history: OrderHappening[];
    timeZone: string;
    /** Whether it was made in this chat: only there it is paid or canceled. */
    own: boolean;
    /** Where in the list it was opened. */
    from?: ListPlace | undefined;
  },
): RenderedMessage {
  const { format, html, text } = language;
  const { plan, quantity, startsAt } = order;
  const lines = [
    html("orders.heading", { number: order.number, status: orderStatus(language, order) }),
    "",
    plan
      ? html("orders.what", {
          plan: orderPlan(language, order),
          facts: whatIsAdded(language, plan, quantity),
        })
      : "–",
    escapeHtml(orderCard(language, order)),
    ...(startsAt ? [html("orders.startsAt", { date: format.date(startsAt, more.timeZone) })] : []),
    ...money(language, order),
    ...history(language, more.history, more.timeZone),
  ];
  const button = (key: MessageKey, callbackData: string): MessageButton => ({
    text: text(key, { amount: order.amount ? format.money(order.amount) : "" }),
    callbackData,
  });
  const receipt = buyer(order)?.receiptUrl;
  const receipts: MessageButton[] = [
    ...(receipt ? [{ text: text("orders.receipt"), url: receipt }] : []),
    button("orders.receiptPdf", `orders:receipt:${order.id}`),
  ];
  const unpaid = ["awaiting_payment", "expired", "failed", "canceled"].includes(order.status) && !order.held;
  const payable = more.own && unpaid;
  return {
    text: lines.join("\n"),
    keyboard: [
      ...(payable ? [[button("news.resume", `go:resume:${order.number}`)]] : []),
      ...(payable && order.status === "awaiting_payment"
        ? [[button("orders.cancel", `orders:cancel:${order.id}`)]]
        : []),
      ...(order.paidAt ? [receipts] : []),
      ...(newsStage(order) ? [[button("orders.resend", `orders:resend:${order.id}`)]] : []),
      [button("common.human", `go:support:order:${shortId(order.id)}`)],
      [
        button("orders.back", more.from ? `orders:page:${placeCode(more.from)}` : "orders:list"),
        button("common.menu", "go:start"),
      ],
    ],
  };
}

/** What the newest news of a paid order was, where it can be said again; undefined when nothing was paid. */
export function newsStage({ status, held }: OrderShown): ToldStage | undefined {
  switch (status) {
    case "confirming":
    case "refunding":
    case "refunded":
      return status;
    case "paid":
      return held === "amount_mismatch" ? "held" : "received";
    case "provisioning":
      return "delayed";
    case "fulfilled":
      return "renewed";
    default:
      return undefined;
  }
}

const buyer = ({ payments }: OrderShown) =>
  payments.find(({ surplus, status }) => !surplus && status !== "failed" && status !== "pending");

function money(language: Localizer, order: OrderShown): string[] {
  const { format, html, text } = language;
  if (!order.amount) return [];
  const amount = format.money(order.amount);
  const method = buyer(order)?.method;
  const returned = order.payments.filter(({ refundedMinor }) => refundedMinor > 0);
  const { discount } = order;
  const off = discount && format.money({ ...order.amount, amountMinor: discount.amountMinor });
  return [
    ...(discount && off
      ? [html("orders.discount", { code: discountName(language, discount), amount: off })]
      : []),
    method
      ? html("orders.amountBy", { amount, method: text(`orders.method.${paymentMethod(method)}`) })
      : html("orders.amount", { amount }),
    ...returned.map(({ refundedMinor, amount: { currency } }) =>
      html("orders.returned", { amount: format.money({ amountMinor: refundedMinor, currency }) }),
    ),
  ];
}

const BANK = [
  "us_bank_account",
  "sepa_debit",
  "bacs_debit",
  "acss_debit",
  "au_becs_debit",
  "customer_balance",
];

/** The way of paying as far as we have words for it. */
export function paymentMethod(method: string | null): "card" | "paypal" | "alipay" | "bank" | "other" {
  if (method === "card" || method === "paypal" || method === "alipay") return method;
  return method !== null && BANK.includes(method) ? "bank" : "other";
}

/** More than a person reads, and far less than a message holds. */
const MOST_LINES = 15;

function history(language: Localizer, happenings: OrderHappening[], timeZone: string): string[] {
  const { format, html, text } = language;
  const told = happenings.flatMap((happening) => {
    const key = eventKey(happening);
    return key ? [{ at: happening.at, what: text(key) }] : [];
  });
  // What repeats itself, such as tries at the carrier, is said once.
  const distinct = told.filter(({ what }, index) => what !== told[index - 1]?.what);
  if (distinct.length === 0) return [];
  const lines = distinct
    .slice(-MOST_LINES)
    .map(({ at, what }) => html("orders.historyLine", { time: format.dateTime(at, timeZone), what }));
  return ["", html("orders.history"), ...lines];
}

const MOVES = ["awaiting_payment", "confirming", "paid", "fulfilled", "expired", "canceled", "failed"];

/** Which of the happenings a customer is told, and how. */
function eventKey({ type, detail }: OrderHappening): MessageKey | undefined {
  const { from, to, paymentStatus, surplus, held, refundedMinor } = detail;
  if (held === "amount_mismatch") return "orders.event.held";
  if (held === "refund_failed" || type === "refund_failed") return "orders.event.refund_failed";
  if (type === "nothing_to_pay") return "orders.event.nothing_to_pay";
  if (type === "released") return "orders.event.released";
  if (type === "renewal_delayed") return "orders.event.delayed";
  if (from !== to && typeof to === "string") {
    if (MOVES.includes(to) || to === "refunding" || to === "refunded") {
      return `orders.event.${to}` as MessageKey;
    }
  }
  if (type !== "payment_seen" || from !== to) return undefined;
  if (paymentStatus === "failed") return "orders.event.declined";
  if (paymentStatus === "refunded") return "orders.event.refunded";
  if (surplus) return "orders.event.surplus";
  return typeof refundedMinor === "number" && refundedMinor > 0 ? "orders.event.partRefunded" : undefined;
}
