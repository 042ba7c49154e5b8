import type { Bundle } from "../domain/bundle.ts";
import type { Prisma } from "./generated/client.ts";

type Reader = Pick<Prisma.TransactionClient, "$queryRawUnsafe">;

/**
 * The bundles of a card that still matter at `$2`: not ended before, waiting, or ended while another one
 * already waited for that. An SQL condition on "Bundle" b.
 */
export const STILL_MATTERS = `(
  b."expiresAt" > $2 OR b."startsAt" IS NULL OR EXISTS (
    SELECT 1 FROM "Bundle" w
    WHERE w."cardId" = b."cardId" AND w."startsAt" IS NULL AND w."createdAt" < b."expiresAt"))`;

const READ = `
  SELECT b.id, b."cardId", b."planSku", b."planName", b.kind, b.countries, b."dataTotalBytes",
         b."dataUsedBytes", b."fairUseBytes", b."dayIndex", b."voiceTotalSeconds", b."voiceUsedSeconds",
         b."smsTotal", b."smsUsed", b."durationSeconds", b."notBefore", b."startsAt", b."expiresAt",
         b."usedUpAt", b."createdAt"
  FROM "Bundle" b
  WHERE b."cardId" IN (SELECT id::uuid FROM jsonb_array_elements_text($1::jsonb) AS given(id)) AND ${STILL_MATTERS}
  ORDER BY b."createdAt", b.id`;

const WRITE = `
  UPDATE "Bundle" b
  SET "dataUsedBytes" = u."dataUsedBytes", "dayIndex" = u."dayIndex",
      "voiceUsedSeconds" = u."voiceUsedSeconds", "smsUsed" = u."smsUsed", "startsAt" = u."startsAt",
      "expiresAt" = u."expiresAt", "usedUpAt" = u."usedUpAt"
  FROM jsonb_to_recordset($1::jsonb) AS u(
    id uuid, "dataUsedBytes" bigint, "dayIndex" int, "voiceUsedSeconds" int, "smsUsed" int,
    "startsAt" timestamptz, "expiresAt" timestamptz, "usedUpAt" timestamptz)
  WHERE b.id = u.id`;

/**
 * The bundles of these cards that matter at a moment, oldest purchase first, as they were written last:
 * `settleBundles` starts those whose time has come since. One statement for any number of cards.
 */
export async function readBundles(
  reader: Reader,
  cardIds: readonly string[],
  at: Date,
): Promise<Map<string, Bundle[]>> {
  const rows = await reader.$queryRawUnsafe<(Bundle & { cardId: string })[]>(
    READ,
    JSON.stringify(cardIds),
    at,
  );
  const byCard = new Map<string, Bundle[]>();
  for (const { cardId, ...bundle } of rows) {
    const bundles = byCard.get(cardId);
    if (bundles) bundles.push(bundle);
    else byCard.set(cardId, [bundle]);
  }
  return byCard;
}

/** Writes what can change of bundles: used amounts, start, end. One statement; the cards must be locked. */
export async function writeBundles(
  tx: Pick<Prisma.TransactionClient, "$executeRawUnsafe">,
  changed: readonly Bundle[],
): Promise<void> {
  if (changed.length === 0) return;
  const rows = changed.map((bundle) => ({
    id: bundle.id,
    dataUsedBytes: bundle.dataUsedBytes.toString(),
    dayIndex: bundle.dayIndex,
    voiceUsedSeconds: bundle.voiceUsedSeconds,
    smsUsed: bundle.smsUsed,
    startsAt: bundle.startsAt,
    expiresAt: bundle.expiresAt,
    usedUpAt: bundle.usedUpAt,
  }));
  await tx.$executeRawUnsafe(WRITE, JSON.stringify(rows));
}

/** Those of `after` that are not as they were: the domain hands unchanged bundles back as the same object. */
export const changedBundles = (before: readonly Bundle[], after: readonly Bundle[]): Bundle[] => {
  const unchanged = new Set(before);
  return after.filter((bundle) => !unchanged.has(bundle));
};
