import { type AgentSeen, knowAgent } from "./agents.ts";
import type { DeskDeps } from "./desk.ts";

const LONGEST_NAME = 40;

/** Keeps what customers shall call an agent; an empty or too long name changes nothing. Answers the name they have. */
export function createNameAgent({ database, clock }: Pick<DeskDeps, "database" | "clock">) {
  return async function nameAgent(
    seen: AgentSeen,
    wanted: string,
  ): Promise<{ name: string; changed: boolean }> {
    const name = wanted.replace(/\s+/g, " ").trim();
    const changed = name !== "" && name.length <= LONGEST_NAME;
    return database.transact(async ({ tx }) => {
      const agent = await knowAgent(tx, seen, clock.now());
      if (changed) await tx.agent.update({ where: { id: agent.id }, data: { name } });
      return { name: changed ? name : agent.name, changed };
    });
  };
}

export type NameAgent = ReturnType<typeof createNameAgent>;
