import { randomBytes } from "node:crypto";
import type { Database } from "../../db/database.ts";
import { Prisma } from "../../db/generated/client.ts";
import { orderNumber } from "../../domain/order-number.ts";
import { DAY_MS, suitsCard } from "../../domain/plan.ts";
import { type RenewalNeed, unitsFor } from "../../domain/renewal-need.ts";
import type { Clock } from "../../ports/clock.ts";
import { readKeptWish } from "./keep-wish.ts";
import { toPlan } from "./read-renewal.ts";

/** What is known before the first question, from a button, a link or a sentence. */
export interface RenewalWishes {
  cardId?: string;
  destination?: string;
  planId?: string;
  quantity?: number;
  startsAt?: Date | null;
  need?: RenewalNeed;
  /** Its code is to be applied. */
  promotionId?: string;
  /** The message that already shows the talk. */
  panelMessageId?: number | null;
}

/** Drafts that nobody touched for so long are forgotten. */
const FORGET_AFTER_MS = 14 * DAY_MS;

/**
 * Opens a draft for the chat's account, or takes up one that says just the same, and answers its number;
 * undefined when the account has no card.
 * Wishes that do not hold (somebody else's card, a plan that is gone) are left open, so that they are asked.
 */
export function createBeginRenewal(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return async function beginRenewal(
    chat: { id: bigint; accountId: string; defaultCardId?: string | null },
    begun: RenewalWishes = {},
  ): Promise<string | undefined> {
    const now = clock.now();
    return database.transact(async ({ tx }) => {
      const cards = await tx.card.findMany({
        where: { accountId: chat.accountId },
        select: { id: true, product: true, carrier: true },
        orderBy: { createdAt: "asc" },
        take: 2,
      });
      const kept = await takeKept(tx, chat.id, now);
      const wishes = saysNothing(begun) ? { ...kept.wishes, ...begun } : begun;
      const wishedId = wishes.cardId ?? chat.defaultCardId ?? undefined;
      const wished =
        wishedId !== undefined
          ? await tx.card.findFirst({
              where: { id: wishedId, accountId: chat.accountId },
              select: { id: true, product: true, carrier: true },
            })
          : null;
      const card = wished ?? (cards.length === 1 ? cards[0]! : null);
      const product = (card ?? cards[0])?.product;
      if (!product) return undefined;
      const wishedPlan = wishes.planId
        ? await tx.plan.findFirst({ where: { id: wishes.planId, active: true } })
        : null;
      const plan = wishedPlan && (!card || suitsCard(toPlan(wishedPlan), card)) ? wishedPlan : null;

      await tx.order.deleteMany({
        where: {
          chatId: chat.id,
          status: "draft",
          updatedAt: { lt: new Date(now.getTime() - FORGET_AFTER_MS) },
        },
      });
      const promotionId = wishes.promotionId ?? kept.promotionId;
      const chosen = {
        chatId: chat.id,
        accountId: chat.accountId,
        cardId: card?.id ?? null,
        destination: wishes.destination ?? null,
        planId: plan?.id ?? null,
        startsAt: wishes.startsAt ?? null,
        quantity: plan
          ? plan.kind === "daily"
            ? (wishes.quantity ?? unitsFor(plan, wishes.need ?? {}))
            : 1
          : null,
        ...(promotionId && { promotionId }),
      };
      // The same button again, or /renew twice: what has been begun goes on.
      const same = await tx.order.findFirst({
        where: {
          ...chosen,
          need: { equals: wishes.need ? { ...wishes.need } : Prisma.AnyNull },
          status: "draft",
        },
        orderBy: { updatedAt: "desc" },
        select: { id: true, number: true },
      });
      if (same) {
        await tx.order.update({ where: { id: same.id }, data: { askingStart: false, updatedAt: now } });
        return same.number;
      }
      const number = orderNumber(product, randomBytes(6));
      await tx.order.create({
        data: {
          ...chosen,
          number,
          ...(wishes.need && { need: { ...wishes.need } }),
          panelMessageId: wishes.panelMessageId ?? null,
          createdAt: now,
          updatedAt: now,
        },
      });
      return number;
    });
  };
}

export type BeginRenewal = ReturnType<typeof createBeginRenewal>;

/** What was said before there was a renewal: a code, and what an unlinked chat looked for. It goes to this one. */
async function takeKept(
  tx: Prisma.TransactionClient,
  id: bigint,
  now: Date,
): Promise<{ promotionId?: string; wishes: RenewalWishes }> {
  const chat = await tx.chat.findUnique({ where: { id }, select: { keptPromotionId: true, keptWish: true } });
  if (!chat?.keptPromotionId && !chat?.keptWish) return { wishes: {} };
  await tx.chat.update({ where: { id }, data: { keptPromotionId: null, keptWish: Prisma.DbNull } });
  const { keptPromotionId: promotionId, keptWish } = chat;
  return { ...(promotionId && { promotionId }), wishes: readKeptWish(keptWish, now) };
}

const saysNothing = ({ destination, planId, need }: RenewalWishes): boolean =>
  destination === undefined && planId === undefined && need === undefined;
