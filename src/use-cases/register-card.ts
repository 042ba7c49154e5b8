import type { UnitOfWork } from "../db/database.ts";
import type { ClaimedCard } from "./claim-card.ts";

/**
 * Gives a card that is nobody's to an account; undefined when it is another's by now. Of two at the same
 * instant one wins. Everything else that could have registered it ends: other chats' claims, printed links.
 * Whoever calls it has proof of the account's address.
 */
export async function registerCard(
  { tx }: Pick<UnitOfWork, "tx">,
  { cardId, accountId, now }: { cardId: string; accountId: string; now: Date },
): Promise<ClaimedCard | undefined> {
  await tx.card.updateMany({ where: { id: cardId, accountId: null }, data: { accountId, nudgeDueAt: now } });
  const card = await tx.card.findUnique({
    where: { id: cardId, accountId },
    select: { id: true, iccid: true, product: true, label: true },
  });
  if (!card) return undefined;
  await tx.cardClaim.updateMany({ where: { cardId, endedAt: null }, data: { endedAt: now } });
  await tx.linkToken.updateMany({
    where: { cardId, accountId: null, consumedAt: null },
    data: { consumedAt: now },
  });
  return card;
}
