import type { Agent } from "../../db/generated/client.ts";
import type { Result } from "../../domain/result.ts";
import type { AgentSeen } from "./agents.ts";
import { createChangeCase } from "./change-case.ts";
import type { DeskDeps } from "./desk.ts";
import { joinTicket } from "./join-ticket.ts";
import { queueNote } from "./queue-relay.ts";

const MOST_AGENTS = 12;

/** Gives a ticket to another agent, who must be known to the desk; the customer hears who has joined. */
export function createHandOverTicket(deps: DeskDeps) {
  const changeCase = createChangeCase(deps);

  return function handOverTicket(
    ticketId: string,
    from: AgentSeen,
    toId: bigint,
  ): Promise<Result<Agent | undefined, { type: "closed" }>> {
    return changeCase(ticketId, from, async ({ unit, ticket, agent, route }) => {
      const to = await unit.tx.agent.findUnique({ where: { id: toId } });
      if (!to) return undefined;
      const isNew = ticket.status !== "active" || ticket.agentId !== to.id;
      if (isNew) await queueNote(unit, route, { type: "handed_over", from: agent.name, to: to.name });
      await joinTicket(unit, ticket, to, { ...route, rules: deps.rules });
      return to;
    });
  };
}

export type HandOverTicket = ReturnType<typeof createHandOverTicket>;

/** Whom a ticket can be given to: those who did something at the desk, the newest first. */
export function createReadColleagues({ database }: Pick<DeskDeps, "database">) {
  return function readColleagues(of: bigint): Promise<Agent[]> {
    return database.prisma.agent.findMany({
      where: { id: { not: of } },
      orderBy: { createdAt: "desc" },
      take: MOST_AGENTS,
    });
  };
}

export type ReadColleagues = ReturnType<typeof createReadColleagues>;
