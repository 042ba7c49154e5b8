import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Bundle } from "../../src/domain/bundle.ts";
import { type Forecast, forecast, type Remaining, remainingOf } from "../../src/domain/forecast.ts";
import { createLocalTime } from "../../src/domain/local-time.ts";
import { DAY_MS } from "../../src/domain/plan.ts";
import {
  historyOf,
  type UsageHistory,
  type UsedStretch,
  usesBetween,
} from "../../src/domain/usage-history.ts";
import { type Habit, habits, randomFrom, type Trace, trace, usedUpAt } from "../kit/usage-traces.ts";

const HOUR_MS = 60 * 60 * 1000;
const MB = 1024 ** 2;
const GB = 1024 ** 3;
/** A Monday, 09:00 in Tokyo. */
const MONDAY = Date.parse("2026-11-16T00:00:00Z");
const localTime = createLocalTime();
const tokyo = localTime("Asia/Tokyo");

type RunsOut = Extract<Forecast, { type: "runs_out" }>;

const hour = (at: number, amount: number): UsedStretch => ({ from: at, until: at + HOUR_MS, amount });

/** The same amount in each waking hour of so many days. */
function evenly(days: number, perDay: number, start = MONDAY): UsageHistory {
  const used: UsedStretch[] = [];
  for (let at = start; at < start + days * DAY_MS; at += HOUR_MS) {
    const local = new Date(tokyo(at)).getUTCHours();
    if (local >= 8 && local < 22) used.push(hour(at, perDay / 14));
  }
  return { used, watched: [{ from: start, until: start + days * DAY_MS }] };
}

const told = (
  history: UsageHistory,
  days: number,
  remaining: { left: number; endsInDays: number; endOf?: Remaining["endOf"] },
) => {
  const now = MONDAY + days * DAY_MS;
  const end = new Date(now + remaining.endsInDays * DAY_MS);
  const { left, endOf = "plan" } = remaining;
  return forecast(history, { left, end, endOf }, { knownUntil: now, now, toLocal: tokyo });
};

describe("at the pace of the recent days", () => {
  test("it runs out when that pace says so, and never in the sleep of the night", () => {
    const found = told(evenly(6, GB), 6, { left: 3.5 * GB, endsInDays: 10 }) as RunsOut;
    expect(found.type).toBe("runs_out");
    const local = new Date(tokyo(found.at.getTime()));
    expect(local.toISOString().slice(0, 10)).toBe("2026-11-25");
    expect(local.getUTCHours()).toBeGreaterThanOrEqual(9);
    expect(found.beforeEndMs).toBe(MONDAY + 16 * DAY_MS - found.at.getTime());
  });

  test("it lasts, with what is left in the end; barely, when it may as well run out", () => {
    const lasts = told(evenly(6, GB), 6, { left: 8 * GB, endsInDays: 3 });
    expect(lasts).toMatchObject({ type: "lasts", barely: false, end: "plan" });
    expect((lasts as Extract<Forecast, { type: "lasts" }>).left / GB).toBeCloseTo(5, 0);
    expect(told(evenly(6, GB), 6, { left: 3.3 * GB, endsInDays: 3 })).toMatchObject({
      type: "lasts",
      barely: true,
    });
  });

  test("nothing used for days means that it lasts", () => {
    const unused = { used: [], watched: [{ from: MONDAY, until: MONDAY + 3 * DAY_MS }] };
    expect(told(unused, 3, { left: GB, endsInDays: 30 })).toMatchObject({
      type: "lasts",
      left: GB,
      barely: false,
    });
  });

  test("an hour ahead is told by the hour, weeks ahead by the days", () => {
    const exactness = (left: number) =>
      (told(evenly(6, GB), 6, { left, endsInDays: 60 }) as RunsOut).exactness;
    expect(exactness(0.05 * GB)).toBe("hour");
    expect(exactness(0.8 * GB)).toBe("part_of_day");
    expect(exactness(4 * GB)).toBe("day");
    expect(exactness(20 * GB)).toBe("days");
  });

  test("one big download does not say that everything ends tonight", () => {
    const calm = evenly(4, 0.3 * GB);
    const used = [...calm.used, hour(MONDAY + 3 * DAY_MS + 12 * HOUR_MS, 3 * GB)];
    const found = told({ ...calm, used }, 4, { left: 2 * GB, endsInDays: 30 }) as RunsOut;
    expect((found.at.getTime() - MONDAY) / DAY_MS).toBeGreaterThan(7);
  });

  test("a few hours, or one use alone, are not enough to say", () => {
    expect(told(evenly(0.5, GB), 0.5, { left: GB, endsInDays: 7 })).toEqual({ type: "not_enough" });
    const once = { used: [hour(MONDAY, GB)], watched: [{ from: MONDAY, until: MONDAY + 3 * DAY_MS }] };
    expect(told(once, 3, { left: GB, endsInDays: 7 })).toEqual({ type: "not_enough" });
  });

  test("figures that are hours old are taken on from where they were", () => {
    const history = evenly(6, GB);
    const knownUntil = MONDAY + 6 * DAY_MS;
    const remaining = { left: 2 * GB, end: new Date(knownUntil + 20 * DAY_MS), endOf: "plan" as const };
    const at = (now: number) =>
      (forecast(history, remaining, { knownUntil, now, toLocal: tokyo }) as RunsOut).at.getTime();
    expect(at(knownUntil + 12 * HOUR_MS)).toBe(at(knownUntil));
    expect(at(knownUntil + 5 * DAY_MS)).toBe(knownUntil + 5 * DAY_MS);
  });

  test("whatever was used, it is never after the end nor before now, and never more than there is", () => {
    const stretches = fc.array(
      fc.record({
        hour: fc.integer({ min: 0, max: 14 * 24 - 1 }),
        mb: fc.double({ min: 0, max: 5_000, noNaN: true }),
      }),
      { maxLength: 60 },
    );
    const property = fc.property(
      stretches,
      fc.integer({ min: 1, max: 14 * 24 }),
      fc.double({ min: 1, max: 20 * GB, noNaN: true }),
      fc.double({ min: 0.01, max: 40, noNaN: true }),
      (uses, watchedHours, left, endsInDays) => {
        const now = MONDAY + watchedHours * HOUR_MS;
        const used = uses
          .filter((use) => use.hour < watchedHours)
          .map((use) => hour(MONDAY + use.hour * HOUR_MS, use.mb * MB));
        const found = told({ used, watched: [{ from: MONDAY, until: now }] }, watchedHours / 24, {
          left,
          endsInDays,
        });
        if (found.type === "runs_out") {
          expect(found.at.getTime()).toBeGreaterThanOrEqual(now);
          expect(found.beforeEndMs).toBeGreaterThan(0);
          expect(found.at.getTime() + found.beforeEndMs).toBeCloseTo(now + endsInDays * DAY_MS, -1);
        }
        if (found.type === "lasts") {
          expect(found.left).toBeGreaterThanOrEqual(0);
          expect(found.left).toBeLessThanOrEqual(left);
        }
      },
    );
    fc.assert(property, { seed: 20_261_122, numRuns: 400 });
  });
});

describe("what there is to forecast", () => {
  const bundle: Bundle = {
    id: "b1",
    planSku: "JP",
    planName: { en: "Japan" },
    kind: "fixed",
    countries: ["JP"],
    dataTotalBytes: BigInt(10 * GB),
    dataUsedBytes: BigInt(4 * GB),
    fairUseBytes: null,
    dayIndex: 0,
    voiceTotalSeconds: 600,
    voiceUsedSeconds: 120,
    smsTotal: 0,
    smsUsed: 0,
    durationSeconds: (7 * DAY_MS) / 1000,
    notBefore: null,
    startsAt: new Date(MONDAY),
    expiresAt: new Date(MONDAY + 7 * DAY_MS),
    usedUpAt: null,
    createdAt: new Date(MONDAY),
  };
  const at = (days: number) => new Date(MONDAY + days * DAY_MS);

  test("data and minutes of a plan in force, until its end", () => {
    const end = { end: bundle.expiresAt, endOf: "plan" };
    expect(remainingOf(bundle, at(2))).toEqual({
      data: { left: 6 * GB, ...end },
      voice: { left: 480, ...end },
    });
  });

  test("of a plan by the day only today's share, until its next day; on its last day until its end", () => {
    const daily = { ...bundle, kind: "daily" as const, dayIndex: 2, voiceTotalSeconds: 0 };
    expect(remainingOf(daily, at(2.5))).toEqual({ data: { left: 6 * GB, end: at(3), endOf: "day" } });
    expect(remainingOf(daily, at(6.5))).toEqual({ data: { left: 10 * GB, end: at(7), endOf: "plan" } });
  });

  test("nothing without a limit, used up, over, or to come", () => {
    const none = { ...bundle, voiceTotalSeconds: 0 };
    expect(remainingOf({ ...none, kind: "unlimited", dataTotalBytes: null }, at(1))).toEqual({});
    expect(remainingOf({ ...bundle, dataUsedBytes: BigInt(10 * GB) }, at(1))).not.toHaveProperty("data");
    expect(remainingOf(bundle, at(8))).toBeUndefined();
    expect(remainingOf({ ...bundle, startsAt: null, expiresAt: null }, at(1))).toBeUndefined();
    expect(remainingOf({ ...bundle, startsAt: at(3), expiresAt: at(9) }, at(1))).toBeUndefined();
  });

  test("a new plan goes on from what the card used before it", () => {
    const before = { ...bundle, id: "b0", startsAt: at(-5), expiresAt: at(0), createdAt: at(-5) };
    const used = [hour(MONDAY - 2 * DAY_MS, 5 * MB)];
    const history = historyOf(
      bundle,
      "data",
      [
        { bundle, used: [hour(MONDAY, 4 * GB)] },
        { bundle: before, used },
      ],
      { since: MONDAY - 13 * DAY_MS, knownUntil: +at(1) },
    );
    expect(history.watched).toEqual([
      { from: MONDAY, until: +at(1) },
      { from: +at(-5), until: MONDAY },
    ]);
    expect(history.used).toEqual([hour(MONDAY, 4 * GB), ...used]);
  });

  test("what was used before we came to know of a plan is one stretch", () => {
    const imported = { ...bundle, createdAt: at(3) };
    const own = { bundle: imported, used: [hour(+at(3.5), GB)] };
    const { used } = historyOf(imported, "data", [own], { since: MONDAY - 10 * DAY_MS, knownUntil: +at(4) });
    expect(used).toContainEqual({ from: MONDAY, until: +at(3), amount: 3 * GB });
  });

  test("between two readings: what came on top, of the new day alone where the plan is by the day", () => {
    const period = { from: at(1), until: at(2) };
    const later = { ...bundle, dataUsedBytes: BigInt(5 * GB), voiceUsedSeconds: 180 };
    expect(usesBetween(bundle, later, period)).toEqual([
      { bundleId: "b1", resource: "data", amount: BigInt(GB), ...period },
      { bundleId: "b1", resource: "voice", amount: 60n, ...period },
    ]);
    expect(usesBetween(later, bundle, period)).toEqual([]);
    const daily = { ...bundle, kind: "daily" as const };
    const nextDay = { ...daily, dayIndex: 1, dataUsedBytes: BigInt(GB) };
    expect(usesBetween(daily, nextDay, period)).toMatchObject([{ amount: BigInt(GB) }]);
  });
});

describe("local time", () => {
  test.each([
    ["Asia/Tokyo", "2026-11-23T05:02:00Z", "2026-11-23T14:02:00.000Z"],
    ["Asia/Kolkata", "2026-11-23T05:02:00Z", "2026-11-23T10:32:00.000Z"],
    ["Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-24T14:00:00.000Z"],
    ["Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-25T13:00:00.000Z"],
    ["America/New_York", "2026-11-02T12:00:00Z", "2026-11-02T07:00:00.000Z"],
  ])("in %s at %s", (timeZone, utc, local) => {
    expect(new Date(localTime(timeZone)(Date.parse(utc))).toISOString()).toBe(local);
  });
});

/** After so many days of a plan people are told when it ends; these are the seeds of sixty of them each. */
const SEEDS = Array.from({ length: 60 }, (_, index) => index + 1);
const DAY_MB = 600;

interface Told {
  /** Of the time until the true end. */
  error: number;
  naiveError: number;
  /** In multiples of the doubt that was told. */
  inDoubts: number;
}

function tellAll(habit: Habit, days: number): { told: Told[]; silent: number } {
  const all: Told[] = [];
  let silent = 0;
  for (const seed of SEEDS) {
    const start = MONDAY + (seed % 7) * DAY_MS + (seed % 24) * HOUR_MS;
    const made = trace(habit, { seed, dayMb: DAY_MB, start, offsetHours: 9 });
    const now = start + days * DAY_MS;
    const used = usedBefore(made, now);
    const sum = used.reduce((total, { amount }) => total + amount, 0);
    // Two to six days' worth are left.
    const left = DAY_MB * MB * (2 + 4 * randomFrom(seed)());
    const end = usedUpAt(made, sum + left);
    const history = { used, watched: [{ from: start, until: now }] };
    const remaining = { left, end: new Date(now + 90 * DAY_MS), endOf: "plan" as const };
    const found = forecast(history, remaining, { knownUntil: now, now, toLocal: tokyo });
    if (found.type !== "runs_out") {
      silent++;
      continue;
    }
    const missedMs = Math.abs(found.at.getTime() - end);
    const naive = now + left / (sum / (now - start));
    all.push({
      error: missedMs / (end - now),
      naiveError: Math.abs(naive - end) / (end - now),
      inDoubts: missedMs / found.doubtMs,
    });
  }
  return { told: all, silent };
}

const usedBefore = ({ hours, start }: Trace, now: number): UsedStretch[] =>
  hours.map((amount, index) => hour(start + index * HOUR_MS, amount)).filter(({ until }) => until <= now);

function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

describe("how far off it is, on made-up people", () => {
  const checkpoints = [1, 3, 5, 8, 12];
  /** The median error after so many days; a big download is one only once it was. */
  const bounds: Record<Habit, Partial<Record<number, number>>> = {
    steady: { 1: 0.25, 3: 0.2, 5: 0.2, 8: 0.2, 12: 0.2 },
    "night owl": { 1: 0.3, 3: 0.25, 5: 0.25, 8: 0.25, 12: 0.25 },
    weekends: { 5: 0.5, 8: 0.4, 12: 0.3 },
    "office hours": { 3: 0.5, 5: 0.4, 8: 0.3, 12: 0.25 },
    bursts: { 3: 0.5, 5: 0.4, 8: 0.35, 12: 0.35 },
    "one big download": { 3: 0.4, 5: 0.25, 8: 0.25, 12: 0.25 },
    "new habit": { 8: 0.3, 12: 0.25 },
  };

  test("the median error stays within its bounds, and the doubt that is told holds it", () => {
    const lines = ["habit             days  told  median   p90  naive median   p90  within its doubt"];
    const failures: string[] = [];
    const doubts: number[] = [];
    let better = 0;
    let worse = 0;
    for (const habit of habits) {
      for (const days of checkpoints) {
        const { told: all, silent } = tellAll(habit, days);
        expect(all.length + silent).toBe(SEEDS.length);
        const median = quantile(
          all.map(({ error }) => error),
          0.5,
        );
        const naive = quantile(
          all.map(({ naiveError }) => naiveError),
          0.5,
        );
        const held = all.filter(({ inDoubts }) => inDoubts <= 1).length / Math.max(1, all.length);
        lines.push(
          [
            habit.padEnd(16),
            String(days).padStart(6),
            `${all.length}`.padStart(6),
            percent(median).padStart(8),
            percent(
              quantile(
                all.map(({ error }) => error),
                0.9,
              ),
            ).padStart(6),
            percent(naive).padStart(14),
            percent(
              quantile(
                all.map(({ naiveError }) => naiveError),
                0.9,
              ),
            ).padStart(6),
            percent(held).padStart(12),
          ].join(""),
        );
        const bound = bounds[habit][days];
        if (bound === undefined) continue;
        doubts.push(...all.map(({ inDoubts }) => inDoubts));
        if (median <= naive) better++;
        else worse++;
        if (median > bound)
          failures.push(`${habit} after ${days} days: ${percent(median)} > ${percent(bound)}`);
      }
    }
    console.log(`Error of the forecast, as a share of the time until the end:\n${lines.join("\n")}`);
    expect(failures).toEqual([]);
    expect(better).toBeGreaterThan(worse);
    expect(doubts.filter((inDoubts) => inDoubts <= 1).length / doubts.length).toBeGreaterThan(0.6);
  });
});

const percent = (share: number): string => `${Math.round(share * 100)} %`;
