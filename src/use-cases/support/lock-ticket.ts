import type { Prisma, Ticket } from "../../db/generated/client.ts";

/** The chat's open ticket, locked until the transaction ends: whoever changes it next sees what was changed. */
export async function lockOpenTicket(tx: Prisma.TransactionClient, chatId: bigint): Promise<Ticket | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM "Ticket" WHERE "openChatId" = ${chatId} FOR UPDATE`;
  return rows[0] ? tx.ticket.findUnique({ where: { id: rows[0].id } }) : null;
}

/** A ticket by its id, locked. */
export async function lockTicket(tx: Prisma.TransactionClient, id: string): Promise<Ticket | null> {
  await tx.$queryRaw`SELECT id FROM "Ticket" WHERE id = ${id}::uuid FOR UPDATE`;
  return tx.ticket.findUnique({ where: { id } });
}
