import type { Database } from "../../db/database.ts";
import { fromJsonPlan, type JsonPlan } from "../../db/json-rows.ts";
import { countryCodes } from "../../domain/country.ts";
import { EVERYWHERE, type Plan, type Product } from "../../domain/plan.ts";
import { inOrderOfSense } from "../../domain/plan-choice.ts";

/** Who shops: a card's product and carrier, or nobody yet. */
export type Shopper = { product: Product; carrier: string } | undefined;

const ON_SALE = `
  p.active AND ($1::text IS NULL OR $1 = ANY (p.products)) AND ($2::text IS NULL OR p.carrier IN ('', $2))`;
const PLANS = `
  SELECT coalesce(json_agg(p), '[]') AS plans FROM "Plan" p
  WHERE ${ON_SALE} AND p.countries && ARRAY [$3, '${EVERYWHERE}']`;
const COVERAGE = `
  SELECT coalesce(array_agg(DISTINCT country), '{}') AS countries
  FROM "Plan" p, unnest(p.countries) AS country WHERE ${ON_SALE}`;

const whoIs = (shopper: Shopper) => [shopper?.product ?? null, shopper?.carrier ?? null];

/** Plans that work in the country and that this card can take, cheapest sensible first. */
export function createFindPlans({ database }: { database: Database }) {
  return async function findPlans(shopper: Shopper, country: string): Promise<Plan[]> {
    const values = [...whoIs(shopper), country];
    const [row] = await database.recall<{ plans: JsonPlan[] }>("find-plans", PLANS, values);
    return inOrderOfSense(row!.plans.map(fromJsonPlan));
  };
}

/** Countries that some plan for this card works in. */
export function createFindCoverage({ database }: { database: Database }) {
  return async function findCoverage(shopper: Shopper): Promise<ReadonlySet<string>> {
    const values = whoIs(shopper);
    const [row] = await database.recall<{ countries: string[] }>("find-coverage", COVERAGE, values);
    const covered = new Set(row!.countries);
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
