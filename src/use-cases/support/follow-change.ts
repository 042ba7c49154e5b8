import { isDeepStrictEqual } from "node:util";
import type { Prisma } from "../../db/generated/client.ts";
import type { RelayContent } from "../../domain/relay.ts";
import type { DeskDeps } from "./desk.ts";

/** Where a message stands that somebody changed or marked. */
export interface Marked {
  chatId: bigint;
  messageId: number;
  /** Of the update that says so: the same one twice is one change. */
  updateId: number;
}

/** A message that was relayed was edited: its copy follows. Answers whether it was relayed at all. */
export function createFollowEdit({ database, supportChatId }: DeskDeps) {
  return async function followEdit(
    { chatId, messageId, updateId }: Marked,
    content: RelayContent,
  ): Promise<boolean> {
    if (supportChatId === undefined) return false;
    return database.transact(async ({ tx, say }) => {
      const where = { sourceChatId_sourceMessageId: { sourceChatId: chatId, sourceMessageId: messageId } };
      const row = await tx.relayedMessage.findUnique({ where });
      if (!row) return false;
      const before = row.content as unknown as RelayContent;
      const { text, entities } = content;
      // A live location moves every few seconds: only other words are worth one of the group's few messages.
      if (isDeepStrictEqual([before.text, before.entities], [text, entities])) return true;
      const edited = { ...before, text, entities } as unknown as Prisma.InputJsonValue;
      await tx.relayedMessage.update({ where: { id: row.id }, data: { content: edited } });
      const notice = { type: "relay_edit" as const, relayedId: row.id.toString() };
      await say(row.toDesk ? supportChatId : row.chatId, notice, `relay-edit:${updateId}`);
      return true;
    });
  };
}

export type FollowEdit = ReturnType<typeof createFollowEdit>;

/**
 * Somebody marked a message with an emoji, or took it back: its counterpart is marked as well. Marks on what
 * was never relayed stay where they are.
 */
export function createFollowReaction({ database, supportChatId }: DeskDeps) {
  return async function followReaction(
    { chatId, messageId, updateId }: Marked,
    side: "desk" | "customer",
    emoji: string | undefined,
  ): Promise<void> {
    if (supportChatId === undefined) return;
    await database.transact(async ({ tx, say }) => {
      const row = await tx.relayedMessage.findFirst({
        where: {
          ...(side === "customer" && { chatId }),
          OR: [
            { toDesk: side === "customer", sourceChatId: chatId, sourceMessageId: messageId },
            { toDesk: side === "desk", copyMessageId: messageId },
          ],
        },
        orderBy: { id: "desc" },
      });
      if (!row || row.kind === "note") return;
      const marked = { ...(row.content as unknown as RelayContent), reaction: emoji ?? "" };
      await tx.relayedMessage.update({ where: { id: row.id }, data: { content: marked as never } });
      const notice = { type: "relay_reaction" as const, relayedId: row.id.toString(), from: side };
      await say(side === "customer" ? supportChatId : row.chatId, notice, `relay-reaction:${updateId}`);
    });
  };
}

export type FollowReaction = ReturnType<typeof createFollowReaction>;
