import { maskEmail } from "../../domain/email.ts";
import type { LocalizedName } from "../../domain/plan.ts";
import type { PlanSnapshot } from "../../domain/plan-snapshot.ts";
import { createReadOrderFile, type OrderFile } from "../../use-cases/read-order-file.ts";
import type { OpsCommand, Output } from "../command.ts";
import { readNumber } from "./decision.ts";
import { amount, moment } from "./wording.ts";

export const orderCommand: OpsCommand = {
  name: "order",
  usage: "NUMBER",
  summary: "everything about an order: customer, card, plan, payments and its history",
  values: 1,
  async run({ database }, { values }, output) {
    const number = readNumber(values[0]!, output);
    if (!number) return 1;
    const order = await createReadOrderFile({ database })(number);
    if (!order) {
      output.line(`There is no order ${number}.`);
      return 1;
    }
    printOrder(order, output);
    return 0;
  },
};

function printOrder(order: OrderFile, output: Output): void {
  const { chat, card, bundle, currency, amountMinor } = order;
  const fact = (name: string, text: string | false | null | undefined) => {
    if (text) output.line(`  ${name.padEnd(10)}${text}`);
  };
  output.line(`${order.number}  ${order.status}`);
  fact("held", order.heldReason);
  fact("disputed", order.disputedReason);
  const language = chat.locale ?? chat.telegramLanguage;
  const blocked = chat.unreachableSince && `blocked the bot ${moment(chat.unreachableSince)}`;
  fact("chat", [order.chatId, chat.firstName, language, blocked].filter(Boolean).join(" · "));
  fact("account", maskEmail(order.account.email));
  fact("card", card && [card.iccid, card.label, card.product, card.carrier].filter(Boolean).join(" · "));
  fact("plan", describePlan(order));
  fact("going to", order.destination);
  fact("start", order.startsAt && moment(order.startsAt));
  fact("discount", describeDiscount(order));
  fact("amount", currency !== null && amountMinor !== null && amount({ amountMinor, currency }));
  fact("bundle", bundle && describeBundle(bundle));
  fact("created", moment(order.createdAt));
  printPayments(order, output);
  printHistory(order, output);
}

function describePlan({ planSnapshot, plan, quantity }: OrderFile): string | undefined {
  const promised = (planSnapshot as PlanSnapshot | null) ?? plan;
  if (!promised) return undefined;
  const times = quantity !== null && quantity > 1 ? ` × ${quantity}` : "";
  return `${(promised.name as LocalizedName).en}${times} (${promised.sku})`;
}

function describeDiscount({ discountMinor, currency, promotionUse }: OrderFile): string | undefined {
  if (discountMinor === 0 || currency === null) return undefined;
  const use = promotionUse && `${promotionUse.promotion.code}, ${promotionUse.state}`;
  return [amount({ amountMinor: discountMinor, currency }), use].filter(Boolean).join(" · ");
}

function describeBundle({ startsAt, expiresAt, carrierBundleRef }: NonNullable<OrderFile["bundle"]>): string {
  const span =
    startsAt && expiresAt ? `${moment(startsAt)} to ${moment(expiresAt)}` : "waits for another to end";
  return [span, carrierBundleRef].filter(Boolean).join(" · ");
}

function printPayments({ payments }: OrderFile, output: Output): void {
  output.line(payments.length === 0 ? "Payments: none" : "Payments");
  for (const payment of payments) {
    const { currency } = payment;
    const facts = [
      moment(payment.createdAt),
      payment.status,
      amount(payment),
      payment.method,
      payment.refundedMinor > 0 && `refunded ${amount({ amountMinor: payment.refundedMinor, currency })}`,
      payment.surplus && "surplus",
      `${payment.provider} ${payment.providerPaymentId}`,
      payment.receiptUrl,
    ];
    output.line(`  ${facts.filter(Boolean).join(" · ")}`);
  }
}

function printHistory({ events }: OrderFile, output: Output): void {
  output.line("History");
  for (const { at, type, cause, detail } of events) {
    const more = detail === null ? "" : ` ${JSON.stringify(detail)}`;
    output.line(`  ${moment(at)}  ${type} (${cause})${more}`);
  }
}
