import { ADDING_UP } from "../../db/usage-samples.ts";

/** What a line says of a bundle, beside its plan. */
export const STATED_FIGURES = `p.sku, p.name, p.kind, p.countries, s."dataTotalBytes", s."dataUsedBytes",
  p."fairUseBytes", s."dayIndex", s."voiceTotalSeconds", s."voiceUsedSeconds", s."durationSeconds",
  s."startsAt", s."expiresAt", s."usedUpAt"`;

/**
 * The bundle that a line speaks of on a known card: of the same plan with the same start, else an imported
 * one of the same plan that overlaps it, else none yet, and the card gets it. Lines `$1` to `$2`.
 */
export const STATED = `stated AS (
    SELECT s."bundleId" AS "newId", c.id AS "cardId", meant.id AS "bundleId", ${STATED_FIGURES}
    FROM staging.cards s JOIN "Card" c ON c.iccid = s.iccid JOIN "Plan" p ON p.sku = s."planSku"
    LEFT JOIN LATERAL (
      SELECT b.id FROM "Bundle" b
      WHERE b."cardId" = c.id AND b."planSku" = s."planSku"
        AND (b."startsAt" = s."startsAt"
             OR (b."orderId" IS NULL AND b."startsAt" < s."expiresAt" AND b."expiresAt" > s."startsAt"))
      ORDER BY b."startsAt" = s."startsAt" DESC, b."startsAt" DESC
      LIMIT 1
    ) meant ON true
    WHERE s.line BETWEEN $1 AND $2
  )`;

/**
 * Keeps what was used between the figures of known bundles and those that a file states; to be run before they
 * are taken over. It lies in the time since the card's last figures, three days at most. `$3` is now.
 */
export const KEPT_USES = `
  WITH ${STATED}, uses AS (
    SELECT b.id, u.resource, u.amount,
           LEAST($3::timestamptz,
                 GREATEST(c."asOf", b."createdAt", b."startsAt", $3::timestamptz - interval '3 days')) AS since
    FROM stated t JOIN "Bundle" b ON b.id = t."bundleId" AND b."startsAt" = t."startsAt"
    JOIN "Card" c ON c.id = b."cardId"
    CROSS JOIN LATERAL (VALUES
      ('data', (t."dataUsedBytes" -
        CASE WHEN b.kind = 'daily' AND t."dayIndex" > b."dayIndex" THEN 0 ELSE b."dataUsedBytes" END) / 1024),
      ('voice', (t."voiceUsedSeconds" - b."voiceUsedSeconds")::bigint)) AS u(resource, amount)
    WHERE u.amount > 0
  ), hours AS (
    SELECT id, resource, hour, amount::numeric / count(*) OVER (PARTITION BY id, resource) AS amount
    FROM uses CROSS JOIN LATERAL generate_series(
      date_trunc('hour', since AT TIME ZONE 'UTC'), $3::timestamptz AT TIME ZONE 'UTC', interval '1 hour') AS hour
  )
  INSERT INTO "UsageSample" ("bundleId", resource, per, since, amounts)
  SELECT d.id, d.resource, 'hour', d.day, array_agg(LEAST(round(coalesce(h.amount, 0)), 2147483647)::int ORDER BY o)
  FROM (SELECT DISTINCT id, resource, hour::date AS day FROM hours) d CROSS JOIN generate_series(0, 23) AS o
  LEFT JOIN hours h ON h.id = d.id AND h.resource = d.resource AND h.hour = d.day + o * interval '1 hour'
  GROUP BY d.id, d.resource, d.day
  ${ADDING_UP}`;
