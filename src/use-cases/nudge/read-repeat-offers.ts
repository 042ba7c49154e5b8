import type { Database } from "../../db/database.ts";
import { dayCount } from "../../domain/bundle.ts";
import type { Plan } from "../../domain/plan.ts";
import type { RepeatOffer } from "../balance-rows.ts";

type OfferedPlan = Pick<Plan, "name" | "kind" | "priceMinor" | "currency">;

interface Row {
  cardId: string;
  /** The last delivered order; its plan is null where it is no longer sold. */
  ordered: { quantity: number | null; plan: OfferedPlan | null } | null;
  /** The plan that the card's newest bundle came from. */
  held: { durationSeconds: number; plan: OfferedPlan } | null;
}

const SELLABLE = `p.active AND c.product::text = ANY (p.products) AND p.carrier IN ('', c.carrier)`;

/** The same plan that `find-repeat.ts` would take, at today's price. */
const READ = `
  SELECT c.id AS "cardId",
    (SELECT json_build_object('quantity', o.quantity, 'plan', p)
     FROM "Order" o LEFT JOIN "Plan" p ON p.id = o."planId" AND ${SELLABLE}
     WHERE o."cardId" = c.id AND o."accountId" = c."accountId" AND o.status = 'fulfilled'
     ORDER BY o."createdAt" DESC LIMIT 1) AS ordered,
    (SELECT json_build_object('durationSeconds', b."durationSeconds", 'plan', p)
     FROM "Bundle" b JOIN "Plan" p ON p.sku = b."planSku" AND ${SELLABLE}
     WHERE b."cardId" = c.id ORDER BY b."createdAt" DESC LIMIT 1) AS held
  FROM "Card" c
  WHERE c.id IN (SELECT given.id::uuid FROM jsonb_array_elements_text($1::jsonb) AS given(id))`;

/** What "repeat my last plan" would buy for each of these cards; cards without such a plan are left out. */
export function createReadRepeatOffers({ database }: { database: Database }) {
  return async function readRepeatOffers(cardIds: readonly string[]): Promise<Map<string, RepeatOffer>> {
    const rows = await database.query<Row>("repeat-offers", READ, [JSON.stringify(cardIds)]);
    return new Map(
      rows.flatMap(({ cardId, ordered, held }): [string, RepeatOffer][] => {
        if (ordered) return ordered.plan ? [[cardId, offerOf(ordered.plan, ordered.quantity ?? 1)]] : [];
        if (!held) return [];
        return [[cardId, offerOf(held.plan, held.plan.kind === "daily" ? dayCount(held) : 1)]];
      }),
    );
  };
}

export type ReadRepeatOffers = ReturnType<typeof createReadRepeatOffers>;

const offerOf = ({ name, kind, priceMinor, currency }: OfferedPlan, quantity: number): RepeatOffer => ({
  ...{ name, kind, quantity, currency },
  amountMinor: priceMinor * quantity,
});
