import { shorten } from "../../domain/relay.ts";
import type { AgentSeen } from "./agents.ts";
import { createChangeCase } from "./change-case.ts";
import type { DeskDeps } from "./desk.ts";
import { refreshCard } from "./queue-relay.ts";

const LONGEST_NOTE = 500;

/** Keeps a note for the other agents, on the card of the case; the newer takes the older's place. */
export function createNoteCase(deps: DeskDeps) {
  const changeCase = createChangeCase(deps);

  return function noteCase(ticketId: string, agentSeen: AgentSeen, text: string) {
    return changeCase(ticketId, agentSeen, async ({ unit, ticket, agent, route }) => {
      const note = text === "" ? null : shorten(`${agent.name}: ${text}`, LONGEST_NOTE);
      await unit.tx.ticket.update({ where: { id: ticket.id }, data: { note } });
      await refreshCard(unit, { ...route, cause: `note:${ticket.id}:${+route.now}` });
    });
  };
}

export type NoteCase = ReturnType<typeof createNoteCase>;
