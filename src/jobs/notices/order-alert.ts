import type { Database } from "../../db/database.ts";
import type { Notice } from "../../domain/notice.ts";
import type { Localizer } from "../../i18n/localizer.ts";
import type { Relay } from "../../ports/relay.ts";
import type { Delivery } from "../../use-cases/deliver-notices.ts";
import { readOrder } from "../../use-cases/order/read-order.ts";
import type { InTopic } from "../../use-cases/support/in-topic.ts";
import { deskAlertView } from "../../views/desk-alert.ts";
import { toDelivery } from "../desk/outcome.ts";

/** Tells the support group, in its language and in the customer's topic, which order needs a human and why. */
export function createComposeOrderAlert(deps: {
  database: Database;
  deskLanguage: Localizer;
  relay: Relay;
  inTopic: InTopic;
}) {
  const { database, deskLanguage, relay, inTopic } = deps;

  return async function composeOrderAlert(
    _chatId: bigint,
    { orderId, reason }: Extract<Notice, { type: "order_alert" }>,
  ): Promise<Delivery | undefined> {
    const order = await readOrder(database, { id: orderId });
    if (!order) return undefined;
    const { chatId } = order;
    const chat = await database.prisma.chat.findUnique({ where: { id: chatId } });
    const account = await database.prisma.account.findUnique({ where: { id: order.accountId } });
    const customer = { chatId, name: chat?.firstName ?? "–", email: account?.email ?? "–" };
    const view = deskAlertView(deskLanguage, reason, order, customer);
    return { act: async () => toDelivery(await inTopic(chatId, (place) => relay.sendView(place, view))) };
  };
}
