import { BYTES_PER_GB } from "./data-size.ts";
import { DAY_MS, type Plan, type PlanKind } from "./plan.ts";

type Priced = Pick<
  Plan,
  "kind" | "days" | "dataBytes" | "priceMinor" | "currency" | "voiceSeconds" | "countries"
>;

/** A week with 3 GB: what a plan is weighed by when nothing is known of the trip. */
const TYPICAL_DAYS = 7;
const TYPICAL_BYTES = 3n * BYTES_PER_GB;

/**
 * What it would cost, in the minor unit, to spend a typical week with this plan alone: as many of them as
 * it takes. A tiny plan with a tiny price is not the cheapest when five of them are needed.
 */
export function typicalWeekCost(plan: Priced): number {
  const timesForDays = Math.ceil(TYPICAL_DAYS / plan.days);
  if (plan.kind === "daily" || plan.kind === "unlimited" || !plan.dataBytes)
    return timesForDays * plan.priceMinor;
  const timesForData = Number((TYPICAL_BYTES + plan.dataBytes - 1n) / plan.dataBytes);
  return Math.max(timesForDays, timesForData) * plan.priceMinor;
}

/**
 * Cheapest sensible first. Currencies are not converted: the currency most plans are in comes first.
 * Plans without data (calls only) come last, since most people mean data.
 */
export function inOrderOfSense<P extends Priced>(plans: readonly P[]): P[] {
  const countByCurrency = new Map<string, number>();
  for (const { currency } of plans) countByCurrency.set(currency, (countByCurrency.get(currency) ?? 0) + 1);
  const withoutData = (plan: P) => Number(plan.kind !== "unlimited" && !plan.dataBytes);
  return [...plans].sort(
    (a, b) =>
      withoutData(a) - withoutData(b) ||
      countByCurrency.get(b.currency)! - countByCurrency.get(a.currency)! ||
      a.currency.localeCompare(b.currency) ||
      typicalWeekCost(a) - typicalWeekCost(b) ||
      a.priceMinor - b.priceMinor ||
      a.countries.length - b.countries.length,
  );
}

export type UnitPrice =
  | { per: "gigabyte"; amountMinor: number; currency: string }
  | { per: "day"; amountMinor: number; currency: string };

/**
 * What makes two plans comparable, rounded to the minor unit: per GB where there is an amount of data that
 * is not simply one GB, per day for unlimited ones of several days; undefined where the price says it all.
 */
export function unitPrice(plan: Priced): UnitPrice | undefined {
  const { priceMinor, currency, dataBytes, days, kind } = plan;
  if (kind === "unlimited") {
    return days > 1 ? { per: "day", amountMinor: Math.round(priceMinor / days), currency } : undefined;
  }
  if (!dataBytes || dataBytes === BYTES_PER_GB) return undefined;
  const amountMinor = Math.round((priceMinor * Number(BYTES_PER_GB)) / Number(dataBytes));
  return { per: "gigabyte", amountMinor, currency };
}

/** Price of so many units, in the minor unit. */
export const priceOf = (plan: Pick<Plan, "priceMinor">, quantity: number): number =>
  plan.priceMinor * quantity;

/** How long it runs once started: `quantity` days for `daily`, its own days otherwise. */
export function durationMs(plan: { kind: PlanKind; days: number }, quantity: number): number {
  return (plan.kind === "daily" ? quantity : plan.days) * DAY_MS;
}
