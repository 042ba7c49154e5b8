import type { Database } from "../../db/database.ts";
import type { Money } from "../../domain/money.ts";
import { priceOf } from "../../domain/plan-choice.ts";
import { discountFor, type Purchase } from "../../domain/promotion.ts";
import type { Clock } from "../../ports/clock.ts";
import type { PromiseDeps } from "../order/price-promise.ts";
import type { Renewal } from "../renewal/read-renewal.ts";
import { readRecords, toPromotion } from "./read-promotion.ts";

export interface Offers {
  /** Whether there is any code that somebody may have heard of. */
  anyCode: boolean;
  /** The one that takes most off this purchase. */
  best?: { promotionId: string; code: string; discount: Money; isFree: boolean };
}

/** An operator runs a handful at a time. */
const MOST_AT_ONCE = 100;

/** What can be offered for this purchase without typing. Nothing is promised yet. */
export function createFindOffer(deps: { database: Database; clock: Clock } & PromiseDeps) {
  const { database, clock } = deps;

  return async function findOffer(renewal: Renewal): Promise<Offers> {
    const now = clock.now();
    const rows = await database.prisma.promotion.findMany({
      where: { stoppedAt: null, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
      orderBy: { createdAt: "desc" },
      take: MOST_AT_ONCE,
    });
    const offered = rows.map(toPromotion).filter(({ offered: isOffered }) => isOffered);
    const purchase = purchaseOf(renewal);
    if (offered.length === 0 || !purchase) return { anyCode: rows.length > 0 };

    const order = { id: renewal.orderId, accountId: renewal.accountId };
    const recordOf = await readRecords(database.prisma, offered, order);
    const rule = deps.chargeRule(purchase.price.currency);
    const best = offered
      .flatMap((promotion) => {
        const found = discountFor(promotion, purchase, recordOf(promotion), rule, now);
        const { id: promotionId, code } = promotion;
        if (!found.ok) return [];
        const isFree = found.value.amountMinor === purchase.price.amountMinor;
        return [{ promotionId, code, discount: found.value, isFree }];
      })
      .sort((a, b) => b.discount.amountMinor - a.discount.amountMinor)[0];
    return { anyCode: true, ...(best && { best }) };
  };
}

export type FindOffer = ReturnType<typeof createFindOffer>;

/** Undefined while something is not chosen yet. */
export function purchaseOf({ card, plan, quantity, destination }: Renewal): Purchase | undefined {
  if (!card || !plan || !quantity) return undefined;
  const price = { amountMinor: priceOf(plan, quantity), currency: plan.currency };
  return { product: card.product, kind: plan.kind, destination, price };
}
