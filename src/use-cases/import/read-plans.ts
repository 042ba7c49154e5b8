import type { Database } from "../../db/database.ts";
import type { LocalizedName, Plan, Product } from "../../domain/plan.ts";

/** The whole catalogue, withdrawn plans included: cards may still be on them. */
export async function readPlanBySku(database: {
  prisma: Pick<Database["prisma"], "plan">;
}): Promise<ReadonlyMap<string, Plan>> {
  const plans = await database.prisma.plan.findMany();
  return new Map(
    plans.map(({ updatedAt: _, ...plan }) => [
      plan.sku,
      { ...plan, products: plan.products as Product[], name: plan.name as LocalizedName },
    ]),
  );
}
