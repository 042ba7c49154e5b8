import type { UnitOfWork } from "../../db/database.ts";
import type { Prisma } from "../../db/generated/client.ts";
import type { DeskNote, RelayContent } from "../../domain/relay.ts";

/** A message as it came, before it is known where it goes. */
export interface Incoming {
  chatId: bigint;
  messageId: number;
  kind: "text" | "copy";
  albumId?: string | undefined;
  content: RelayContent;
}

/** The parts of an album come one by one, and leave as one. */
export const ALBUM_PATIENCE_MS = 1_000;

export interface Route {
  ticketId: string;
  /** The customer's. */
  chatId: bigint;
  toDesk: boolean;
  supportChatId: bigint;
  now: Date;
}

/** Puts a message on its way, in the caller's transaction; one that came before is let go. Answers whether it is new. */
export async function queueRelay(
  { tx, say }: UnitOfWork,
  { ticketId, chatId, toDesk, supportChatId, now }: Route,
  incoming: Incoming,
): Promise<boolean> {
  const [row] = await tx.relayedMessage.createManyAndReturn({
    data: [
      {
        ticketId,
        chatId,
        toDesk,
        kind: incoming.kind,
        sourceChatId: incoming.chatId,
        sourceMessageId: incoming.messageId,
        albumId: incoming.albumId ?? null,
        content: incoming.content as unknown as Prisma.InputJsonValue,
        at: now,
      },
    ],
    skipDuplicates: true,
    select: { id: true },
  });
  if (!row) return false;
  const dueAt = new Date(+now + (incoming.albumId === undefined ? 0 : ALBUM_PATIENCE_MS));
  const notice = { type: "relay" as const, customer: chatId.toString(), toDesk };
  await say(toDesk ? supportChatId : chatId, notice, `relay:${row.id}`, { dueAt });
  return true;
}

/** A line for the agents beside the talk, in its order. */
export async function queueNote(
  { tx, say }: UnitOfWork,
  { ticketId, chatId, supportChatId, now }: Omit<Route, "toDesk">,
  note: DeskNote,
): Promise<void> {
  const content = { what: "note", captioned: false, text: "", entities: [], note };
  const { id } = await tx.relayedMessage.create({
    data: { ticketId, chatId, toDesk: true, kind: "note", content: content as never, at: now },
    select: { id: true },
  });
  const notice = { type: "relay" as const, customer: chatId.toString(), toDesk: true };
  await say(supportChatId, notice, `relay:${id}`);
}

/** Brings the customer's pinned card up to date. */
export async function refreshCard(
  { tx, say }: UnitOfWork,
  { chatId, supportChatId, cause }: { chatId: bigint; supportChatId: bigint; cause: string },
): Promise<void> {
  // One that waits will show this as well, and a group hears twenty things a minute.
  const waiting = { chatId: supportChatId, sentAt: null, failedAt: null };
  const dedupeKey = { startsWith: `desk-card:${chatId}:` };
  if (await tx.outboxNotice.findFirst({ where: { ...waiting, dedupeKey }, select: { id: true } })) return;
  const notice = { type: "desk_card" as const, customer: chatId.toString() };
  await say(supportChatId, notice, `desk-card:${chatId}:${cause}`);
}
