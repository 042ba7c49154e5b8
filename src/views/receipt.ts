import type { Money } from "../domain/money.ts";
import { EVERYWHERE } from "../domain/plan.ts";
import type { Sender } from "../domain/sender.ts";
import type { Localizer } from "../i18n/localizer.ts";
import type { ReceiptPage, ReceiptRow } from "../ports/receipt-printer.ts";
import type { Receipt } from "../use-cases/read-receipt.ts";
import { orderStatus } from "./order-list.ts";
import { paymentMethod } from "./orders.ts";
import { orderCard, orderPlan } from "./payment-news.ts";
import { whatIsAdded } from "./plan-facts.ts";

/** What stands on the receipt of an order; nothing of it depends on when it is asked for. */
export function receiptPage(
  language: Localizer,
  receipt: Receipt,
  more: { seller: Sender; timeZone: string },
): ReceiptPage {
  const { format, locale, text } = language;
  const { order, email } = receipt;
  const { seller, timeZone } = more;
  return {
    locale,
    title: text("receipt.title"),
    documentTitle: text("receipt.documentTitle", { number: order.number }),
    seller,
    issuedAt: order.paidAt,
    blocks: [
      {
        rows: [
          { label: text("receipt.order"), value: order.number },
          { label: text("receipt.paidOn"), value: format.fullDateTime(order.paidAt, timeZone) },
          { label: text("receipt.customer"), value: email },
        ],
      },
      { heading: text("receipt.bought"), rows: boughtRows(language, receipt, timeZone) },
      { heading: text("receipt.amount"), rows: amountRows(language, receipt) },
      { heading: text("receipt.payment"), rows: paymentRows(language, receipt, timeZone) },
    ].filter(({ rows }) => rows.length > 0),
    notes: [
      text("receipt.note"),
      text("receipt.times", { timeZone: timeZone.replace("Etc/", "").replaceAll("_", " ") }),
    ],
  };
}

function boughtRows(language: Localizer, receipt: Receipt, timeZone: string): ReceiptRow[] {
  const { text } = language;
  const { order } = receipt;
  const { plan, quantity } = order;
  const period = periodText(language, receipt, timeZone);
  return [
    { label: text("receipt.plan"), value: orderPlan(language, order) },
    ...(plan
      ? [
          { label: text("receipt.includes"), value: whatIsAdded(language, plan, quantity) },
          { label: text("receipt.worksIn"), value: countriesInShort(language, plan.countries) },
        ]
      : []),
    { label: text("receipt.card"), value: orderCard(language, order) },
    ...(period ? [{ label: text("receipt.period"), value: period }] : []),
    { label: text("receipt.status"), value: orderStatus(language, order) },
  ];
}

function periodText(
  { format, text }: Localizer,
  { period, order }: Receipt,
  timeZone: string,
): string | undefined {
  if (period === "waiting") return text("receipt.periodWaiting");
  if (period) {
    return text("receipt.periodValue", {
      from: format.fullDateTime(period.startsAt, timeZone),
      until: format.fullDateTime(period.expiresAt, timeZone),
    });
  }
  return order.startsAt
    ? text("receipt.periodFrom", { from: format.fullDateTime(order.startsAt, timeZone) })
    : undefined;
}

const MOST_COUNTRIES = 6;

function countriesInShort(language: Localizer, countries: readonly string[]): string {
  const { format, text } = language;
  if (countries.includes(EVERYWHERE)) return text("plan.everywhere");
  return countries.length <= MOST_COUNTRIES
    ? format.list(language.sortCountries(countries).map(language.countryName))
    : text("plan.countries", { count: countries.length });
}

function amountRows({ format, text }: Localizer, { order, discount }: Receipt): ReceiptRow[] {
  const { amount } = order;
  if (!amount) return [];
  const figure = (amountMinor: number) => format.moneyByCode({ ...amount, amountMinor });
  const reduced: ReceiptRow[] = discount
    ? [
        {
          label: text("receipt.price"),
          value: figure(amount.amountMinor + discount.amountMinor),
          figure: true,
        },
        {
          label: discount.code
            ? text("receipt.discountCode", { code: discount.code })
            : text("receipt.discount"),
          value: figure(-discount.amountMinor),
          figure: true,
        },
      ]
    : [];
  return [
    ...reduced,
    { label: text("receipt.total"), value: figure(amount.amountMinor), figure: true, strong: true },
  ];
}

function paymentRows(language: Localizer, { order, refundedAt }: Receipt, timeZone: string): ReceiptRow[] {
  const { format, text } = language;
  const came = order.payments.filter(({ status }) => status !== "pending" && status !== "failed");
  const rows = came.flatMap((payment): ReceiptRow[] => {
    const { amount, id, method, at, refundedMinor, refundPendingMinor } = payment;
    const back = (label: string, amountMinor: number): ReceiptRow[] =>
      amountMinor > 0
        ? [{ label, value: format.moneyByCode({ ...amount, amountMinor: -amountMinor }), figure: true }]
        : [];
    const refunded = format.fullDateTime(refundedAt.get(id) ?? at, timeZone);
    return [
      {
        label: text("receipt.paidBy", {
          method: text(`receipt.method.${paymentMethod(method)}`),
          date: format.fullDateTime(at, timeZone),
        }),
        value: format.moneyByCode(amount),
        figure: true,
      },
      { label: text("receipt.reference"), value: id },
      ...back(text("receipt.refunded", { date: refunded }), refundedMinor),
      ...back(text("receipt.refundPending"), refundPendingMinor),
    ];
  });
  const [first] = came;
  const wentBack = came.some(
    ({ refundedMinor, refundPendingMinor }) => refundedMinor + refundPendingMinor > 0,
  );
  if (!first || !wentBack) return rows;
  const kept: Money = {
    currency: first.amount.currency,
    amountMinor: came.reduce(
      (sum, { amount, refundedMinor, refundPendingMinor }) =>
        sum + amount.amountMinor - refundedMinor - refundPendingMinor,
      0,
    ),
  };
  return [
    ...rows,
    { label: text("receipt.kept"), value: format.moneyByCode(kept), figure: true, strong: true },
  ];
}
