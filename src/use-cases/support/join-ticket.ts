import type { UnitOfWork } from "../../db/database.ts";
import type { Agent, Ticket } from "../../db/generated/client.ts";
import type { DeskRules } from "../../domain/ticket.ts";
import { lookAgain } from "./desk.ts";
import { queueNote, refreshCard } from "./queue-relay.ts";

/** An agent joins a ticket in the caller's transaction: the customer and the other agents hear of it. */
export async function joinTicket(
  unit: UnitOfWork,
  ticket: Ticket,
  agent: Agent,
  { supportChatId, rules, now }: { supportChatId: bigint; rules: DeskRules; now: Date },
): Promise<Ticket> {
  if (ticket.status === "active" && ticket.agentId === agent.id) return ticket;
  const { chatId } = ticket;
  const joined = {
    ...ticket,
    status: "active" as const,
    waitingSince: ticket.waitingSince ?? now,
    reminders: 0,
    snoozedUntil: null,
  };
  const { status, waitingSince, reminders } = joined;
  const updated = await unit.tx.ticket.update({
    where: { id: ticket.id },
    data: {
      ...{ status, waitingSince, reminders, agentId: agent.id, takenAt: now, floorUntil: null },
      snoozedUntil: null,
      ...lookAgain(joined, now, rules),
    },
  });
  const route = { ticketId: ticket.id, chatId, supportChatId, now };
  await queueNote(unit, route, { type: "taken", agent: agent.name });
  const news = {
    type: "ticket_news" as const,
    ticketId: ticket.id,
    news: "joined" as const,
    agent: agent.name,
  };
  await unit.say(chatId, news, `ticket:${ticket.id}:joined:${agent.id}:${+now}`);
  await refreshCard(unit, { ...route, cause: `taken:${ticket.id}:${+now}` });
  return updated;
}
