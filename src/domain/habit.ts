import type { Money } from "./money.ts";
import { covers, EVERYWHERE, type PlanKind } from "./plan.ts";
import { dayIn, startOfDay } from "./start-day.ts";

/** A plan that has ended, with what it cost and what was used of it. */
export interface PlanUsed {
  kind: PlanKind;
  countries: string[];
  days: number;
  dataTotalBytes: bigint;
  dataUsedBytes: bigint;
  voiceUsedSeconds: number;
  smsUsed: number;
  price: Money;
}

/** A plan that could have been bought instead. */
export interface PlanInstead {
  kind: PlanKind;
  countries: string[];
  days: number;
  /** Null: unlimited, or no data at all. */
  dataBytes: bigint | null;
  fairUseBytes: bigint | null;
  voiceSeconds: number;
  priceMinor: number;
  currency: string;
}

export interface Saving<P extends PlanInstead> {
  plan: P;
  saved: Money;
}

/** Somebody who used 3 GB is told of 3.75 GB and more: nobody is to run dry by our advice. */
const MARGIN_PERCENT = 125n;
/** Less than a tenth of the price is not worth a message. */
const LEAST_SHARE = 10;

/**
 * The cheapest plan that would have done: in the same currency, for at least as long, wherever the other one
 * worked, with all that was used and a good margin. Undefined where nothing cheaper would have been enough,
 * and for plans sold by the day, of which only the last day's use is known.
 */
export function cheaperPlan<P extends PlanInstead>(
  used: PlanUsed,
  plans: readonly P[],
): Saving<P> | undefined {
  if (used.kind !== "fixed" && used.kind !== "monthly") return undefined;
  const [cheapest] = plans
    .filter((plan) => wouldHaveDone(plan, used))
    .sort((one, other) => one.priceMinor - other.priceMinor);
  if (!cheapest) return undefined;
  const { amountMinor, currency } = used.price;
  const saved = amountMinor - cheapest.priceMinor;
  return saved * LEAST_SHARE >= amountMinor && saved > 0
    ? { plan: cheapest, saved: { amountMinor: saved, currency } }
    : undefined;
}

function wouldHaveDone(plan: PlanInstead, used: PlanUsed): boolean {
  if (plan.kind === "daily" || plan.currency !== used.price.currency || plan.days < used.days) return false;
  const everywhere = plan.countries.includes(EVERYWHERE);
  if (
    !everywhere &&
    !used.countries.every((country) => country !== EVERYWHERE && covers(plan.countries, country))
  ) {
    return false;
  }
  // What a plan brings of messages is not in the catalogue.
  if (used.smsUsed > 0) return false;
  if (plan.voiceSeconds * 100 < used.voiceUsedSeconds * Number(MARGIN_PERCENT)) return false;
  const enough = plan.kind === "unlimited" ? plan.fairUseBytes : (plan.dataBytes ?? 0n);
  return enough === null || enough * 100n >= used.dataUsedBytes * MARGIN_PERCENT;
}

const FIRST_DAY = "02";
const HOUR_MS = 60 * 60 * 1000;

/** Ten in the morning on the second of the next month, in this time zone. */
export function firstHabitCheck(now: Date, timeZone: string): Date {
  const [year = 0, month = 0] = dayIn(timeZone, now).split("-").map(Number);
  const [inYear, inMonth] = month === 12 ? [year + 1, 1] : [year, month + 1];
  const day = startOfDay(`${inYear}-${String(inMonth).padStart(2, "0")}-${FIRST_DAY}`, timeZone);
  return new Date(day.getTime() + 10 * HOUR_MS);
}

/** A month after it was due, at the same time of day; later ones are skipped while they are over. */
export function nextHabitCheck(dueAt: Date, now: Date): Date {
  const next = new Date(dueAt);
  do next.setUTCMonth(next.getUTCMonth() + 1);
  while (next <= now);
  return next;
}

/** The month before this moment's, from its first moment to the next one's, in UTC. */
export function monthBefore(now: Date): { from: Date; until: Date } {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  return { from: new Date(Date.UTC(year, month - 1, 1)), until: new Date(Date.UTC(year, month, 1)) };
}
