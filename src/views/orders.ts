import { escapeHtml, type Localizer, type MessageKey } from "../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../ports/messenger.ts";
import type { OrderHappening, OrderShown } from "../use-cases/order/read-order.ts";
import { orderCard, orderPlan } from "./payment-news.ts";
import { whatIsAdded } from "./plan-facts.ts";

/** An account's orders, a page at a time, newest first. */
export function orderListView(
  language: Localizer,
  list: { orders: OrderShown[]; page: number; pages: number; timeZone: string },
): RenderedMessage {
  const { format, html, text } = language;
  const { orders, page, pages, timeZone } = list;
  const menu: MessageButton = { text: text("common.menu"), callbackData: "go:start" };
  if (orders.length === 0) {
    return {
      text: html("orders.empty"),
      keyboard: [[{ text: text("start.renewButton"), callbackData: "go:renew" }], [menu]],
    };
  }
  const lines = orders.map((order) =>
    html("orders.line", {
      number: order.number,
      status: orderStatus(language, order),
      date: format.date(order.createdAt, timeZone),
      plan: orderPlan(language, order),
      amount: order.amount ? format.money(order.amount) : "–",
    }),
  );
  const buttons = orders.map(({ id, number }) => ({ text: number, callbackData: `orders:show:${id}` }));
  return {
    text: [html("orders.title"), ...lines].join("\n\n"),
    keyboard: [...inRows(buttons, 2), ...turning(language, page, pages), [menu]],
  };
}

/** One order: what, for which card, how much, what has happened, and what can be done. */
export function orderView(
  language: Localizer,
  order: OrderShown,
  more: {
    history: OrderHappening[];
    timeZone: string;
    /** Whether it was made in this chat: only there it is paid or canceled. */
    own: boolean;
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
  const unpaid = ["awaiting_payment", "expired", "failed", "canceled"].includes(order.status) && !order.held;
  const payable = more.own && unpaid;
  return {
    text: lines.join("\n"),
    keyboard: [
      ...(payable ? [[button("news.resume", `go:resume:${order.number}`)]] : []),
      ...(payable && order.status === "awaiting_payment"
        ? [[button("orders.cancel", `orders:cancel:${order.id}`)]]
        : []),
      ...(receipt ? [[{ text: text("orders.receipt"), url: receipt }]] : []),
      ...(order.status === "fulfilled" ? [[button("orders.resend", `orders:resend:${order.id}`)]] : []),
      [button("common.human", `orders:human:${order.id}`)],
      [button("orders.back", "orders:list"), button("common.menu", "go:start")],
    ],
  };
}

/** In plain words. */
export function orderStatus(language: Localizer, { status, held }: OrderShown): string {
  const isWaiting = held === "amount_mismatch" && status === "paid";
  return language.text(`orders.status.${isWaiting ? "held" : status}` as MessageKey);
}

const buyer = ({ payments }: OrderShown) =>
  payments.find(({ surplus, status }) => !surplus && status !== "failed" && status !== "pending");

function money(language: Localizer, order: OrderShown): string[] {
  const { format, html, text } = language;
  if (!order.amount) return [];
  const amount = format.money(order.amount);
  const method = buyer(order)?.method;
  const returned = order.payments.filter(({ refundedMinor }) => refundedMinor > 0);
  return [
    method
      ? html("orders.amountBy", { amount, method: text(methodKey(method)) })
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

function methodKey(method: string): MessageKey {
  if (method === "card" || method === "paypal" || method === "alipay") return `orders.method.${method}`;
  return BANK.includes(method) ? "orders.method.bank" : "orders.method.other";
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

function turning({ text }: Localizer, page: number, pages: number): MessageButton[][] {
  if (pages < 2) return [];
  const at = (index: number) => `orders:page:${index}`;
  const row: MessageButton[] = [];
  if (page > 0) row.push({ text: text("orders.previous"), callbackData: at(page - 1) });
  row.push({ text: text("orders.page", { page: page + 1, pages }), callbackData: at(page) });
  if (page < pages - 1) row.push({ text: text("orders.next"), callbackData: at(page + 1) });
  return [row];
}

const inRows = <Item>(items: Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, row) =>
    items.slice(row * size, (row + 1) * size),
  );
