import { STILL_MATTERS } from "../db/card-bundles.ts";
import type { Database } from "../db/database.ts";
import { fromJsonBytes, fromJsonDate, type InJson } from "../db/json-rows.ts";
import { historyBegins, type JsonSample, recentSamples } from "../db/usage-samples.ts";
import type { Bundle } from "../domain/bundle.ts";
import { settleBundles } from "../domain/bundle-start.ts";
import type { Money } from "../domain/money.ts";
import { DAY_MS, type LocalizedName, type Plan, type PlanKind, type Product } from "../domain/plan.ts";

/** A card with what is on it, as of now by the rules of its carrier, oldest purchase first. */
export interface CardBalance {
  id: string;
  iccid: string;
  product: Product;
  carrier: string;
  carrierRef: string;
  label: string;
  asOf: Date | null;
  bundles: Bundle[];
  /** What was used of them by the hour, in the recent days. */
  samples: readonly JsonSample[] | null;
  /** The plan bought last for this card, if it is still sold, at today's price. */
  repeat: RepeatOffer | null;
}

/** Its amount is for all units together. */
export interface RepeatOffer extends Money {
  name: LocalizedName;
  kind: PlanKind;
  quantity: number;
}

/** More cards than this are beyond what a chat can show. */
const MOST_CARDS = 100;

/** How long a bundle that is over is still told of. */
const REMEMBERED_MS = 90 * DAY_MS;

/**
 * The one hot read: `/balance` is what people do most, and each statement costs about as much as the whole
 * rest of the update. So cards, bundles, their
 * hours and what the repeat button needs come in one, with rows as JSON:
 * that is planned and read faster than a join with as many columns.
 */
const READ = `
  SELECT c.id, c.iccid, c.product, c.carrier, c."carrierRef", c.label, c."asOf",
    (SELECT json_agg(b ORDER BY b."createdAt", b.id) FROM "Bundle" b
     WHERE b."cardId" = c.id AND ${STILL_MATTERS}) AS bundles,
    (SELECT json_build_object('quantity', o.quantity, 'plan', p)
     FROM "Order" o LEFT JOIN "Plan" p
       ON p.id = o."planId" AND p.active AND c.product::text = ANY (p.products) AND p.carrier IN ('', c.carrier)
     WHERE o."accountId" = $1 AND o."cardId" = c.id AND o.status = 'fulfilled'
     ORDER BY o."createdAt" DESC LIMIT 1) AS repeat,
    ${recentSamples("$4")} AS samples
  FROM "Card" c
  WHERE c."accountId" = $1
  ORDER BY (c.id = $3) IS TRUE DESC, c."createdAt", c.id
  LIMIT ${MOST_CARDS}`;

export type JsonBundle = InJson<Bundle> & { carrierBundleRef: string | null };

interface Row extends Omit<CardBalance, "bundles" | "repeat"> {
  bundles: JsonBundle[] | null;
  repeat: {
    quantity: number | null;
    plan: Pick<Plan, "name" | "kind" | "priceMinor" | "currency"> | null;
  } | null;
}

/** An account's cards, at most a hundred; `cardId` is the first of them if it is theirs. */
export async function readCardBalances(
  database: Pick<Database, "recall">,
  account: { accountId: string; cardId?: string | null | undefined },
  now: Date,
): Promise<CardBalance[]> {
  // To the day, so that the same question is asked in the same words.
  const since = new Date(Math.floor((now.getTime() - REMEMBERED_MS) / DAY_MS) * DAY_MS);
  const values = [account.accountId, since, account.cardId ?? null, historyBegins(now)];
  const rows = await database.recall<Row>("read-balance", READ, values);
  return rows.map((row) => ({ ...row, bundles: bundlesOf(row, now), repeat: repeatOf(row) }));
}

/** Bundles as they are at that moment by the rules of their carrier. */
export function bundlesOf({ bundles: rows }: { bundles: JsonBundle[] | null }, now: Date): Bundle[] {
  const bundles = (rows ?? []).map(toBundle);
  // An outside carrier starts its bundles by rules of its own.
  const isOutside = rows?.some(({ carrierBundleRef }) => carrierBundleRef !== null);
  return isOutside ? bundles : settleBundles(bundles, now);
}

function repeatOf({ repeat }: Row): RepeatOffer | null {
  if (!repeat?.plan) return null;
  const { name, kind, priceMinor, currency } = repeat.plan;
  const quantity = repeat.quantity ?? 1;
  return { name, kind, quantity, amountMinor: priceMinor * quantity, currency };
}

const toBundle = (json: JsonBundle): Bundle => ({
  ...json,
  dataTotalBytes: fromJsonBytes(json.dataTotalBytes),
  dataUsedBytes: BigInt(json.dataUsedBytes),
  fairUseBytes: fromJsonBytes(json.fairUseBytes),
  notBefore: fromJsonDate(json.notBefore),
  startsAt: fromJsonDate(json.startsAt),
  expiresAt: fromJsonDate(json.expiresAt),
  usedUpAt: fromJsonDate(json.usedUpAt),
  createdAt: new Date(json.createdAt),
});
