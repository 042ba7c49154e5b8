import { Prisma } from "../../db/generated/client.ts";
import type { Audience } from "../../domain/broadcast.ts";

/** The chats of an audience, as a condition on `"Chat" c`: those who want offers and can be written to. */
export function inAudience({ products, countries, plans, seenSince }: Audience): Prisma.Sql {
  const conditions = [Prisma.sql`c.offers AND c."unreachableSince" IS NULL`];
  if (seenSince !== null) conditions.push(Prisma.sql`c."lastSeenAt" >= ${new Date(seenSince)}`);
  if (products.length > 0) {
    conditions.push(Prisma.sql`EXISTS (
      SELECT 1 FROM "Card" k WHERE k."accountId" = c."accountId" AND k.product::text = ANY (${products}))`);
  }
  if (countries.length > 0) {
    conditions.push(Prisma.sql`(
      EXISTS (SELECT 1 FROM "Order" o WHERE o."accountId" = c."accountId" AND o."paidAt" IS NOT NULL
        AND o.destination = ANY (${countries}))
      OR EXISTS (SELECT 1 FROM "Card" k JOIN "Bundle" b ON b."cardId" = k.id
        WHERE k."accountId" = c."accountId" AND b.countries && ${countries}::text[]))`);
  }
  if (plans.length > 0) {
    conditions.push(Prisma.sql`EXISTS (
      SELECT 1 FROM "Card" k JOIN "Bundle" b ON b."cardId" = k.id
      WHERE k."accountId" = c."accountId" AND b."planSku" = ANY (${plans}))`);
  }
  return Prisma.join(conditions, " AND ");
}
