import type { Database } from "../../db/database.ts";
import type { TicketStatus } from "../../domain/ticket.ts";

export interface TicketMention {
  id: string;
  number: number;
  chatId: bigint;
  status: TicketStatus;
}

/** A ticket by its id, or a chat's open one, else the one that was closed last. */
export function createReadTicket({ database }: { database: Database }) {
  const select = { id: true, number: true, chatId: true, status: true } as const;

  return async function readTicket(which: string | { chatId: bigint }): Promise<TicketMention | undefined> {
    const { ticket } = database.prisma;
    const found =
      typeof which === "string"
        ? await ticket.findUnique({ where: { id: which }, select })
        : await ticket.findFirst({
            where: which,
            orderBy: { closedAt: { sort: "desc", nulls: "first" } },
            select,
          });
    return found ?? undefined;
  };
}

export type ReadTicket = ReturnType<typeof createReadTicket>;
