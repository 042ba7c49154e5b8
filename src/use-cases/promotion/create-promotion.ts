import type { Database } from "../../db/database.ts";
import type { Prisma } from "../../db/generated/client.ts";
import type { PromotionTerms } from "../../domain/promotion.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { Clock } from "../../ports/clock.ts";

/** Makes a promotion; its code must be a new one, stopped and expired ones included: people remember them. */
export function createCreatePromotion(deps: { database: Pick<Database, "prisma">; clock: Clock }) {
  const { database, clock } = deps;

  return async function createPromotion(
    terms: PromotionTerms,
  ): Promise<Result<{ id: string }, { type: "code_taken" }>> {
    const { discount, name, ...rest } = terms;
    const { count } = await database.prisma.promotion.createMany({
      data: [
        {
          ...rest,
          ...(name && { name: name as Prisma.InputJsonObject }),
          percent: discount.type === "percent" ? discount.percent : null,
          amountMinor: discount.type === "amount" ? discount.amountMinor : null,
          currency: discount.currency,
          createdAt: clock.now(),
        },
      ],
      skipDuplicates: true,
    });
    if (count === 0) return fail({ type: "code_taken" });
    const { code } = terms;
    return ok(await database.prisma.promotion.findUniqueOrThrow({ where: { code }, select: { id: true } }));
  };
}

export type CreatePromotion = ReturnType<typeof createCreatePromotion>;
