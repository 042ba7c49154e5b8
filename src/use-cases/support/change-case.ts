import type { UnitOfWork } from "../../db/database.ts";
import type { Agent, Ticket } from "../../db/generated/client.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { type AgentSeen, knowAgent } from "./agents.ts";
import type { DeskDeps } from "./desk.ts";
import { lockTicket } from "./lock-ticket.ts";

export interface OpenCase {
  unit: UnitOfWork;
  ticket: Ticket;
  /** Who changes it. */
  agent: Agent;
  route: { ticketId: string; chatId: bigint; supportChatId: bigint; now: Date };
}

/** Changes an open case in one transaction, as somebody of the desk; one that is closed stays as it is. */
export function createChangeCase({ database, clock, supportChatId }: DeskDeps) {
  return function changeCase<Value>(
    ticketId: string,
    agentSeen: AgentSeen,
    change: (open: OpenCase) => Promise<Value>,
  ): Promise<Result<Value, { type: "closed" }>> {
    const now = clock.now();
    return database.transact(async (unit) => {
      const ticket = await lockTicket(unit.tx, ticketId);
      if (!ticket || ticket.status === "closed" || supportChatId === undefined) {
        return fail({ type: "closed" });
      }
      const agent = await knowAgent(unit.tx, agentSeen, now);
      const route = { ticketId, chatId: ticket.chatId, supportChatId, now };
      return ok(await change({ unit, ticket, agent, route }));
    });
  };
}
