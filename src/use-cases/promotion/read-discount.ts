import type { Database } from "../../db/database.ts";
import type { LocalizedName } from "../../domain/plan.ts";

/** What is off a price, and by which code. In the price's currency. */
export interface Discount {
  code: string;
  name: LocalizedName | null;
  amountMinor: number;
}

/** The discount as it is shown; null when nothing is off. */
export async function readDiscount(
  { prisma }: Pick<Database, "prisma">,
  { promotionId }: { promotionId: string | null },
  amountMinor: number,
): Promise<Discount | null> {
  if (promotionId === null || amountMinor === 0) return null;
  const where = { id: promotionId };
  const { code, name } = await prisma.promotion.findUniqueOrThrow({ where });
  return { code, name: name as LocalizedName | null, amountMinor };
}
