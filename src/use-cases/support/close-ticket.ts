import type { UnitOfWork } from "../../db/database.ts";
import type { Ticket } from "../../db/generated/client.ts";
import type { DeskDeps } from "./desk.ts";
import { lockTicket } from "./lock-ticket.ts";
import { queueNote, refreshCard } from "./queue-relay.ts";

export type ClosedBy = "agent" | "customer" | "idle";

/**
 * Closes a ticket; one that is closed stays as it is. The customer hears that the human has left, and is
 * asked how it was if somebody had joined. Answers whether it was open.
 */
export function createCloseTicket(deps: DeskDeps) {
  const { database, clock, supportChatId } = deps;

  return async function closeTicket(ticketId: string, by: { who: ClosedBy; name: string }): Promise<boolean> {
    if (supportChatId === undefined) return false;
    return database.transact(async (unit) => {
      const ticket = await lockTicket(unit.tx, ticketId);
      if (!ticket || ticket.status === "closed") return false;
      await closeLocked(unit, ticket, by, { supportChatId, now: clock.now() });
      return true;
    });
  };
}

export type CloseTicket = ReturnType<typeof createCloseTicket>;

/** The same in the caller's transaction, for a ticket that is locked and open. */
export async function closeLocked(
  unit: UnitOfWork,
  ticket: Ticket,
  by: { who: ClosedBy; name: string },
  { supportChatId, now, quiet = false }: { supportChatId: bigint; now: Date; quiet?: boolean },
): Promise<void> {
  const { id, chatId } = ticket;
  await unit.tx.ticket.update({
    where: { id },
    data: {
      ...{ status: "closed", openChatId: null, closedAt: now, closedBy: by.who },
      ...{ waitingSince: null, lookAt: null, floorUntil: null, snoozedUntil: null },
    },
  });
  const route = { ticketId: id, chatId, supportChatId, now };
  await queueNote(unit, route, { type: "closed", by: by.name });
  // Whoever ends it at their own screen is answered there.
  if (!quiet && by.who !== "customer" && (ticket.called || ticket.takenAt)) {
    const news = { type: "ticket_news" as const, ticketId: id, news: "left" as const };
    await unit.say(chatId, news, `ticket:${id}:left:${+now}`);
  }
  await refreshCard(unit, { ...route, cause: `closed:${id}:${+now}` });
}
