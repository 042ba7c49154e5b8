import { countryCodes, isCountryCode } from "../../domain/country.ts";
import { isCurrency, parsePrice } from "../../domain/money.ts";
import {
  EVERYWHERE,
  type LocalizedName,
  MAX_DAYS,
  type Plan,
  type PlanKind,
  type Product,
  planKinds,
  products,
} from "../../domain/plan.ts";
import type { BadLines } from "./bad-lines.ts";
import { type Fields, fieldsOf } from "./fields.ts";
import type { CsvLine, CsvShape } from "./read-csv.ts";

export const planColumns = [
  "sku",
  "product",
  "name_en",
  "name_zh_hans",
  "name_zh_hant",
  "kind",
  "days",
  "data_mb",
  "voice_min",
  "price",
  "currency",
  "countries",
  "fair_use_mb",
  "carrier_ref",
  "active",
  "carrier",
] as const;
type Column = (typeof planColumns)[number];

export const planShape: CsvShape<Column> = {
  columns: planColumns,
  required: ["sku", "product", "name_en", "kind", "days", "price", "currency", "countries"],
};

/** A plan as a line states it. `active` undefined: the file says nothing, a known plan stays as it is. */
export type PlanRow = Omit<Plan, "id" | "active"> & { active: boolean | undefined };

const LONGEST_NAME = 60;
const LONGEST_PLAN_DAYS = 366;
/** Of the database's integer; a daily plan's price is multiplied. */
const LARGEST_AMOUNT = 2_147_483_647;

/** Reads and checks a line; undefined when something is wrong with it, which `badLines` then holds. */
export function readPlanLine(
  line: CsvLine<Column>,
  badLines: BadLines,
  carrierNames: readonly string[],
): PlanRow | undefined {
  const fields = fieldsOf(line, badLines);
  fields.required(...planShape.required);

  const kind = fields.oneOf("kind", planKinds);
  const row = {
    sku: readSku(fields),
    products: fields.parsed("product", readProducts, `must be ${products.join(", ")} or both`) ?? [],
    name: readName(fields),
    days: readDays(fields, kind),
    dataBytes: fields.megabytes("data_mb") ?? null,
    voiceSeconds: fields.minutes("voice_min") ?? 0,
    fairUseBytes: fields.megabytes("fair_use_mb") ?? null,
    ...readPrice(fields, kind),
    countries: readCountries(fields),
    carrierRef: fields.text("carrier_ref", 128),
    carrier: fields.oneOf("carrier", carrierNames) ?? "",
    active: readActive(fields),
  };
  if (kind) checkContent(fields, kind, row);
  return fields.good() && kind ? { kind, ...row } : undefined;
}

/** A plan gives something, and what its kind promises. */
function checkContent(
  fields: Fields<Column>,
  kind: PlanKind,
  { dataBytes, voiceSeconds, fairUseBytes }: Pick<PlanRow, "dataBytes" | "voiceSeconds" | "fairUseBytes">,
): void {
  if (dataBytes === 0n) fields.bad("data_mb", "must be more than 0; leave it empty for a plan without data");
  if (fairUseBytes === 0n) fields.bad("fair_use_mb", "must be more than 0, or empty");
  if (kind === "unlimited") {
    if (dataBytes !== null) {
      fields.bad(
        "data_mb",
        "an unlimited plan has no total: leave it empty, fair_use_mb says where it slows",
      );
    }
    return;
  }
  if (fairUseBytes !== null) fields.bad("fair_use_mb", "only an unlimited plan has a fair-use limit");
  if (dataBytes === null && voiceSeconds === 0) {
    fields.bad("data_mb", "a plan needs data or minutes: data_mb and voice_min are both empty");
  }
}

function readSku(fields: Fields<Column>): string {
  const isSku = (text: string) => (/^[\w.+-]{1,64}$/.test(text) ? text : undefined);
  return fields.parsed("sku", isSku, "must be 1 to 64 letters, digits, or . _ + -") ?? "";
}

function readProducts(text: string): Product[] | undefined {
  const names = text.toLowerCase().split(/[\s,;|+/]+/);
  const known = products.filter((product) => names.includes(product));
  return names.every((name) => (products as readonly string[]).includes(name)) ? known : undefined;
}

function readName(fields: Fields<Column>): LocalizedName {
  const name: LocalizedName = { en: fields.text("name_en", LONGEST_NAME) };
  for (const [locale, column] of [
    ["zh-Hans", "name_zh_hans"],
    ["zh-Hant", "name_zh_hant"],
  ] as const) {
    const text = fields.text(column, LONGEST_NAME);
    if (text) name[locale] = text;
  }
  return name;
}

function readDays(fields: Fields<Column>, kind: PlanKind | undefined): number {
  const days = fields.parsed(
    "days",
    (text) => (/^\d{1,3}$/.test(text) && +text >= 1 && +text <= LONGEST_PLAN_DAYS ? +text : undefined),
    `must be a whole number of days, 1 to ${LONGEST_PLAN_DAYS}`,
  );
  if (kind === "daily" && days !== undefined && days !== 1) {
    fields.bad("days", "a daily plan is sold by the day: days must be 1");
  }
  return days ?? 0;
}

function readPrice(fields: Fields<Column>, kind: PlanKind | undefined) {
  const currency = fields.parsed(
    "currency",
    (text) => (isCurrency(text.toUpperCase()) ? text.toUpperCase() : undefined),
    "must be an ISO 4217 code, such as USD",
  );
  if (!currency) return { priceMinor: 0, currency: "" };
  const priceMinor = fields.parsed(
    "price",
    (text) => {
      const price = parsePrice(text, currency);
      return price.ok ? price.value.amountMinor : undefined;
    },
    `must be a price in ${currency} without its sign, such as ${parsePrice("12.50", currency).ok ? "12.50" : "1250"}`,
  );
  if (priceMinor === 0) fields.bad("price", "must be more than 0: nothing can be charged");
  const units = kind === "daily" ? MAX_DAYS : 1;
  if ((priceMinor ?? 0) * units > LARGEST_AMOUNT) fields.bad("price", "is too large");
  return { priceMinor: priceMinor ?? 0, currency };
}

function readCountries(fields: Fields<Column>): string[] {
  const split = (text: string) => [
    ...new Set(
      text
        .toUpperCase()
        .split(/[\s,;|]+/)
        .filter(Boolean),
    ),
  ];
  const unknown = (text: string) => split(text).filter((code) => code !== EVERYWHERE && !isCountryCode(code));
  const countries = fields.parsed(
    "countries",
    (text) => (unknown(text).length === 0 ? split(text) : undefined),
    (text) => whyNoCountries(unknown(text)),
  );
  if (countries && countries.length > 1 && countries.includes(EVERYWHERE)) {
    fields.bad("countries", "* is every country: write it alone, or list the countries");
  }
  // All of them one by one means the same, and stays true when the list of countries changes.
  return countries?.length === countryCodes.length ? [EVERYWHERE] : (countries ?? []);
}

function whyNoCountries(unknown: string[]): string {
  const hint = unknown.includes("UK") ? " (the United Kingdom is GB)" : "";
  return `${unknown.slice(0, 5).join(", ")}: no ISO 3166-1 alpha-2 code${hint}; write codes separated by spaces, or *`;
}

function readActive(fields: Fields<Column>): boolean | undefined {
  if (!fields.states("active")) return undefined;
  const answer = fields.oneOf("active", ["yes", "no"]);
  return answer !== "no";
}
