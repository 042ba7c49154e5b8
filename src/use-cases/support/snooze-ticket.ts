import type { AgentSeen } from "./agents.ts";
import { createChangeCase } from "./change-case.ts";
import { type DeskDeps, lookAgain } from "./desk.ts";
import { queueNote, refreshCard } from "./queue-relay.ts";

const HOUR_MS = 60 * 60_000;

/** Lets a ticket rest for so many hours: nobody is reminded of it before, unless the customer writes. */
export function createSnoozeTicket(deps: DeskDeps) {
  const changeCase = createChangeCase(deps);

  return function snoozeTicket(ticketId: string, agentSeen: AgentSeen, hours: number) {
    return changeCase(ticketId, agentSeen, async ({ unit, ticket, agent, route }) => {
      const snoozedUntil = new Date(+route.now + hours * HOUR_MS);
      await unit.tx.ticket.update({
        where: { id: ticket.id },
        data: { snoozedUntil, ...lookAgain({ ...ticket, snoozedUntil }, route.now, deps.rules) },
      });
      await queueNote(unit, route, { type: "snoozed", by: agent.name, hours });
      await refreshCard(unit, { ...route, cause: `snoozed:${ticket.id}:${+route.now}` });
      return snoozedUntil;
    });
  };
}

export type SnoozeTicket = ReturnType<typeof createSnoozeTicket>;
