import { fail, ok, type Result } from "../../domain/result.ts";
import { type DeskDeps, lookAgain } from "./desk.ts";
import { lockTicket } from "./lock-ticket.ts";
import { queueNote, refreshCard } from "./queue-relay.ts";

/**
 * Opens a closed ticket again, for an agent or for its customer who has more to say; open ones stay as they
 * are. Where the chat has another one by now, that one is it.
 */
export function createReopenTicket(deps: DeskDeps) {
  const { database, clock, supportChatId, rules } = deps;

  return async function reopenTicket(
    ticketId: string,
  ): Promise<Result<{ number: number }, { type: "gone" }>> {
    const now = clock.now();
    return database.transact(async (unit) => {
      const { tx } = unit;
      const ticket = await lockTicket(tx, ticketId);
      if (!ticket || supportChatId === undefined) return fail({ type: "gone" });
      const { chatId } = ticket;
      const open = await tx.ticket.findUnique({ where: { openChatId: chatId } });
      if (open && open.status !== "asking") return ok({ number: open.number });
      if (open) await tx.ticket.delete({ where: { id: open.id } });
      const life = { ...ticket, status: "waiting" as const, called: true, waitingSince: now, reminders: 0 };
      await tx.ticket.update({
        where: { id: ticketId },
        data: {
          ...{ status: "waiting", called: true, waitingSince: now, reminders: 0 },
          ...{ openChatId: chatId, closedAt: null, closedBy: null },
          ...lookAgain(life, now, rules),
        },
      });
      await refreshCard(unit, { chatId, supportChatId, cause: `reopened:${ticketId}:${+now}` });
      await queueNote(unit, { ticketId, chatId, supportChatId, now }, { type: "reopened" });
      return ok({ number: ticket.number });
    });
  };
}

export type ReopenTicket = ReturnType<typeof createReopenTicket>;
