import type { Database } from "../db/database.ts";
import { CLAIM_LIFETIME_MS } from "../domain/card-claim.ts";
import type { Clock } from "../ports/clock.ts";
import type { ClaimedCard } from "./claim-card.ts";

/** The card that the chat means to register, as long as nobody else did. */
export function createFindClaim(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return async function findClaim(chatId: bigint): Promise<ClaimedCard | null> {
    const claim = await database.prisma.cardClaim.findFirst({
      where: {
        chatId,
        endedAt: null,
        createdAt: { gt: new Date(clock.now().getTime() - CLAIM_LIFETIME_MS) },
      },
      orderBy: { createdAt: "desc" },
      select: { card: { select: { id: true, iccid: true, product: true, label: true, accountId: true } } },
    });
    if (!claim?.card || claim.card.accountId !== null) return null;
    const { accountId: _, ...card } = claim.card;
    return card;
  };
}

export type FindClaim = ReturnType<typeof createFindClaim>;
