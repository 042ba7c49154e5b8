import type { Agent, Prisma } from "../../db/generated/client.ts";

/** Somebody of the support group, as Telegram names them. */
export interface AgentSeen {
  id: bigint;
  firstName: string;
}

/** The agent by their chosen name; one who is new is called as in Telegram. */
export async function knowAgent(
  tx: Prisma.TransactionClient,
  { id, firstName }: AgentSeen,
  now: Date,
): Promise<Agent> {
  return tx.agent.upsert({ where: { id }, create: { id, name: firstName, createdAt: now }, update: {} });
}
