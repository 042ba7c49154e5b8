import type { Database } from "../../db/database.ts";
import { DAY_MS } from "../../domain/plan.ts";
import { type DayOfUse, usualDay } from "../../domain/usual-day.ts";
import type { Clock } from "../../ports/clock.ts";

/** How much somebody uses on a day, and how that is known. */
export type UsualUse =
  /** The middle one of so many days in the history. */
  | { from: "days"; bytesPerDay: bigint; days: number }
  /** What the plans so far took, where the history is too short. */
  | { from: "plans"; bytesPerDay: bigint };

/** What somebody did longer ago is not how they travel now. */
const LATELY_MS = 90 * DAY_MS;

/** Days by UTC: each is 24 hours, wherever the card was. The history counts data in KiB; today is not over. */
const DAYS = `
  SELECT "cardId", (sum(amount) * 1024)::bigint AS bytes FROM (
    SELECT b."cardId", u.since AS day, amount
    FROM "UsageSample" u JOIN "Bundle" b ON b.id = u."bundleId" JOIN "Card" c ON c.id = b."cardId", unnest(u.amounts) AS amount
    WHERE c."accountId" = $1 AND u.resource = 'data' AND u.per = 'hour' AND u.since >= $2::date AND amount > 0
    UNION ALL
    SELECT b."cardId", u.since + place::int - 1, amount
    FROM "UsageSample" u JOIN "Bundle" b ON b.id = u."bundleId" JOIN "Card" c ON c.id = b."cardId",
      unnest(u.amounts) WITH ORDINALITY AS each(amount, place)
    WHERE c."accountId" = $1 AND u.resource = 'data' AND u.per = 'day' AND u.since + place::int - 1 >= $2::date
      AND amount > 0
  ) AS used WHERE day < $3::date GROUP BY "cardId", day`;

/** Of bundles that ran for a day at least; those by the day fill up anew and say little. */
const PLANS = `
  SELECT (sum(b."dataUsedBytes") / nullif(sum(greatest(1,
    extract(epoch FROM least($2::timestamptz, b."expiresAt") - b."startsAt") / 86400)), 0))::bigint AS "perDay"
  FROM "Bundle" b JOIN "Card" c ON c.id = b."cardId"
  WHERE c."accountId" = $1 AND b.kind <> 'daily' AND b."startsAt" < $2::timestamptz - interval '1 day'
    AND b."dataUsedBytes" > 0`;

type Bigintish = bigint | number | string;

/** What an account uses on a day, rather with one of its cards; undefined when nothing is known yet. */
export function createFindUsualUse(deps: { database: Pick<Database, "query">; clock: Clock }) {
  const { database, clock } = deps;

  return async function findUsualUse(accountId: string, cardId?: string): Promise<UsualUse | undefined> {
    const now = clock.now();
    const since = new Date(now.getTime() - LATELY_MS);
    const rows = await database.query<{ cardId: string; bytes: Bigintish }>("usual-days", DAYS, [
      accountId,
      since,
      now,
    ]);
    const days = rows.map((row): DayOfUse => ({ cardId: row.cardId, bytes: BigInt(row.bytes) }));
    const usual = usualDay(days, cardId);
    if (usual) return { from: "days", bytesPerDay: usual.bytes, days: usual.days };
    const [row] = await database.query<{ perDay: Bigintish | null }>("usual-of-plans", PLANS, [
      accountId,
      now,
    ]);
    return row?.perDay ? { from: "plans", bytesPerDay: BigInt(row.perDay) } : undefined;
  };
}

export type FindUsualUse = ReturnType<typeof createFindUsualUse>;
