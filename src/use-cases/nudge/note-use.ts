import type { UnitOfWork } from "../../db/database.ts";
import type { UsageEvent } from "../../ports/carrier.ts";

type Tx = UnitOfWork["tx"];

/** Dates the figures, and has them looked at where somebody could be told. */
const NOTE = `
  UPDATE "Card" c SET "asOf" = $2,
    "nudgeDueAt" = CASE WHEN EXISTS (SELECT 1 FROM "Chat" h WHERE h."accountId" = c."accountId")
      THEN least(c."nudgeDueAt", g."lookAt") ELSE c."nudgeDueAt" END
  FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, "lookAt" timestamptz)
  WHERE c.id = g.id
  RETURNING g."lookAt" <= $2 AND c."nudgeDueAt" <= $2 AS urgent`;

/** Rarely a change, and never in another order than anybody else's. */
const NOTE_COUNTRIES = `
  WITH moved AS MATERIALIZED (
    SELECT a.id, g.country
    FROM jsonb_to_recordset($1::jsonb) AS g("cardId" uuid, country text)
    JOIN "Card" c ON c.id = g."cardId" JOIN "Account" a ON a.id = c."accountId"
    WHERE a."lastCountry" IS DISTINCT FROM g.country ORDER BY a.id FOR NO KEY UPDATE OF a)
  UPDATE "Account" a SET "lastCountry" = moved.country FROM moved WHERE a.id = moved.id`;

/**
 * Writes down that cards were used: when, where, and when to look whether it is worth a warning. The cards are
 * locked by whoever books the use. Answers whether somebody should hear of it now.
 */
export async function noteUse(
  tx: Tx,
  cards: readonly { cardId: string; events: readonly UsageEvent[]; lookAt: Date }[],
  now: Date,
): Promise<boolean> {
  const looks = cards.map(({ cardId, lookAt }) => ({ id: cardId, lookAt }));
  const noted = await tx.$queryRawUnsafe<{ urgent: boolean | null }[]>(NOTE, JSON.stringify(looks), now);
  const places = cards.flatMap(({ cardId, events }) => {
    const country = lastCountry(events);
    return country === undefined ? [] : [{ cardId, country }];
  });
  if (places.length > 0) await tx.$executeRawUnsafe(NOTE_COUNTRIES, JSON.stringify(places));
  return noted.some(({ urgent }) => urgent);
}

/** Of the newest event that names one. */
function lastCountry(events: readonly UsageEvent[]): string | undefined {
  const placed = events.filter(({ country }) => country !== undefined);
  if (placed.length === 0) return undefined;
  return placed.reduce((latest, event) => (event.at >= latest.at ? event : latest)).country;
}
