import { type Bundle, dayAt, isSpent } from "../../domain/bundle.ts";
import { parseEmail } from "../../domain/email.ts";
import { parseIccid } from "../../domain/iccid.ts";
import { type Plan, type Product, products } from "../../domain/plan.ts";
import type { BadLines } from "./bad-lines.ts";
import { type Fields, fieldsOf, parseMoment } from "./fields.ts";
import type { CsvLine, CsvShape } from "./read-csv.ts";

export const cardColumns = [
  "email",
  "iccid",
  "product",
  "carrier",
  "carrier_ref",
  "phone",
  "label",
  "plan_sku",
  "data_total_mb",
  "data_used_mb",
  "voice_total_min",
  "voice_used_min",
  "valid_from",
  "valid_until",
] as const;
type Column = (typeof cardColumns)[number];

export const cardShape: CsvShape<Column> = {
  columns: cardColumns,
  required: ["email", "iccid", "product", "carrier"],
};
/** What every line must say. Without an e-mail the card is nobody's yet. */
const requiredValues = ["iccid", "product", "carrier"] as const;

const bundleColumns = cardColumns.slice(cardColumns.indexOf("plan_sku"));

/** A card as a line states it. A name that is null is not in the file: a known card keeps its own. */
export interface CardRow {
  line: number;
  /** Undefined: nobody's, or whosever it is already. */
  email: string | undefined;
  iccid: string;
  product: Product;
  carrier: string;
  carrierRef: string | null;
  phone: string | null;
  label: string | null;
  bundle: Bundle | undefined;
}

export interface CardLineDeps {
  badLines: BadLines;
  carrierNames: readonly string[];
  planBySku: ReadonlyMap<string, Plan>;
  /** Lines of the cards read so far, by ICCID. */
  lineByIccid: Map<string, number>;
  now: Date;
}

/** Reads and checks a line; undefined when something is wrong with it, which `badLines` then holds. */
export function readCardLine(line: CsvLine<Column>, deps: CardLineDeps): CardRow | undefined {
  const fields = fieldsOf(line, deps.badLines);
  fields.required(...requiredValues);

  const email = fields.parsed("email", parseEmail, "is not an e-mail address");
  const iccid = readIccid(fields, line, deps);
  const product = fields.oneOf("product", products);
  const carrier = fields.oneOf("carrier", deps.carrierNames);
  const name = (column: Column, longest: number) =>
    fields.states(column) ? fields.text(column, longest) : null;
  const names = {
    carrierRef: name("carrier_ref", 128),
    phone: readPhone(fields),
    label: name("label", 64),
  };
  const statesBundle = bundleColumns.some((column) => line.value(column));
  const bundle = statesBundle ? readBundle(fields, deps, { product, carrier }) : undefined;

  if (!fields.good() || !iccid || !product || !carrier) return undefined;
  return { line: line.number, email, iccid, product, carrier, ...names, bundle };
}

function readIccid(
  fields: Fields<Column>,
  line: CsvLine<Column>,
  { lineByIccid }: CardLineDeps,
): string | undefined {
  const iccid = fields.parsed("iccid", parseIccid, whyNoIccid);
  if (!iccid) return undefined;
  const before = lineByIccid.get(iccid);
  if (before === undefined) lineByIccid.set(iccid, line.number);
  else fields.bad("iccid", `is the card of line ${before} already`);
  return iccid;
}

function whyNoIccid(text: string): string {
  if (/^\d(\.\d+)?e\+\d+$/i.test(text)) {
    return "was rounded by a spreadsheet: format the column as text before exporting";
  }
  return /^\d{18,20}$/.test(text.replace(/[\s-]/g, ""))
    ? "has a wrong check digit"
    : "must have 18 to 20 digits";
}

function readPhone(fields: Fields<Column>): string | null {
  if (!fields.states("phone")) return null;
  const isPhone = (text: string) => (/^\+?[\d ()./-]{3,32}$/.test(text) ? text : undefined);
  return fields.parsed("phone", isPhone, "must be a phone number, such as +447700900117") ?? "";
}

/**
 * The bundle in force on the card: the plan and both ends are needed; totals that are empty are the plan's,
 * what is used is nothing unless it is said.
 */
function readBundle(
  fields: Fields<Column>,
  { planBySku, now }: CardLineDeps,
  card: { product: Product | undefined; carrier: string | undefined },
): Bundle | undefined {
  fields.required("plan_sku", "valid_from", "valid_until");
  const plan = fields.parsed(
    "plan_sku",
    (sku) => planBySku.get(sku),
    "is no known plan: import the plans first",
  );
  const moment = "must be a time with its zone, such as 2026-11-27T18:00:00Z or 2026-11-28T02:00:00+08:00";
  const startsAt = fields.parsed("valid_from", parseMoment, moment);
  const expiresAt = fields.parsed("valid_until", parseMoment, moment);
  const figures = {
    dataTotal: fields.megabytes("data_total_mb"),
    dataUsed: fields.megabytes("data_used_mb") ?? 0n,
    voiceTotal: fields.minutes("voice_total_min"),
    voiceUsed: fields.minutes("voice_used_min") ?? 0,
  };
  if (!plan || !startsAt || !expiresAt) return undefined;

  if (expiresAt <= startsAt) fields.bad("valid_until", "must be later than valid_from");
  checkPlan(fields, plan, card);
  const bundle: Bundle = {
    id: "",
    planSku: plan.sku,
    planName: plan.name,
    kind: plan.kind,
    countries: plan.countries,
    dataTotalBytes: figures.dataTotal ?? plan.dataBytes,
    dataUsedBytes: figures.dataUsed,
    fairUseBytes: plan.fairUseBytes,
    dayIndex: 0,
    voiceTotalSeconds: figures.voiceTotal ?? plan.voiceSeconds,
    voiceUsedSeconds: figures.voiceUsed,
    smsTotal: 0,
    smsUsed: 0,
    durationSeconds: Math.round((expiresAt.getTime() - startsAt.getTime()) / 1000),
    notBefore: null,
    startsAt,
    expiresAt,
    usedUpAt: null,
    createdAt: now,
  };
  checkFigures(fields, bundle, figures.dataTotal);
  // What a daily plan has used is of the day it is in.
  const current = plan.kind === "daily" ? { ...bundle, dayIndex: dayAt(bundle, now) } : bundle;
  return isSpent(current) ? { ...current, usedUpAt: now } : current;
}

function checkPlan(
  fields: Fields<Column>,
  plan: Plan,
  { product, carrier }: { product: Product | undefined; carrier: string | undefined },
): void {
  if (product && !plan.products.includes(product)) {
    fields.bad("plan_sku", `is a plan for ${plan.products.join(" and ")}, not for a ${product} card`);
  } else if (carrier && plan.carrier !== "" && plan.carrier !== carrier) {
    fields.bad("plan_sku", `is a plan of ${plan.carrier}, not of ${carrier}`);
  }
}

function checkFigures(fields: Fields<Column>, bundle: Bundle, statedTotal: bigint | undefined): void {
  const { kind, dataTotalBytes, dataUsedBytes, voiceTotalSeconds, voiceUsedSeconds } = bundle;
  if (kind === "unlimited") {
    if (statedTotal !== undefined)
      fields.bad("data_total_mb", "an unlimited plan has no total: leave it empty");
  } else if (dataUsedBytes > (dataTotalBytes ?? 0n)) {
    fields.bad("data_used_mb", "is more than there is in total");
  }
  if (voiceUsedSeconds > voiceTotalSeconds) fields.bad("voice_used_min", "is more than there is in total");
}
