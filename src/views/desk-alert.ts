import type { AlertReason } from "../domain/order-life.ts";
import type { Localizer, MessageKey } from "../i18n/localizer.ts";
import type { RenderedMessage } from "../ports/messenger.ts";
import type { OrderShown } from "../use-cases/order/read-order.ts";
import { orderStatus } from "./order-list.ts";
import { orderCard, orderPlan } from "./payment-news.ts";

/** For the support group: what is wrong with an order, and the references a human needs. */
export function deskAlertView(
  language: Localizer,
  reason: AlertReason,
  order: OrderShown,
  /** Who asks, or else who pays for it. */
  customer: { chatId: bigint; name: string; email: string },
): RenderedMessage {
  const { format, html, text } = language;
  const lines = [
    html("desk.alert", { number: order.number, reason: text(`desk.reason.${reason}` as MessageKey) }),
    "",
    html("desk.facts", {
      plan: orderPlan(language, order),
      card: orderCard(language, order),
      amount: order.amount ? format.money(order.amount) : "–",
      status: orderStatus(language, order),
    }),
    ...order.payments.map(({ id, amount, status }) =>
      html("desk.payment", { id, amount: format.money(amount), status }),
    ),
    html("desk.customer", { chatId: customer.chatId.toString(), name: customer.name }),
    html("desk.email", { email: customer.email }),
  ];
  return { text: lines.join("\n") };
}
