import type { Database } from "../../db/database.ts";
import type { Clock } from "../../ports/clock.ts";

export interface PromotionStopped {
  /** It had been stopped before. */
  already: boolean;
  /** Unpaid orders that it was promised to, whose promise stands. */
  stillPromised: number;
}

/** Promises a code to nobody any more; undefined when there is none. What was promised already stands. */
export function createStopPromotion(deps: { database: Pick<Database, "prisma">; clock: Clock }) {
  const { prisma } = deps.database;

  return async function stopPromotion(code: string): Promise<PromotionStopped | undefined> {
    const promotion = await prisma.promotion.findUnique({ where: { code }, select: { id: true } });
    if (!promotion) return undefined;
    const { count } = await prisma.promotion.updateMany({
      where: { id: promotion.id, stoppedAt: null },
      data: { stoppedAt: deps.clock.now() },
    });
    const where = { promotionId: promotion.id, state: "reserved" as const };
    return { already: count === 0, stillPromised: await prisma.promotionUse.count({ where }) };
  };
}

export type StopPromotion = ReturnType<typeof createStopPromotion>;
