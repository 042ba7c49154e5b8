import type { Money } from "./money.ts";
import type { OrderStatus } from "./order-life.ts";
import type { LocalizedName, PlanKind, Product } from "./plan.ts";
import { fail, ok, type Result } from "./result.ts";

/** What a promotion says. It never changes once it is made, so that what was announced stays true. */
export interface PromotionTerms {
  /** As `parseCode` makes it. */
  code: string;
  name: LocalizedName | null;
  discount: /** 1 to 100; in one currency only, where one is named. */
  { type: "percent"; percent: number; currency: string | null } | ({ type: "amount" } & Money);
  /** From this moment on, and until just before that one. */
  startsAt: Date | null;
  endsAt: Date | null;
  /** Each of these empty: all. */
  products: Product[];
  countries: string[];
  kinds: PlanKind[];
  /** For people who have bought nothing yet; at most once each. */
  firstOrderOnly: boolean;
  limitPerPerson: number | null;
  limitTotal: number | null;
  /** Offered where it applies; otherwise for those who know its code. */
  offered: boolean;
}

export interface Promotion extends PromotionTerms {
  id: string;
  stopped: boolean;
}

/** What somebody is about to buy. */
export interface Purchase {
  product: Product;
  kind: PlanKind;
  /** Where they are going, not all that the plan covers; null when nobody said. */
  destination: string | null;
  price: Money;
}

/** How often a promotion was used so far; this purchase is not counted. */
export interface PromotionRecord {
  /** Promised to orders that may still be paid. */
  reserved: number;
  spent: number;
  /** Both, of this person's. */
  byPerson: number;
  /** The unpaid order of this person's that holds it; null when none does. */
  heldByOrder: string | null;
  /** Whether this person has bought something, or a first order is under way. */
  hasOrdered: boolean;
}

/** What a provider can charge in a currency, in its minor unit. */
export interface ChargeRule {
  minimumMinor: number;
  /** Amounts are multiples of it. */
  stepMinor: number;
}

export type PromotionRefusal =
  | { type: "stopped" | "expired" }
  | { type: "not_yet"; startsAt: Date }
  | { type: "other_product"; products: Product[] }
  | { type: "other_country"; countries: string[] }
  | { type: "other_kind"; kinds: PlanKind[] }
  | { type: "other_currency"; currency: string }
  | { type: "first_order_only" | "used_by_you" }
  /** This person's other order holds it until it is paid or given up. */
  | { type: "held_by_order"; number: string }
  /** `all_reserved`: one may come free when somebody does not pay. */
  | { type: "used_up" | "all_reserved" }
  /** So little off that it rounds to nothing. */
  | { type: "nothing_off" };

export const LONGEST_CODE = 32;

/** A code as people type it, made comparable; undefined when it cannot be one. */
export function parseCode(text: string): string | undefined {
  if (text.length > 4 * LONGEST_CODE) return undefined;
  // Some letters fall apart when they are made upper case: put together again they stay what they are.
  const code = text.normalize("NFKC").toUpperCase().normalize("NFKC").replace(/\s/gu, "");
  return /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*$/u.test(code) && code.length >= 2 && code.length <= LONGEST_CODE
    ? code
    : undefined;
}

/** What comes off the price, or why nothing does: the first reason that holds, the most lasting ones first. */
export function discountFor(
  promotion: Promotion,
  purchase: Purchase,
  record: PromotionRecord,
  rule: ChargeRule,
  now: Date,
): Result<Money, PromotionRefusal> {
  const refusal =
    whyNotNow(promotion, now) ?? whyNotThis(promotion, purchase) ?? whyNotAgain(promotion, record);
  if (refusal) return fail(refusal);
  const amountMinor = discountOf(promotion.discount, purchase.price.amountMinor, rule);
  return amountMinor > 0
    ? ok({ amountMinor, currency: purchase.price.currency })
    : fail({ type: "nothing_off" });
}

/** Whether anybody may use it at this moment. */
export function whyNotNow(
  { stopped, startsAt, endsAt }: Pick<Promotion, "stopped" | "startsAt" | "endsAt">,
  now: Date,
): PromotionRefusal | undefined {
  if (stopped) return { type: "stopped" };
  if (endsAt && endsAt <= now) return { type: "expired" };
  if (startsAt && startsAt > now) return { type: "not_yet", startsAt };
  return undefined;
}

function whyNotThis(promotion: Promotion, purchase: Purchase): PromotionRefusal | undefined {
  const { products, countries, kinds, discount } = promotion;
  if (products.length > 0 && !products.includes(purchase.product)) return { type: "other_product", products };
  const { destination } = purchase;
  if (countries.length > 0 && !(destination && countries.includes(destination))) {
    return { type: "other_country", countries };
  }
  if (kinds.length > 0 && !kinds.includes(purchase.kind)) return { type: "other_kind", kinds };
  const { currency } = discount;
  return currency !== null && currency !== purchase.price.currency
    ? { type: "other_currency", currency }
    : undefined;
}

/** Whether this person may use it (once more). */
export function whyNotAgain(promotion: Promotion, record: PromotionRecord): PromotionRefusal | undefined {
  const { firstOrderOnly, limitTotal } = promotion;
  const { reserved, spent, byPerson, heldByOrder, hasOrdered } = record;
  // Two orders made at once would both be the first.
  const limitPerPerson = firstOrderOnly ? 1 : promotion.limitPerPerson;
  if (limitPerPerson !== null && byPerson >= limitPerPerson) {
    return heldByOrder ? { type: "held_by_order", number: heldByOrder } : { type: "used_by_you" };
  }
  if (firstOrderOnly && hasOrdered) return { type: "first_order_only" };
  if (limitTotal !== null && reserved + spent >= limitTotal) {
    return { type: spent >= limitTotal ? "used_up" : "all_reserved" };
  }
  return undefined;
}

/**
 * Rounded down to what can be charged, so that nobody gets more than was announced, and never more than
 * the price. What it would leave may be too little to charge: then it is free.
 */
export function discountOf(
  discount: PromotionTerms["discount"],
  priceMinor: number,
  { minimumMinor, stepMinor }: ChargeRule,
): number {
  const wanted =
    discount.type === "percent" ? Math.floor((priceMinor * discount.percent) / 100) : discount.amountMinor;
  if (wanted >= priceMinor) return priceMinor;
  const off = wanted - (wanted % stepMinor);
  return off > 0 && priceMinor - off < minimumMinor ? priceMinor : off;
}

export type PromotionUseState = "reserved" | "spent" | "released";

/**
 * What becomes of a promised discount with its order. Money that comes late spends it again, also when
 * somebody else was promised it meanwhile: the promise counts for more than the limit.
 */
export function useStateOf(status: OrderStatus): PromotionUseState {
  switch (status) {
    case "awaiting_payment":
    case "confirming":
      return "reserved";
    case "paid":
    case "provisioning":
    case "fulfilled":
    case "refunding":
      return "spent";
    case "draft":
    case "expired":
    case "canceled":
    case "failed":
    case "refunded":
      return "released";
  }
}
