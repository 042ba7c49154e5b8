import type { Database, UnitOfWork } from "../db/database.ts";
import { CLAIM_WINDOW_MS, nextClaimAt } from "../domain/card-claim.ts";
import type { Product } from "../domain/plan.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import type { Clock } from "../ports/clock.ts";

export interface ClaimedCard {
  id: string;
  iccid: string;
  product: Product;
  label: string;
}

export type ClaimRefused =
  /** No card has this number. */
  | { type: "unknown" }
  /** Somebody else's, who was told. */
  | { type: "taken" }
  /** On the account that the chat is linked to. */
  | { type: "yours"; card: ClaimedCard }
  | { type: "too_many"; nextAt: Date };

/**
 * Keeps that a chat means to register the card, if it is nobody's. Whoever has it in hand is known by its
 * number alone, so numbers that lead nowhere are counted. The owner of a taken card is told once a day.
 */
export function createClaimCard(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return (
    chatId: bigint,
    named: { iccid: string } | { id: string },
  ): Promise<Result<ClaimedCard, ClaimRefused>> =>
    database.transact(async (unit) => {
      const { tx } = unit;
      const now = clock.now();
      await inTurnFor(tx, chatId);
      const card = await tx.card.findUnique({ where: named, select });
      const chat = await tx.chat.findUnique({ where: { id: chatId }, select: { accountId: true } });
      if (card?.accountId && card.accountId === chat?.accountId) {
        return fail({ type: "yours", card: shown(card) });
      }
      const since = new Date(now.getTime() - CLAIM_WINDOW_MS);
      const earlier = await tx.cardClaim.findMany({ where: { chatId, createdAt: { gt: since } } });
      const nextAt = nextClaimAt(earlier, now);
      if (nextAt) return fail({ type: "too_many", nextAt });

      await tx.cardClaim.updateMany({ where: { chatId, endedAt: null }, data: { endedAt: now } });
      await tx.cardClaim.deleteMany({ where: { createdAt: { lt: since } } });
      const isFree = card !== null && card.accountId === null;
      await tx.cardClaim.create({ data: { chatId, createdAt: now, cardId: isFree ? card.id : null } });
      if (isFree) return ok(shown(card));
      if (card?.accountId) await tellOwner(unit, { id: card.id, accountId: card.accountId }, now);
      return fail({ type: card ? "taken" : "unknown" });
    });
}

export type ClaimCard = ReturnType<typeof createClaimCard>;

const select = { id: true, iccid: true, product: true, label: true, accountId: true } as const;

const shown = ({ id, iccid, product, label }: ClaimedCard): ClaimedCard => ({ id, iccid, product, label });

/** Two messages at once must count each other. */
async function inTurnFor(tx: UnitOfWork["tx"], chatId: bigint): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${chatId.toString()}, 7205116))`;
}

async function tellOwner(
  { tx, say }: UnitOfWork,
  { id: cardId, accountId }: { id: string; accountId: string },
  now: Date,
): Promise<void> {
  const day = now.toISOString().slice(0, 10);
  const chats = await tx.chat.findMany({ where: { accountId }, select: { id: true } });
  for (const { id } of chats) {
    await say(id, { type: "card_wanted", cardId, accountId }, `card-wanted:${cardId}:${day}:${id}`);
  }
}
