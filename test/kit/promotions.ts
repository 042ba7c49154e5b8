import type { PromotionTerms } from "../../src/domain/promotion.ts";
import { createCreatePromotion } from "../../src/use-cases/promotion/create-promotion.ts";
import type { World } from "./world.ts";

/** A tenth off everything for everybody, known to those who type it, unless told otherwise. */
export async function seedPromotion(
  { app, clock }: Pick<World, "app" | "clock">,
  code: string,
  terms: Partial<PromotionTerms> = {},
): Promise<string> {
  const made = await createCreatePromotion({ database: app.database, clock })({
    code,
    name: null,
    discount: { type: "percent", percent: 10, currency: null },
    startsAt: null,
    endsAt: null,
    products: [],
    countries: [],
    kinds: [],
    firstOrderOnly: false,
    limitPerPerson: null,
    limitTotal: null,
    offered: false,
    ...terms,
  });
  if (!made.ok) throw new Error(`${code} exists`);
  return made.value.id;
}

/** Every promised discount, in the order they were made, as `CODE state`. */
export async function promotionUses({ app }: Pick<World, "app">): Promise<string[]> {
  const uses = await app.database.prisma.promotionUse.findMany({
    orderBy: { createdAt: "asc" },
    select: { state: true, promotion: { select: { code: true } } },
  });
  return uses.map(({ promotion, state }) => `${promotion.code} ${state}`);
}
