import { randomBytes } from "node:crypto";
import type { Database } from "../../db/database.ts";
import { Prisma } from "../../db/generated/client.ts";
import { orderNumber } from "../../domain/order-number.ts";
import { DAY_MS, suitsCard } from "../../domain/plan.ts";
import type { RenewalNeed } from "../../domain/renewal-need.ts";
import type { Clock } from "../../ports/clock.ts";
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
    wishes: RenewalWishes = {},
  ): Promise<string | undefined> {
    const now = clock.now();
    return database.transact(async ({ tx }) => {
      const cards = await tx.card.findMany({
        where: { accountId: chat.accountId },
        select: { id: true, product: true, carrier: true },
        orderBy: { createdAt: "asc" },
        take: 2,
      });
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
      const promotionId = wishes.promotionId ?? (await takeKeptCode(tx, chat.id));
      const chosen = {
        chatId: chat.id,
        accountId: chat.accountId,
        cardId: card?.id ?? null,
        destination: wishes.destination ?? null,
        planId: plan?.id ?? null,
        startsAt: wishes.startsAt ?? null,
        quantity: plan ? (plan.kind === "daily" ? (wishes.quantity ?? null) : 1) : null,
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

/** The code that was typed before there was a renewal: it goes to this one. */
async function takeKeptCode(tx: Prisma.TransactionClient, id: bigint): Promise<string | undefined> {
  const chat = await tx.chat.findUnique({ where: { id }, select: { keptPromotionId: true } });
  if (!chat?.keptPromotionId) return undefined;
  await tx.chat.update({ where: { id }, data: { keptPromotionId: null } });
  return chat.keptPromotionId;
}
