import { fail, ok, type Result } from "../../domain/result.ts";
import { type AgentSeen, knowAgent } from "./agents.ts";
import type { DeskDeps } from "./desk.ts";
import { joinTicket } from "./join-ticket.ts";
import { lockTicket } from "./lock-ticket.ts";

/** An agent takes a ticket, also from a colleague; taking it twice changes nothing. */
export function createTakeTicket(deps: DeskDeps) {
  const { database, clock, supportChatId, rules } = deps;

  return async function takeTicket(
    ticketId: string,
    agentSeen: AgentSeen,
  ): Promise<Result<{ number: number }, { type: "closed" }>> {
    const now = clock.now();
    return database.transact(async (unit) => {
      const ticket = await lockTicket(unit.tx, ticketId);
      if (!ticket || ticket.status === "closed" || supportChatId === undefined) {
        return fail({ type: "closed" });
      }
      const agent = await knowAgent(unit.tx, agentSeen, now);
      await joinTicket(unit, ticket, agent, { supportChatId, rules, now });
      return ok({ number: ticket.number });
    });
  };
}

export type TakeTicket = ReturnType<typeof createTakeTicket>;
