import type { DeskNote } from "../../domain/relay.ts";
import { humanHasTheWord } from "../../domain/ticket.ts";
import { type DeskDeps, lookAgain } from "./desk.ts";
import { lockOpenTicket } from "./lock-ticket.ts";
import { type Incoming, queueNote, queueRelay, refreshCard } from "./queue-relay.ts";

/** `bot`: nobody at the desk has the word any more, so the bot answers. */
export type Heard = { type: "relayed"; isFirst: boolean } | { type: "bot" };

/** Carries what a customer writes to the agents, once, while they have the word. */
export function createHearCustomer(deps: DeskDeps) {
  const { database, clock, supportChatId, rules } = deps;

  return async function hearCustomer(chatId: bigint, message: Incoming): Promise<Heard> {
    if (supportChatId === undefined) return { type: "bot" };
    const now = clock.now();
    return database.transact(async (unit) => {
      const ticket = await lockOpenTicket(unit.tx, chatId);
      if (!ticket || !humanHasTheWord(ticket)) return { type: "bot" };
      const route = { ticketId: ticket.id, chatId, supportChatId, now };
      const isNew = await queueRelay(unit, { ...route, toDesk: true }, message);
      if (isNew && (ticket.waitingSince === null || ticket.snoozedUntil !== null)) {
        const waitingSince = ticket.waitingSince ?? now;
        const changed = { ...ticket, waitingSince, reminders: 0, snoozedUntil: null };
        await unit.tx.ticket.update({
          where: { id: ticket.id },
          data: { waitingSince, reminders: 0, snoozedUntil: null, ...lookAgain(changed, now, rules) },
        });
        await refreshCard(unit, { ...route, cause: `waits:${message.messageId}` });
      }
      return { type: "relayed", isFirst: isNew && ticket.status === "waiting" };
    });
  };
}

export type HearCustomer = ReturnType<typeof createHearCustomer>;

/** Shows the agents in one line what a customer does with the bot meanwhile. */
export function createNoteForDesk(deps: DeskDeps) {
  const { database, clock, supportChatId } = deps;

  return async function noteForDesk(
    chatId: bigint,
    note: DeskNote,
    options: { floorForMs?: number } = {},
  ): Promise<void> {
    if (supportChatId === undefined) return;
    const now = clock.now();
    await database.transact(async (unit) => {
      const ticket = await unit.tx.ticket.findUnique({ where: { openChatId: chatId } });
      if (!ticket || ticket.status === "asking") return;
      await queueNote(unit, { ticketId: ticket.id, chatId, supportChatId, now }, note);
      if (options.floorForMs !== undefined) {
        const floorUntil = new Date(+now + options.floorForMs);
        await unit.tx.ticket.update({ where: { id: ticket.id }, data: { floorUntil } });
      }
    });
  };
}

export type NoteForDesk = ReturnType<typeof createNoteForDesk>;
