import { type AgentSeen, knowAgent } from "./agents.ts";
import { type DeskDeps, lookAgain } from "./desk.ts";
import { joinTicket } from "./join-ticket.ts";
import { lockOpenTicket } from "./lock-ticket.ts";
import { type Incoming, queueNote, queueRelay, refreshCard } from "./queue-relay.ts";

export type AgentHeard =
  | { type: "relayed" }
  /** Among the agents: the customer does not see it. */
  | { type: "internal" }
  /** The customer's ticket is closed; `ticketId` is the last one. */
  | { type: "closed"; ticketId: string; number: number };

/** Carries what an agent writes to the customer, once; the first answer makes the ticket theirs. */
export function createHearAgent(deps: DeskDeps) {
  const { database, clock, supportChatId, rules } = deps;

  return async function hearAgent(
    chatId: bigint,
    agentSeen: AgentSeen,
    message: Incoming,
  ): Promise<AgentHeard> {
    if (supportChatId === undefined) return { type: "internal" };
    const now = clock.now();
    return database.transact(async (unit) => {
      const { tx } = unit;
      const topic = await tx.supportTopic.findUnique({ where: { chatId } });
      if (topic?.internal) return { type: "internal" };
      const open = await lockOpenTicket(tx, chatId);
      if (!open || open.status === "asking") {
        const last = await tx.ticket.findFirst({
          where: { chatId, status: "closed" },
          orderBy: { closedAt: "desc" },
        });
        return last ? { type: "closed", ticketId: last.id, number: last.number } : { type: "internal" };
      }
      const agent = await knowAgent(tx, agentSeen, now);
      // A colleague helps out: the ticket stays with whoever has it.
      const ticket =
        open.status === "active" ? open : await joinTicket(unit, open, agent, { supportChatId, rules, now });
      const signed = { ...message, content: { ...message.content, author: agent.name } };
      const route = { ticketId: ticket.id, chatId, toDesk: false, supportChatId, now };
      if (!(await queueRelay(unit, route, signed))) return { type: "relayed" };
      const chat = await tx.chat.findUnique({ where: { id: chatId }, select: { unreachableSince: true } });
      if (chat?.unreachableSince) await queueNote(unit, route, { type: "not_delivered", why: "blocked" });
      const answered = { ...ticket, waitingSince: null, reminders: 0 };
      await tx.ticket.update({
        where: { id: ticket.id },
        data: {
          ...{ waitingSince: null, reminders: 0, firstAnswerAt: ticket.firstAnswerAt ?? now },
          ...lookAgain(answered, now, rules),
        },
      });
      if (ticket.waitingSince !== null) {
        await refreshCard(unit, { chatId, supportChatId, cause: `answered:${message.messageId}` });
      }
      return { type: "relayed" };
    });
  };
}

export type HearAgent = ReturnType<typeof createHearAgent>;
