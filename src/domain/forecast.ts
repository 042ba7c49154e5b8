import { type Bundle, dataLeft, dayAt, dayCount, stateOf, voiceLeft } from "./bundle.ts";
import type { ToLocal } from "./local-time.ts";
import { DAY_MS } from "./plan.ts";
import type { UsageHistory } from "./usage-history.ts";
import { type Pace, paceOf } from "./usage-pace.ts";
import { HOUR_MS } from "./usage-rhythm.ts";

/** What becomes of what is left at the pace of the recent days. */
export type Forecast =
  | {
      type: "runs_out";
      at: Date;
      /** How exactly that can be said; nobody is told more. */
      exactness: "hour" | "part_of_day" | "day" | "days";
      /** By how much it may well be wrong. */
      doubtMs: number;
      /** What it falls short of: the plan's end or, with a `daily` plan, the next day's data. */
      end: "plan" | "day";
      beforeEndMs: number;
    }
  /** `left`: bytes or seconds at the end, as far as one can say; `barely`: it may as well run out. */
  | { type: "lasts"; left: number; barely: boolean; end: "plan" | "day" }
  | { type: "not_enough" };

/** Absent: there is none of it, no limit to it, or nothing left to forecast. */
export interface BundleForecast {
  data?: Forecast;
  voice?: Forecast;
}

/** A moment, and what was left at it to be used until the end. */
export interface Remaining {
  left: number;
  end: Date;
  endOf: "plan" | "day";
}

/** When those figures were true, what time it is, and whose clock and weekends count. */
export interface Reckoning {
  knownUntil: number;
  now: number;
  toLocal: ToLocal;
}

/** Of the time until it ends: beyond this the answer would be a guess. */
const MOST_DOUBT = 0.8;
/** So much more is in doubt with a weekend ahead, and none seen; or only weekends. */
const UNKNOWN_DAYS = 1.5;

/** What can be forecast of a bundle in force; undefined for one that is not. */
export function remainingOf(bundle: Bundle, now: Date): { data?: Remaining; voice?: Remaining } | undefined {
  if (stateOf(bundle, now) !== "in_force") return undefined;
  const plan = { end: bundle.expiresAt!, endOf: "plan" as const };
  const data = Number(dataLeft(bundle, now) ?? 0n);
  const voice = voiceLeft(bundle);
  return {
    ...(data > 0 && { data: { left: data, ...(bundle.kind === "daily" ? dayOf(bundle, now) : plan) } }),
    ...(voice > 0 && { voice: { left: voice, ...plan } }),
  };
}

/** Reads the recent days; says "not enough" rather than guess, and never names a time after the end. */
export function forecast(history: UsageHistory, remaining: Remaining, reckoning: Reckoning): Forecast {
  const { knownUntil, now, toLocal } = reckoning;
  const pace = paceOf(history, knownUntil, toLocal);
  if (!pace) return { type: "not_enough" };
  const { left, endOf } = remaining;
  const end = remaining.end.getTime();
  const from = Math.min(knownUntil, now);
  const drained = drain(pace, left, from, end);
  const at = drained.at === undefined ? undefined : Math.max(Math.round(drained.at), now);
  const doubtDays = doubtOf(pace, at ?? end, from);
  if (at === undefined) {
    const kept = drained.left;
    return { type: "lasts", left: kept, barely: kept < doubtDays * pace.perDay, end: endOf };
  }
  const doubtMs = doubtDays * DAY_MS;
  if (doubtMs > Math.max(DAY_MS / 2, MOST_DOUBT * (at - from))) return { type: "not_enough" };
  if (end - at < Math.max(HOUR_MS, doubtMs / 4)) return { type: "lasts", left: 0, barely: true, end: endOf };
  return {
    type: "runs_out",
    at: new Date(at),
    exactness: exactnessOf(doubtMs),
    doubtMs,
    end: endOf,
    beforeEndMs: end - at,
  };
}

/** A daily plan's own 24 hours; on the last of them it ends with the plan. */
function dayOf(bundle: Bundle, now: Date): { end: Date; endOf: "plan" | "day" } {
  const day = dayAt(bundle, now) + 1;
  if (day >= dayCount(bundle)) return { end: bundle.expiresAt!, endOf: "plan" };
  return { end: new Date(bundle.startsAt!.getTime() + day * DAY_MS), endOf: "day" };
}

/** Goes through the hours to come until nothing is left, or the end is there with what is left then. */
function drain(pace: Pace, left: number, from: number, end: number): { at?: number; left: number } {
  let rest = left;
  for (let at = from; at < end; ) {
    const next = Math.min(end, (Math.floor(at / HOUR_MS) + 1) * HOUR_MS);
    const used = (pace.inHourOf(at) * (next - at)) / HOUR_MS;
    if (used >= rest) return { at: at + (next - at) * (rest / used), left: 0 };
    rest -= used;
    at = next;
  }
  return { left: rest };
}

/** By how many days' use it may be wrong: the days to come differ, and so did the few that were seen. */
function doubtOf({ unsteadiness, days, knows }: Pace, at: number, from: number): number {
  const ahead = Math.max(0, at - from) / DAY_MS;
  const doubt = unsteadiness * Math.sqrt(ahead + ahead ** 2 / days);
  return knows(from, at) ? doubt : doubt * UNKNOWN_DAYS;
}

function exactnessOf(doubtMs: number): "hour" | "part_of_day" | "day" | "days" {
  if (doubtMs <= 4 * HOUR_MS) return "hour";
  if (doubtMs <= 10 * HOUR_MS) return "part_of_day";
  return doubtMs <= 30 * HOUR_MS ? "day" : "days";
}
