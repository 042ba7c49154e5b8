import type { Database } from "../../db/database.ts";
import { type Promotion, whyNotNow } from "../../domain/promotion.ts";
import type { Clock } from "../../ports/clock.ts";
import { toPromotion } from "./read-promotion.ts";

export interface PromotionListed {
  promotion: Promotion;
  state: "running" | "not_yet" | "expired" | "stopped" | "used_up";
  reserved: number;
  spent: number;
  /** Of those that may still be promised; null without a limit. */
  left: number | null;
}

/** Every promotion with how often it was used, the newest first. */
export function createListPromotions(deps: { database: Pick<Database, "prisma">; clock: Clock }) {
  const { prisma } = deps.database;

  return async function listPromotions(): Promise<PromotionListed[]> {
    const rows = await prisma.promotion.findMany({ orderBy: [{ createdAt: "desc" }, { code: "asc" }] });
    const counts = await prisma.promotionUse.groupBy({ by: ["promotionId", "state"], _count: true });
    return rows.map((row) => {
      const count = (wanted: string) =>
        counts.find(({ promotionId, state }) => promotionId === row.id && state === wanted)?._count ?? 0;
      const promotion = toPromotion(row);
      const [reserved, spent] = [count("reserved"), count("spent")];
      const { limitTotal } = promotion;
      // Late money is honoured beyond the limit.
      const left = limitTotal === null ? null : Math.max(0, limitTotal - reserved - spent);
      return { promotion, state: stateOf(promotion, spent), reserved, spent, left };
    });
  };

  function stateOf(promotion: Promotion, spent: number): PromotionListed["state"] {
    const refusal = whyNotNow(promotion, deps.clock.now());
    if (refusal) return refusal.type as "not_yet" | "expired" | "stopped";
    return promotion.limitTotal !== null && spent >= promotion.limitTotal ? "used_up" : "running";
  }
}

export type ListPromotions = ReturnType<typeof createListPromotions>;
