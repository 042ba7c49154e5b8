import type { Database } from "../../db/database.ts";
import type { Notice } from "../../domain/notice.ts";
import type { Languages } from "../../i18n/localizer.ts";
import type { Delivery } from "../../use-cases/deliver-notices.ts";
import { readOrder } from "../../use-cases/order/read-order.ts";
import { deskAlertView } from "../../views/desk-alert.ts";

/** Tells the support group, in the operator's language, which order needs a human and why. */
export function createComposeOrderAlert(deps: { database: Database; languages: Languages }) {
  const { database, languages } = deps;

  return async function composeOrderAlert(
    _chatId: bigint,
    { orderId, reason, askedBy }: Extract<Notice, { type: "order_alert" }>,
  ): Promise<Delivery | undefined> {
    const order = await readOrder(database, { id: orderId });
    if (!order) return undefined;
    const chatId = askedBy === undefined ? order.chatId : BigInt(askedBy);
    const chat = await database.prisma.chat.findUnique({ where: { id: chatId } });
    const account = await database.prisma.account.findUnique({ where: { id: order.accountId } });
    const language = languages.in(languages.defaultLocale);
    const customer = { chatId, name: chat?.firstName ?? "–", email: account?.email ?? "–" };
    return { message: deskAlertView(language, reason, order, customer) };
  };
}
