import type { Prisma } from "../../db/generated/client.ts";
import type { Money } from "../../domain/money.ts";
import type { PlanKind } from "../../domain/plan.ts";
import { type ChargeRule, discountFor, type PromotionRefusal, useStateOf } from "../../domain/promotion.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { LockedOrder } from "../order/locked-order.ts";
import { readRecords, toPromotion } from "./read-promotion.ts";

/** The code that the customer wants applied takes nothing off (any more). */
export interface CodeRefused {
  type: "code_refused";
  orderId: string;
  code: string;
  why: PromotionRefusal;
}

/**
 * What the order's code takes off its price. The promotion stays locked until the transaction ends, so that
 * its last use is promised once: whoever waits for it counts this one too.
 */
export async function promiseDiscount(
  tx: Prisma.TransactionClient,
  order: LockedOrder,
  purchase: {
    price: Money;
    kind: PlanKind;
    /** Promised before and within the promise's time: that the code has ended since does not matter. */
    isKept: boolean;
  },
  rule: ChargeRule,
  now: Date,
): Promise<Result<{ amountMinor: number }, CodeRefused>> {
  const { promotionId, cardId, accountId, destination } = order;
  if (promotionId === null) return ok({ amountMinor: 0 });
  await tx.$queryRaw`SELECT 1 FROM "Promotion" WHERE id = ${promotionId}::uuid FOR NO KEY UPDATE`;
  const promotion = toPromotion(await tx.promotion.findUniqueOrThrow({ where: { id: promotionId } }));
  if (promotion.firstOrderOnly) {
    // Another first order's code must not be promised to the same person at the same time.
    await tx.$queryRaw`SELECT 1 FROM "Account" WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`;
  }
  const card = await tx.card.findUniqueOrThrow({ where: { id: cardId! }, select: { product: true } });
  const recordOf = await readRecords(tx, [promotion], order);
  const found = discountFor(
    purchase.isKept ? { ...promotion, stopped: false, startsAt: null, endsAt: null } : promotion,
    { product: card.product, kind: purchase.kind, destination, price: purchase.price },
    recordOf(promotion),
    rule,
    now,
  );
  return found.ok
    ? ok({ amountMinor: found.value.amountMinor })
    : fail({ type: "code_refused", orderId: order.id, code: promotion.code, why: found.error });
}

/** Notes that the discount was promised to the order, or that none was. */
export async function keepPromotionUse(
  tx: Prisma.TransactionClient,
  { id: orderId, accountId, promotionId }: LockedOrder,
  discountMinor: number,
  now: Date,
): Promise<void> {
  if (promotionId === null || discountMinor === 0) {
    await tx.promotionUse.deleteMany({ where: { orderId } });
    return;
  }
  const use = { promotionId, accountId, state: "reserved" as const, updatedAt: now };
  await tx.promotionUse.upsert({
    where: { orderId },
    create: { ...use, orderId, createdAt: now },
    update: use,
  });
}

/** Lets a promised discount follow its order: spent when it is paid, free for others when it is not. */
export async function followOrder(
  tx: Prisma.TransactionClient,
  before: LockedOrder,
  status: LockedOrder["status"],
  now: Date,
): Promise<void> {
  const state = useStateOf(status);
  if (before.discountMinor === 0 || state === useStateOf(before.status)) return;
  await tx.promotionUse.updateMany({
    where: { orderId: before.id },
    data: { state, updatedAt: now },
  });
}
