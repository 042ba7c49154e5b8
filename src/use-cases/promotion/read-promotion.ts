import type { Prisma } from "../../db/generated/client.ts";
import type { LocalizedName, PlanKind, Product } from "../../domain/plan.ts";
import type { Promotion, PromotionRecord, PromotionTerms } from "../../domain/promotion.ts";

/** A row as the domain speaks of it. */
export function toPromotion(row: Prisma.PromotionGetPayload<object>): Promotion {
  return {
    id: row.id,
    code: row.code,
    name: row.name as LocalizedName | null,
    discount: toDiscount(row),
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    products: row.products as Product[],
    countries: row.countries,
    kinds: row.kinds as PlanKind[],
    firstOrderOnly: row.firstOrderOnly,
    limitPerPerson: row.limitPerPerson,
    limitTotal: row.limitTotal,
    offered: row.offered,
    stopped: row.stoppedAt !== null,
  };
}

function toDiscount({
  id,
  percent,
  amountMinor,
  currency,
}: Prisma.PromotionGetPayload<object>): PromotionTerms["discount"] {
  if (percent !== null) return { type: "percent", percent, currency };
  if (amountMinor === null || currency === null) throw new Error(`Promotion ${id} takes nothing off`);
  return { type: "amount", amountMinor, currency };
}

const BOUGHT = ["confirming", "paid", "provisioning", "fulfilled", "refunding"] as const;

/** How often each was used, by anybody and by this person; the order at hand does not count. */
export async function readRecords(
  tx: Prisma.TransactionClient,
  promotions: readonly Promotion[],
  order: { id: string; accountId: string },
): Promise<(promotion: Promotion) => PromotionRecord> {
  const { accountId } = order;
  const inUse = {
    promotionId: { in: promotions.map(({ id }) => id) },
    orderId: { not: order.id },
    state: { in: ["reserved" as const, "spent" as const] },
  };
  const counts = await tx.promotionUse.groupBy({
    by: ["promotionId", "state"],
    where: inUse,
    _count: true,
  });
  const own = await tx.promotionUse.findMany({
    where: { ...inUse, accountId },
    select: { promotionId: true, state: true, order: { select: { number: true } } },
    orderBy: { updatedAt: "desc" },
  });
  const hasOrdered =
    promotions.some(({ firstOrderOnly }) => firstOrderOnly) && (await hasFirstOrder(tx, order));

  return ({ id }) => {
    const count = (wanted: string) =>
      counts.find(({ promotionId, state }) => promotionId === id && state === wanted)?._count ?? 0;
    const mine = own.filter(({ promotionId }) => promotionId === id);
    return {
      reserved: count("reserved"),
      spent: count("spent"),
      byPerson: mine.length,
      heldByOrder: mine.find(({ state }) => state === "reserved")?.order.number ?? null,
      hasOrdered,
    };
  };
}

/** Something was bought, or another order was promised a first order's discount and may yet be paid. */
async function hasFirstOrder(
  tx: Prisma.TransactionClient,
  { id, accountId }: { id: string; accountId: string },
): Promise<boolean> {
  const first = await tx.order.findFirst({
    where: {
      accountId,
      id: { not: id },
      OR: [
        { status: { in: [...BOUGHT] } },
        { promotionUse: { state: "reserved", promotion: { firstOrderOnly: true } } },
      ],
    },
    select: { id: true },
  });
  return first !== null;
}
