import type { Database } from "../db/database.ts";

/**
 * Keeps which card comes first in a chat, in the balance and in renewals; null leaves it to what is on them.
 * A chat's and not an account's: people who share an account carry a card each. Answers whether the card is
 * the account's and the chat still linked to it.
 */
export function createChooseDefaultCard({ database }: { database: Database }) {
  return async function chooseDefaultCard(
    chat: { id: bigint; accountId: string },
    cardId: string | null,
  ): Promise<boolean> {
    return database.transact(async ({ tx }) => {
      const { id, accountId } = chat;
      if (cardId !== null && (await tx.card.count({ where: { id: cardId, accountId } })) === 0) return false;
      const { count } = await tx.chat.updateMany({
        where: { id, accountId },
        data: { defaultCardId: cardId },
      });
      return count > 0;
    });
  };
}

export type ChooseDefaultCard = ReturnType<typeof createChooseDefaultCard>;
