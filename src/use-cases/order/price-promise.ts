import type { Prisma } from "../../db/generated/client.ts";
import type { Money } from "../../domain/money.ts";
import { suitsCard } from "../../domain/plan.ts";
import { priceOf as priceOfUnits } from "../../domain/plan-choice.ts";
import { isStillOffered, type PlanSnapshot, toPlanSnapshot } from "../../domain/plan-snapshot.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { toPlan } from "../renewal/read-renewal.ts";
import { type LockedOrder, priceOf } from "./locked-order.ts";

export interface PricePromise {
  price: Money;
  snapshot: PlanSnapshot;
}

export type NoPromise =
  /** Something is not chosen yet. */
  | { type: "incomplete" }
  /** Withdrawn from the catalogue, or not for this card any more. */
  | { type: "plan_gone" }
  /** The promise has lapsed, and the catalogue says something else now. */
  | { type: "price_changed"; price: Money };

/**
 * What will be charged, and for what: within its promise what was promised, else today's catalogue, if that
 * says what was shown or promised last.
 */
export async function promiseFor(
  tx: Prisma.TransactionClient,
  order: LockedOrder,
  shown: Money | undefined,
  now: Date,
): Promise<Result<PricePromise, NoPromise>> {
  const promised = priceOf(order);
  const snapshot = order.planSnapshot as unknown as PlanSnapshot | null;
  if (promised && snapshot && (order.checkoutExpiresAt ?? now) > now)
    return ok({ price: promised, snapshot });

  const { cardId, planId, quantity } = order;
  if (!cardId || !planId || !quantity) return fail({ type: "incomplete" });
  const card = await tx.card.findFirst({ where: { id: cardId, accountId: order.accountId } });
  const row = await tx.plan.findUnique({ where: { id: planId } });
  const plan = row && toPlan(row);
  if (!card || !plan || !suitsCard(plan, card)) return fail({ type: "plan_gone" });

  const price: Money = { amountMinor: priceOfUnits(plan, quantity), currency: plan.currency };
  const expected = shown ?? promised ?? price;
  const isAsExpected = expected.amountMinor === price.amountMinor && expected.currency === price.currency;
  if (!isAsExpected || (snapshot && !isStillOffered(snapshot, plan)))
    return fail({ type: "price_changed", price });
  return ok({ price, snapshot: toPlanSnapshot(plan) });
}
