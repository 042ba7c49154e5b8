import { DAY_MS } from "../domain/plan.ts";
import type { MeteredResource, Use, UsedStretch } from "../domain/usage-history.ts";
import { RECENT_MS } from "../domain/usage-pace.ts";
import type { Database } from "./database.ts";
import type { Prisma } from "./generated/client.ts";

const HOUR_MS = 60 * 60 * 1000;
const MOST = 2 ** 31 - 1;

/** What one count stands for: a terabyte an hour still fits into four bytes. */
const UNIT: Record<MeteredResource, number> = { data: 1024, voice: 1 };

/** How a row that is there takes another one in: place by place. */
export const ADDING_UP = `ON CONFLICT ("bundleId", since, resource, per) DO UPDATE SET amounts = ARRAY(
    SELECT LEAST(a::bigint + b, ${MOST})::int
    FROM unnest("UsageSample".amounts, excluded.amounts) WITH ORDINALITY AS added(a, b, place) ORDER BY place)`;

const ADD = `
  INSERT INTO "UsageSample" ("bundleId", resource, per, since, amounts)
  SELECT u."bundleId", u.resource, 'hour', u.since, u.amounts
  FROM jsonb_to_recordset($1::jsonb) AS u("bundleId" uuid, resource text, since date, amounts int[])
  ORDER BY 1, 4, 2
  ${ADDING_UP}`;

/**
 * Days before `$1` become parts of their months; those that another process has in hand are left to it. A row
 * of a month has room for 31 days.
 */
const THIN = `
  WITH due AS (
    SELECT "bundleId", resource, since FROM "UsageSample" WHERE per = 'hour' AND since < $1::date
    ORDER BY since LIMIT $2 FOR UPDATE SKIP LOCKED
  ), gone AS (
    DELETE FROM "UsageSample" s USING due d
    WHERE s."bundleId" = d."bundleId" AND s.resource = d.resource AND s.since = d.since AND s.per = 'hour'
    RETURNING s."bundleId", s.resource, s.since, date_trunc('month', s.since)::date AS month,
              (SELECT sum(amount) FROM unnest(s.amounts) AS amount) AS amount
  ), months AS (
    INSERT INTO "UsageSample" ("bundleId", resource, per, since, amounts)
    SELECT m."bundleId", m.resource, 'day', m.month, array_agg(LEAST(coalesce(g.amount, 0), ${MOST})::int ORDER BY day)
    FROM (SELECT DISTINCT "bundleId", resource, month FROM gone) m CROSS JOIN generate_series(0, 30) AS day
    LEFT JOIN gone g
      ON g."bundleId" = m."bundleId" AND g.resource = m.resource AND g.month = m.month AND g.since = m.month + day
    GROUP BY 1, 2, 4
    ${ADDING_UP}
  )
  SELECT count(*)::int AS count FROM gone`;

const FORGET = `
  DELETE FROM "UsageSample" WHERE ("bundleId", since, resource, per) IN (
    SELECT "bundleId", since, resource, per FROM "UsageSample"
    WHERE per = 'day' AND since < $1::date LIMIT $2 FOR UPDATE SKIP LOCKED)`;

const IS_DUE = `SELECT 1 FROM "UsageSample" WHERE per = $1 AND since < $2::date LIMIT 1`;

/**
 * Adds to the history what was used, by the hour; what is only known of a longer time is spread over it
 * evenly. One statement for any number of uses, none for none. The cards must be locked.
 */
export async function addUses(
  tx: Pick<Prisma.TransactionClient, "$executeRawUnsafe">,
  uses: readonly Use[],
): Promise<void> {
  const rowByKey = new Map<
    string,
    { bundleId: string; resource: string; since: string; amounts: number[] }
  >();
  for (const { bundleId, resource, from, until, amount } of uses) {
    for (const hour of hoursOf(from.getTime(), until.getTime())) {
      const since = new Date(hour.at).toISOString().slice(0, 10);
      const key = `${bundleId} ${resource} ${since}`;
      const row = rowByKey.get(key) ?? { bundleId, resource, since, amounts: new Array<number>(24).fill(0) };
      row.amounts[new Date(hour.at).getUTCHours()]! += (Number(amount) * hour.share) / UNIT[resource];
      rowByKey.set(key, row);
    }
  }
  if (rowByKey.size === 0) return;
  const rows = [...rowByKey.values()].map((row) => ({
    ...row,
    amounts: row.amounts.map((amount) => Math.min(Math.round(amount), MOST)),
  }));
  await tx.$executeRawUnsafe(ADD, JSON.stringify(rows));
}

/**
 * The recent hours of the bundles of card `c` that were not over at `$n`, as JSON: an SQL expression, to stand
 * in a statement that reads more. `parseSamples` takes it.
 */
export const recentSamples = (since: string) => `
  (SELECT json_agg(json_build_array(u."bundleId", u.resource, u.since, u.amounts))
   FROM "Bundle" h JOIN "UsageSample" u ON u."bundleId" = h.id
   WHERE h."cardId" = c.id AND h."expiresAt" > ${since} AND u.per = 'hour' AND u.since >= ${since}::date)`;

export type JsonSample = [bundleId: string, resource: MeteredResource, since: string, amounts: number[]];

/** What was used of each bundle, by the hour. */
export function parseSamples(
  samples: readonly JsonSample[] | null,
  resource: MeteredResource,
): Map<string, UsedStretch[]> {
  const usedByBundle = new Map<string, UsedStretch[]>();
  for (const [bundleId, ofResource, since, amounts] of samples ?? []) {
    if (ofResource !== resource) continue;
    const used = usedByBundle.get(bundleId) ?? [];
    usedByBundle.set(bundleId, used);
    const midnight = Date.parse(`${since}T00:00:00Z`);
    for (const [hour, amount] of amounts.entries()) {
      const from = midnight + hour * HOUR_MS;
      if (amount > 0) used.push({ from, until: from + HOUR_MS, amount: amount * UNIT[resource] });
    }
  }
  return usedByBundle;
}

/** Puts days of hours before a moment together to months of days; answers how many, at most `limit`. */
export async function thinSamples(database: Sweeping, before: Date, limit: number): Promise<number> {
  if (!(await isDue(database, "hour", before))) return 0;
  const [row] = await database.prisma.$queryRawUnsafe<{ count: number }[]>(THIN, before, limit);
  return row!.count;
}

/** Forgets months that began before a moment; answers how many, at most `limit`. */
export async function forgetSamples(database: Sweeping, before: Date, limit: number): Promise<number> {
  return (await isDue(database, "day", before))
    ? database.prisma.$executeRawUnsafe(FORGET, before, limit)
    : 0;
}

/** A look first: on an embedded database whatever deletes costs others what they remember. */
const isDue = async (database: Sweeping, per: string, before: Date): Promise<boolean> =>
  (await database.query("usage-samples-due", IS_DUE, [per, before])).length > 0;

type Sweeping = Pick<Database, "prisma" | "query">;

/** The hours of the clock that a time falls into, with their shares of it. */
function* hoursOf(from: number, until: number): Generator<{ at: number; share: number }> {
  const length = until - from;
  for (let at = from - (from % HOUR_MS); at === from - (from % HOUR_MS) || at < until; at += HOUR_MS) {
    const overlap = Math.min(until, at + HOUR_MS) - Math.max(from, at);
    yield { at, share: length > 0 ? overlap / length : 1 };
  }
}

/** From when on samples are read, to the day: so that the same question is asked in the same words. */
export const historyBegins = (now: Date): Date =>
  new Date(Math.floor((now.getTime() - RECENT_MS) / DAY_MS) * DAY_MS);
