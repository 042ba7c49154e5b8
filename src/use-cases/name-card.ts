import type { Database } from "../db/database.ts";

/**
 * Gives an account's card the name its owner chose, which imports leave alone from then on; null takes it
 * away and lets the next import name it. Answers whether the card is the account's.
 */
export function createNameCard({ database }: { database: Database }) {
  return async function nameCard(accountId: string, cardId: string, label: string | null): Promise<boolean> {
    const { count } = await database.prisma.card.updateMany({
      where: { id: cardId, accountId },
      data: { label: label ?? "", labelIsOwners: label !== null },
    });
    return count > 0;
  };
}

export type NameCard = ReturnType<typeof createNameCard>;
