import type { Database } from "../../db/database.ts";
import { countryCodes } from "../../domain/country.ts";
import { EVERYWHERE, type Plan, type Product } from "../../domain/plan.ts";
import { inOrderOfSense } from "../../domain/plan-choice.ts";
import { toPlan } from "./read-renewal.ts";

/** Who shops: a card's product and carrier, or nobody yet. */
export type Shopper = { product: Product; carrier: string } | undefined;

const onSale = (shopper: Shopper) => ({
  active: true,
  ...(shopper && { products: { has: shopper.product }, carrier: { in: ["", shopper.carrier] } }),
});

/** Plans that work in the country and that this card can take, cheapest sensible first. */
export function createFindPlans({ database }: { database: Database }) {
  return async function findPlans(shopper: Shopper, country: string): Promise<Plan[]> {
    const rows = await database.prisma.plan.findMany({
      where: {
        ...onSale(shopper),
        OR: [{ countries: { has: country } }, { countries: { has: EVERYWHERE } }],
      },
    });
    return inOrderOfSense(rows.map(toPlan));
  };
}

/** Countries that some plan for this card works in. */
export function createFindCoverage({ database }: { database: Database }) {
  return async function findCoverage(shopper: Shopper): Promise<ReadonlySet<string>> {
    const plans = await database.prisma.plan.findMany({
      where: onSale(shopper),
      select: { countries: true },
    });
    const covered = new Set(plans.flatMap(({ countries }) => countries));
    return covered.has(EVERYWHERE) ? new Set(countryCodes) : covered;
  };
}

/** Where this account's orders went lately, the last first, each country once. */
export function createFindRecentDestinations({ database }: { database: Database }) {
  return async function findRecentDestinations(accountId: string, limit: number): Promise<string[]> {
    const orders = await database.prisma.order.findMany({
      where: { accountId, destination: { not: null }, status: { notIn: ["draft", "canceled"] } },
      orderBy: { createdAt: "desc" },
      select: { destination: true },
      take: 20,
    });
    return [...new Set(orders.flatMap(({ destination }) => destination ?? []))].slice(0, limit);
  };
}

export type FindPlans = ReturnType<typeof createFindPlans>;
export type FindCoverage = ReturnType<typeof createFindCoverage>;
export type FindRecentDestinations = ReturnType<typeof createFindRecentDestinations>;
