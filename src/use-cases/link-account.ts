import type { UnitOfWork } from "../db/database.ts";
import type { Clock } from "../ports/clock.ts";

/**
 * Links a chat to an account, in place of the one it may have had. Whoever calls it has proof that the
 * person owns the account, and uses that proof up in the same transaction. Orders stay with the chat that
 * made them: their news still goes there.
 */
export function createLinkAccount(deps: { clock: Clock }) {
  return async function linkAccount(
    { tx }: Pick<UnitOfWork, "tx">,
    { chatId, accountId }: { chatId: bigint; accountId: string },
  ): Promise<void> {
    await tx.chat.update({ where: { id: chatId }, data: { accountId, linkedAt: deps.clock.now() } });
  };
}

export type LinkAccount = ReturnType<typeof createLinkAccount>;
