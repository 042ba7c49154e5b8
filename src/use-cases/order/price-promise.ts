import type { Prisma } from "../../db/generated/client.ts";
import type { Money } from "../../domain/money.ts";
import { suitsCard } from "../../domain/plan.ts";
import { priceOf as priceOfUnits } from "../../domain/plan-choice.ts";
import { isStillOffered, type PlanSnapshot, toPlanSnapshot } from "../../domain/plan-snapshot.ts";
import type { ChargeRule } from "../../domain/promotion.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { type CodeRefused, promiseDiscount } from "../promotion/promise-discount.ts";
import { toPlan } from "../renewal/read-renewal.ts";
import type { LockedOrder } from "./locked-order.ts";

export interface PricePromise {
  /** What will be charged: the discount is off. */
  price: Money;
  discountMinor: number;
  snapshot: PlanSnapshot;
}

export type NoPromise =
  /** Something is not chosen yet. */
  | { type: "incomplete" }
  /** Withdrawn from the catalogue, or not for this card any more. */
  | { type: "plan_gone" }
  /** The promise has lapsed, and the catalogue says something else now. */
  | { type: "price_changed"; price: Money }
  | CodeRefused;

export interface PromiseDeps {
  /** What can be charged in a currency. */
  chargeRule: (currency: string) => ChargeRule;
}

/**
 * What will be charged, and for what: within its promise what was promised, else today's catalogue, if that
 * says what was shown or promised last; less what the order's code takes off.
 */
export async function promiseFor(
  tx: Prisma.TransactionClient,
  order: LockedOrder,
  /** Before any discount. */
  shown: Money | undefined,
  now: Date,
  { chargeRule }: PromiseDeps,
): Promise<Result<PricePromise, NoPromise>> {
  const full = await fullPriceOf(tx, order, shown, now);
  if (!full.ok) return full;
  const { price, snapshot, isPromised } = full.value;
  const isKept = isPromised && !order.priceStale && order.discountMinor > 0;
  const purchase = { price, kind: snapshot.kind, isKept };
  const discount = await promiseDiscount(tx, order, purchase, chargeRule(price.currency), now);
  if (!discount.ok) return discount;
  const discountMinor = discount.value.amountMinor;
  const { amountMinor, currency } = price;
  return ok({ price: { amountMinor: amountMinor - discountMinor, currency }, discountMinor, snapshot });
}

/** The columns that keep a promise with its order. */
export const promiseColumns = ({ price, discountMinor, snapshot }: PricePromise) => ({
  ...price,
  discountMinor,
  priceStale: false,
  planSnapshot: snapshot as unknown as Prisma.InputJsonObject,
});

async function fullPriceOf(
  tx: Prisma.TransactionClient,
  order: LockedOrder,
  shown: Money | undefined,
  now: Date,
): Promise<Result<{ price: Money; snapshot: PlanSnapshot; isPromised: boolean }, NoPromise>> {
  const promised = fullPrice(order);
  const snapshot = order.planSnapshot as unknown as PlanSnapshot | null;
  if (promised && snapshot && (order.checkoutExpiresAt ?? now) > now)
    return ok({ price: promised, snapshot, isPromised: true });

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
  return ok({ price, snapshot: toPlanSnapshot(plan), isPromised: false });
}

function fullPrice({ amountMinor, currency, discountMinor }: LockedOrder): Money | null {
  return amountMinor === null || currency === null
    ? null
    : { amountMinor: amountMinor + discountMinor, currency };
}
