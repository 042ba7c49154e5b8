import type { Database } from "../../db/database.ts";
import { isPayable } from "../../domain/order-life.ts";
import { discountFor, type PromotionRefusal, parseCode } from "../../domain/promotion.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { Clock } from "../../ports/clock.ts";
import { lifeOf, lockOrder } from "../order/locked-order.ts";
import type { PromiseDeps } from "../order/price-promise.ts";
import type { Renewal } from "../renewal/read-renewal.ts";
import { purchaseOf } from "./find-offer.ts";
import { readRecords, toPromotion } from "./read-promotion.ts";

export type NotApplied =
  /** Nobody made such a code. */
  | { type: "unknown" }
  /** Paid meanwhile, or given up. */
  | { type: "not_payable" }
  /** It is on the order already. */
  | { type: "already" }
  | { type: "refused"; code: string; why: PromotionRefusal };

/**
 * Puts a code on a renewal that is not paid, in place of one that is there, or takes it off. The price is
 * promised anew by the next checkout, which may still find the code used up. A code that does not apply
 * changes nothing.
 */
export function createChangePromotion(deps: { database: Database; clock: Clock } & PromiseDeps) {
  const { database, clock } = deps;

  return {
    async apply(
      renewal: Renewal,
      wanted: { typed: string } | { promotionId: string },
    ): Promise<Result<{ id: string; code: string }, NotApplied>> {
      const row = await database.prisma.promotion.findUnique({ where: keyOf(wanted) });
      if (!row) return fail({ type: "unknown" });
      const promotion = toPromotion(row);
      const { id, code } = promotion;
      if (renewal.promotion?.id === id) return fail({ type: "already" });
      const purchase = purchaseOf(renewal);
      if (!purchase) return fail({ type: "not_payable" });
      const order = { id: renewal.orderId, accountId: renewal.accountId };
      const recordOf = await readRecords(database.prisma, [promotion], order);
      const rule = deps.chargeRule(purchase.price.currency);
      const found = discountFor(promotion, purchase, recordOf(promotion), rule, clock.now());
      if (!found.ok) return fail({ type: "refused", code, why: found.error });
      return (await change(renewal, { id, code })) ? ok({ id, code }) : fail({ type: "not_payable" });
    },

    /** Answers whether the order could still be changed. */
    remove: (renewal: Renewal): Promise<boolean> => change(renewal, null),
  };

  function change({ orderId }: Renewal, promotion: { id: string; code: string } | null): Promise<boolean> {
    return database.transact(async ({ tx }) => {
      const order = await lockOrder(tx, orderId);
      if (!order || !isPayable(lifeOf(order))) return false;
      const promotionId = promotion?.id ?? null;
      if (order.promotionId === promotionId) return true;
      const now = clock.now();
      const isPromised = order.amountMinor !== null;
      await tx.order.update({
        where: { id: orderId },
        data: { promotionId, priceStale: isPromised, ...(!isPromised && { updatedAt: now }) },
      });
      await tx.orderEvent.create({
        data: {
          ...{ orderId, at: now, cause: "customer" },
          ...(promotion
            ? { type: "code_applied", detail: { code: promotion.code } }
            : { type: "code_removed" }),
        },
      });
      return true;
    });
  }
}

export type ChangePromotion = ReturnType<typeof createChangePromotion>;

/** What cannot be a code is no code of ours: the empty one is nobody's. */
const keyOf = (wanted: { typed: string } | { promotionId: string }) =>
  "typed" in wanted ? { code: parseCode(wanted.typed) ?? "" } : { id: wanted.promotionId };
