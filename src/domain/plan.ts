export const products = ["heyon", "yuanyou"] as const;
export type Product = (typeof products)[number];

export const planKinds = ["daily", "monthly", "unlimited", "fixed"] as const;
/**
 * `daily`: `dataBytes` for each 24 h, sold by the day; `monthly`: `days` × 24 h; `unlimited`: no total,
 * `fairUseBytes` says where it slows; `fixed`: an amount of data for `days` × 24 h.
 */
export type PlanKind = (typeof planKinds)[number];

/** Every country. */
export const EVERYWHERE = "*";

/** Name by locale; `en` is always there and stands in for languages without one. */
export type LocalizedName = { en: string } & Record<string, string>;

/** A plan as it is offered. What an order keeps of it is a copy, in which bigints are decimal strings. */
export interface Plan {
  id: string;
  sku: string;
  products: Product[];
  name: LocalizedName;
  kind: PlanKind;
  /** Days of one unit; 1 for `daily`. */
  days: number;
  /** Per 24 h for `daily`; null without data or without a total. */
  dataBytes: bigint | null;
  voiceSeconds: number;
  fairUseBytes: bigint | null;
  /** Of one unit. */
  priceMinor: number;
  currency: string;
  countries: string[];
  carrierRef: string;
  /** Empty: every carrier of its products. */
  carrier: string;
  active: boolean;
}

export const MAX_DAYS = 30;

export const DAY_MS = 24 * 60 * 60 * 1000;

/** Whether it works in the country (ISO 3166-1 alpha-2). */
export const covers = (countries: readonly string[], country: string): boolean =>
  countries.includes(country) || countries.includes(EVERYWHERE);

/** Whether this card can take the plan: its product, and its carrier where the plan is for one. */
export const suitsCard = (
  plan: Pick<Plan, "products" | "carrier" | "active">,
  card: { product: Product; carrier: string },
): boolean =>
  plan.active &&
  plan.products.includes(card.product) &&
  (plan.carrier === "" || plan.carrier === card.carrier);

export const nameIn = (name: LocalizedName, locale: string): string => name[locale] ?? name.en;
