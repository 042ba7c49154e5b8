import type { UnitOfWork } from "../db/database.ts";
import type { Clock } from "../ports/clock.ts";
import { announceLink } from "./announce-link.ts";
import { lookAgainForChat } from "./nudge/look-again.ts";

/**
 * Links a chat to an account, in place of the one it may have had, and tells the account's other chats.
 * Whoever calls it has proof that the person owns the account, and uses that proof up in the same
 * transaction. Orders stay with the chat that made them: their news still goes there.
 */
export function createLinkAccount({ clock }: { clock: Clock }) {
  return async function linkAccount(
    unit: Pick<UnitOfWork, "tx" | "say">,
    { chatId, accountId }: { chatId: bigint; accountId: string },
  ): Promise<void> {
    const { tx } = unit;
    const linkedAt = clock.now();
    const before = await tx.chat.findUnique({ where: { id: chatId }, select: { accountId: true } });
    await tx.chat.update({ where: { id: chatId }, data: { accountId, linkedAt } });
    if (before?.accountId !== accountId) await announceLink(unit, { chatId, accountId, linkedAt });
    await lookAgainForChat(tx, chatId, linkedAt);
  };
}

export type LinkAccount = ReturnType<typeof createLinkAccount>;
