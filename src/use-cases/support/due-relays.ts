import type { Database } from "../../db/database.ts";
import { fitting, type RelayContent, type RelayText } from "../../domain/relay.ts";

/** A message that waits for its delivery, with what it answers as known by now. */
export interface DueRelay {
  id: bigint;
  ticketId: string;
  chatId: bigint;
  toDesk: boolean;
  kind: "text" | "copy" | "note";
  sourceChatId: bigint | null;
  sourceMessageId: number | null;
  albumId: string | null;
  content: RelayContent;
  at: Date;
}

const MOST = 100;
const SEPARATOR = "\n";

/** What of a customer's messages goes next in one direction, oldest first; empty when all is there. */
export function createDueRelays({ database }: { database: Database }) {
  return async function dueRelays(chatId: bigint, toDesk: boolean): Promise<DueRelay[]> {
    const rows = await database.prisma.relayedMessage.findMany({
      where: { chatId, toDesk, deliveredAt: null },
      orderBy: { id: "asc" },
      take: MOST,
    });
    return asWritten(rows as unknown as DueRelay[]);
  };
}

/** Webhooks may overtake each other: what waits leaves as it was written. Notes keep their places. */
function asWritten(rows: DueRelay[]): DueRelay[] {
  const written = rows.filter(({ sourceMessageId }) => sourceMessageId !== null);
  written.sort((a, b) => a.sourceMessageId! - b.sourceMessageId!);
  let next = 0;
  return rows.map((row) => (row.sourceMessageId === null ? row : written[next++]!));
}

/**
 * Those of the due messages that leave together: an album, or texts and notes on their way to the desk that
 * nothing came between, as far as they fit. An answer to something stands alone.
 */
export function oneDelivery(due: readonly DueRelay[], rendered: (row: DueRelay) => RelayText): DueRelay[] {
  const [first] = due;
  if (!first) return [];
  if (first.albumId !== null) {
    return due.filter(({ albumId }) => albumId === first.albumId);
  }
  const mayJoin = (row: DueRelay) =>
    row.toDesk && row.kind !== "copy" && row.content.replyTo === undefined && row.ticketId === first.ticketId;
  if (!mayJoin(first)) return [first];
  const others = due.findIndex((row) => !mayJoin(row));
  const joined = due.slice(0, others === -1 ? due.length : others);
  return joined.slice(0, fitting(joined.map(rendered), SEPARATOR));
}

/** The message in the destination that stands for one in the source: its copy, or what it is a copy of. */
export function createFindCounterpart({ database }: { database: Database }) {
  return async function findCounterpart(
    chatId: bigint,
    side: "desk" | "customer",
    messageId: number,
  ): Promise<number | undefined> {
    const row = await database.prisma.relayedMessage.findFirst({
      where: {
        chatId,
        OR: [
          { toDesk: side === "customer", sourceMessageId: messageId },
          { toDesk: side === "desk", copyMessageId: messageId },
        ],
      },
      // Of merged texts the last stands for them all.
      orderBy: { id: "desc" },
    });
    if (!row) return undefined;
    const isSource = row.toDesk === (side === "customer");
    return (isSource ? row.copyMessageId : row.sourceMessageId) ?? undefined;
  };
}

export type FindCounterpart = ReturnType<typeof createFindCounterpart>;
