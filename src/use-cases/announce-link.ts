import type { UnitOfWork } from "../db/database.ts";

/** Tells every other chat of the account that this one was linked to it, so that a thief is noticed. */
export async function announceLink(
  { tx, say }: Pick<UnitOfWork, "tx" | "say">,
  { chatId, accountId, linkedAt }: { chatId: bigint; accountId: string; linkedAt: Date },
): Promise<void> {
  const others = await tx.chat.findMany({
    where: { accountId, id: { not: chatId } },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  for (const other of others) {
    await say(
      other.id,
      { type: "chat_linked", accountId, linkedChatId: chatId.toString() },
      `chat-linked:${chatId}:${linkedAt.getTime()}:${other.id}`,
    );
  }
}
