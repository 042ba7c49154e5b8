import { type Bundle, dataLeft, voiceLeft } from "../domain/bundle.ts";
import { BYTES_PER_GB, BYTES_PER_MB } from "../domain/data-size.ts";
import type { Forecast } from "../domain/forecast.ts";
import type { ToLocal } from "../domain/local-time.ts";
import { DAY_MS } from "../domain/plan.ts";
import { type LocalDay, leftOverTime, localDay, usedWithin } from "../domain/usage-days.ts";
import type { ChartLeft, ChartUnit, UsageChart } from "../ports/chart-painter.ts";
import type { CardUsage } from "../use-cases/read-usage.ts";

/** Fewer days than this make bars as wide as a thumb. */
const LEAST_PAST_DAYS = 3;

const SIZE: Record<ChartUnit, number> = { GB: Number(BYTES_PER_GB), MB: Number(BYTES_PER_MB), min: 60 };

/** The days that a chart of a period shows: at most as many to come as were, and none after the plan's end. */
export interface ShownDays {
  past: LocalDay[];
  toCome: LocalDay[];
}

/** Today and up to `count` - 1 days before it, from the first of which something is known. */
export function shownDays(usage: CardUsage, count: number, now: Date, toLocal: ToLocal): ShownDays {
  const at = now.getTime();
  const today = localDay(at, toLocal).number;
  const { bundle } = usage.current ?? {};
  const known = [...usage.used.map(({ from }) => from), ...(bundle ? [bundle.startsAt!.getTime()] : [])];
  const first = Math.min(
    ...known.map((from) => Math.floor(toLocal(from) / DAY_MS)),
    today - LEAST_PAST_DAYS + 1,
  );
  const pastCount = Math.min(count, today - first + 1);
  const last = bundle ? Math.floor(toLocal(bundle.expiresAt!.getTime() - 1) / DAY_MS) : today;
  const comingCount = Math.max(0, Math.min(count, last - today));
  return {
    past: Array.from({ length: pastCount }, (_, index) => localDay(at, toLocal, index - pastCount + 1)),
    toCome: Array.from({ length: comingCount }, (_, index) => localDay(at, toLocal, index + 1)),
  };
}

/** Bars for the days and, for a plan that can run out, the line of what is left and where it goes. */
export function usageChart(usage: CardUsage, days: ShownDays, toLocal: ToLocal): UsageChart {
  const { current, resource } = usage;
  const all = [...days.past, ...days.toCome];
  const first = all[0]!;
  const across = (at: number) => toLocal(at) / DAY_MS - first.number;
  const used = days.past.map(({ from, until }) => usedWithin(usage.used, from, until));
  const isDaily = current?.bundle.kind === "daily" && resource === "data";
  const limit = isDaily ? Number(current.bundle.dataTotalBytes) : 0;
  const unit = unitOf(resource, Math.max(...used, limit));
  const end = current && across(current.bundle.expiresAt!.getTime());
  return {
    unit,
    days: all.map(({ number }, index) => ({
      number: new Date(number * DAY_MS).getUTCDate(),
      used: index < used.length ? used[index]! / SIZE[unit] : null,
      isToday: index === used.length - 1,
    })),
    ...(isDaily && { dayLimit: limit / SIZE[unit] }),
    ...(end !== undefined && end <= all.length && { endsAt: end }),
    ...(current && leftOn(usage, current, { first, across, width: all.length })),
  };
}

function leftOn(
  { resource, balance, knownUntil }: CardUsage,
  { bundle, used }: NonNullable<CardUsage["current"]>,
  place: { first: LocalDay; across: (at: number) => number; width: number },
): { left?: ChartLeft } {
  const figures = figuresOf(bundle, resource, knownUntil);
  if (!figures) return {};
  const unit = unitOf(resource, figures.total);
  const { first, across, width } = place;
  const from = Math.max(bundle.startsAt!.getTime(), first.from);
  const points = leftOverTime(figures.left, used, { from, until: knownUntil.getTime() }).map((point) => ({
    day: across(point.at),
    amount: Math.min(point.left, figures.total) / SIZE[unit],
  }));
  const forecast = balance.shown.forecasts.get(bundle.id)?.[resource];
  const goal = forecast && goalOf(forecast, bundle);
  const now = points.at(-1)!;
  const expected = goal && cut(now, { day: across(goal.at), amount: goal.left / SIZE[unit] }, width);
  return { left: { unit, total: figures.total / SIZE[unit], points, ...(expected && { expected }) } };
}

/** Total and left of what only ever becomes less; undefined for what comes anew each day, or without end. */
function figuresOf(bundle: Bundle, resource: CardUsage["resource"], at: Date) {
  if (resource === "voice") return { total: bundle.voiceTotalSeconds, left: voiceLeft(bundle) };
  if (bundle.kind === "daily" || bundle.kind === "unlimited") return undefined;
  return { total: Number(bundle.dataTotalBytes), left: Number(dataLeft(bundle, at)) };
}

function goalOf(forecast: Forecast, bundle: Bundle): { at: number; left: number } | undefined {
  if (forecast.type === "runs_out") return { at: forecast.at.getTime(), left: 0 };
  if (forecast.type === "lasts") return { at: bundle.expiresAt!.getTime(), left: forecast.left };
  return undefined;
}

/** A line to a point beyond the chart ends at its edge. */
function cut(from: { day: number; amount: number }, to: { day: number; amount: number }, width: number) {
  if (to.day <= width || to.day <= from.day) return to;
  const share = (width - from.day) / (to.day - from.day);
  return { day: width, amount: from.amount + (to.amount - from.amount) * share };
}

function unitOf(resource: CardUsage["resource"], most: number): ChartUnit {
  if (resource === "voice") return "min";
  return most >= SIZE.GB ? "GB" : "MB";
}
