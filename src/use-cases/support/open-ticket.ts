import type { UnitOfWork } from "../../db/database.ts";
import type { Ticket } from "../../db/generated/client.ts";
import type { DeskRules, TicketSubject } from "../../domain/ticket.ts";
import { lookAgain } from "./desk.ts";
import { lockOpenTicket } from "./lock-ticket.ts";
import { queueNote } from "./queue-relay.ts";

export interface Case {
  chatId: bigint;
  /** The customer asks for a human; otherwise the bot opens it and goes on answering until an agent joins. */
  called: boolean;
  about: TicketSubject;
  orderId?: string | undefined;
  cardId?: string | undefined;
}

export interface OpenDeps {
  supportChatId: bigint;
  /** Absent: the desk's clock looks at it soon and decides. */
  rules?: DeskRules | undefined;
  now: Date;
}

/**
 * Opens a ticket in the caller's transaction, or takes up the one that is open: whatever races, a chat has
 * one. Answers it, and whether the agents did not know of it.
 */
export async function openTicket(
  unit: UnitOfWork,
  wanted: Case,
  { supportChatId, rules, now }: OpenDeps,
): Promise<{ ticket: Ticket; isNew: boolean }> {
  const { tx } = unit;
  const { chatId, called, about } = wanted;
  const subject = { about, orderId: wanted.orderId ?? null, cardId: wanted.cardId ?? null };
  const before = await lockOpenTicket(tx, chatId);
  // Looked for first, so that a number is used up only where two of them race.
  const { count } = before
    ? { count: 0 }
    : await tx.ticket.createMany({
        data: [{ chatId, openChatId: chatId, status: "waiting", called, ...subject, openedAt: now }],
        skipDuplicates: true,
      });
  const found = before ?? (await lockOpenTicket(tx, chatId))!;
  const isNew = count > 0 || found.status === "asking";
  const route = { ticketId: found.id, chatId, supportChatId, now };
  if (!isNew) {
    const isOther = subject.orderId !== null && subject.orderId !== found.orderId;
    const ticket =
      called && !found.called
        ? await tx.ticket.update({ where: { id: found.id }, data: { called, waitingSince: now } })
        : found;
    if (called && (!found.called || isOther)) await queueNote(unit, route, { type: "about", about });
    return { ticket, isNew };
  }
  const life = { ...found, status: "waiting" as const, called, waitingSince: now, reminders: 0 };
  const ticket = await tx.ticket.update({
    where: { id: found.id },
    data: {
      ...subject,
      ...{ status: "waiting", called, openedAt: now, waitingSince: now, reminders: 0 },
      ...(rules ? lookAgain({ ...life, openedAt: now }, now, rules) : { lookAt: now }),
    },
  });
  const opening = { type: "desk_opening" as const, customer: chatId.toString() };
  await unit.say(supportChatId, opening, `desk-opening:${ticket.id}`);
  return { ticket, isNew };
}
