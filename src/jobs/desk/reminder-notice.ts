import type { Database } from "../../db/database.ts";
import type { Notice } from "../../domain/notice.ts";
import type { Localizer } from "../../i18n/localizer.ts";
import type { MessageButton } from "../../ports/messenger.ts";
import type { Relay } from "../../ports/relay.ts";
import type { Delivery } from "../../use-cases/deliver-notices.ts";
import type { InTopic } from "../../use-cases/support/in-topic.ts";
import { reminderView } from "../../views/desk/reminder.ts";
import { toDelivery } from "./outcome.ts";

/** Brings up a customer who has waited too long: in their topic, or where all agents see it. */
export function createComposeDeskReminder(deps: {
  database: Database;
  relay: Relay;
  inTopic: InTopic;
  deskLanguage: Localizer;
  timeZone: string;
  supportChatId: bigint;
}) {
  const { database, relay, inTopic, deskLanguage, timeZone, supportChatId } = deps;
  const { prisma } = database;

  return async function composeDeskReminder(
    _chatId: bigint,
    { ticketId, escalated }: Extract<Notice, { type: "desk_reminder" }>,
  ): Promise<Delivery | undefined> {
    const ticket = await prisma.ticket.findUnique({ where: { id: ticketId }, include: { chat: true } });
    if (ticket?.status !== "waiting" || ticket.waitingSince === null) return undefined;
    const { number, chatId, chat, waitingSince } = ticket;
    const topic = await prisma.supportTopic.findUnique({ where: { chatId } });
    const facts = {
      name: chat.firstName,
      number,
      since: deskLanguage.format.dateTime(waitingSince, timeZone),
    };
    const view = reminderView(deskLanguage, facts, {
      escalated,
      buttons: escalated ? linkTo(topic?.threadId) : [],
    });
    return {
      act: async () =>
        toDelivery(
          await (escalated
            ? relay.sendView({ chatId: supportChatId }, view)
            : inTopic(chatId, (place) => relay.sendView(place, view))),
        ),
    };
  };

  /** Telegram's links leave out what supergroups' ids begin with. */
  function linkTo(threadId: number | null | undefined): MessageButton[] {
    const id = /^-100(\d+)$/.exec(relay.currentGroup(supportChatId).toString())?.[1];
    if (!id || threadId == null) return [];
    return [{ text: deskLanguage.text("desk.toTopic"), url: `https://t.me/c/${id}/${threadId}` }];
  }
}
