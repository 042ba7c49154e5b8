import { STILL_MATTERS } from "../db/card-bundles.ts";
import type { Database } from "../db/database.ts";
import type { Bundle } from "../domain/bundle.ts";
import type { LocalizedName, PlanKind, Product } from "../domain/plan.ts";

/** A card as it is written: bundles oldest purchase first, `settleBundles` not yet applied. */
export interface BalanceRow {
  id: string;
  iccid: string;
  product: Product;
  carrier: string;
  carrierRef: string;
  label: string;
  asOf: Date | null;
  bundles: Bundle[];
  /** The plan bought last for this card, if it is still sold, at today's price. */
  repeat: RepeatOffer | null;
}

export interface RepeatOffer {
  name: LocalizedName;
  kind: PlanKind;
  quantity: number;
  priceMinor: number;
  currency: string;
}

/** More cards than this are beyond what a chat can show. */
const MOST_CARDS = 100;

/**
 * The one hot read: `/balance` is what people do most, and each statement on the embedded database costs
 * about as much as the whole rest of the update. So cards, bundles and what the repeat button needs come in
 * one, with rows as JSON because that is planned and read faster than a join with as many columns.
 */
const READ = `
  SELECT c.id, c.iccid, c.product, c.carrier, c."carrierRef", c.label, c."asOf",
    (SELECT json_agg(b ORDER BY b."createdAt", b.id) FROM "Bundle" b
     WHERE b."cardId" = c.id AND ${STILL_MATTERS}) AS bundles,
    (SELECT json_build_object('quantity', o.quantity, 'plan', p)
     FROM "Order" o LEFT JOIN "Plan" p
       ON p.id = o."planId" AND p.active AND c.product = ANY (p.products) AND p.carrier IN ('', c.carrier)
     WHERE o."accountId" = $1 AND o."cardId" = c.id AND o.status = 'fulfilled'
     ORDER BY o."createdAt" DESC LIMIT 1) AS repeat
  FROM "Card" c
  WHERE c."accountId" = $1
  ORDER BY (c.id = $3) IS TRUE DESC, c."createdAt", c.id
  LIMIT ${MOST_CARDS}`;

/** Dates are ISO strings and bytes are numbers, exact up to 9 petabytes. */
type JsonBundle = { [Key in keyof Bundle]: Bundle[Key] extends Date | null ? string | null : Bundle[Key] } & {
  dataTotalBytes: number | null;
  dataUsedBytes: number;
  fairUseBytes: number | null;
  createdAt: string;
};

interface Row extends Omit<BalanceRow, "bundles" | "repeat"> {
  bundles: JsonBundle[] | null;
  repeat: { quantity: number | null; plan: Omit<RepeatOffer, "quantity"> | null } | null;
}

/** An account's cards with the bundles that matter after `since`; `firstCardId` is among them if it is theirs. */
export async function readBalanceRows(
  database: Pick<Database, "query">,
  account: { accountId: string; since: Date; firstCardId?: string },
): Promise<BalanceRow[]> {
  const { accountId, since, firstCardId = null } = account;
  const rows = await database.query<Row>("read-balance", READ, [accountId, since, firstCardId]);
  return rows.map((row) => ({ ...row, bundles: (row.bundles ?? []).map(toBundle), repeat: toRepeat(row) }));
}

function toRepeat({ repeat }: Row): RepeatOffer | null {
  if (!repeat?.plan) return null;
  const { name, kind, priceMinor, currency } = repeat.plan;
  const quantity = repeat.quantity ?? 1;
  return { name, kind, quantity, priceMinor: priceMinor * quantity, currency };
}

function toBundle(json: JsonBundle): Bundle {
  const { dataTotalBytes, dataUsedBytes, fairUseBytes } = json;
  return {
    ...json,
    dataTotalBytes: dataTotalBytes === null ? null : BigInt(dataTotalBytes),
    dataUsedBytes: BigInt(dataUsedBytes),
    fairUseBytes: fairUseBytes === null ? null : BigInt(fairUseBytes),
    notBefore: toDate(json.notBefore),
    startsAt: toDate(json.startsAt),
    expiresAt: toDate(json.expiresAt),
    usedUpAt: toDate(json.usedUpAt),
    createdAt: new Date(json.createdAt),
  };
}

const toDate = (iso: string | null): Date | null => (iso === null ? null : new Date(iso));
