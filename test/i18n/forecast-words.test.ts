import { describe, expect, test } from "vitest";
import type { Bundle } from "../../src/domain/bundle.ts";
import { BYTES_PER_GB } from "../../src/domain/data-size.ts";
import type { Forecast } from "../../src/domain/forecast.ts";
import { createLocalTime } from "../../src/domain/local-time.ts";
import { readLocales } from "../../src/i18n/locales.ts";
import { createLanguages } from "../../src/i18n/localizer.ts";
import { forecastLines, whenItEnds } from "../../src/views/forecast.ts";
import { usageView } from "../../src/views/usage.ts";
import { shownDays, usageChart } from "../../src/views/usage-chart.ts";

const languages = createLanguages(readLocales(), "en");
const HOUR_MS = 60 * 60 * 1000;
/** Monday, 14:02 in Tokyo. */
const NOW = new Date("2026-11-23T05:02:00Z");
const later = (hours: number) => new Date(NOW.getTime() + hours * HOUR_MS);
type RunsOut = Extract<Forecast, { type: "runs_out" }>;

const ends = (hours: number, exactness: RunsOut["exactness"], more: Partial<RunsOut> = {}): RunsOut => ({
  type: "runs_out",
  at: later(hours),
  exactness,
  doubtMs: HOUR_MS,
  end: "plan",
  beforeEndMs: 72 * HOUR_MS,
  ...more,
});

describe("when it ends is told no more exactly than it is known", () => {
  test.each<[number, RunsOut["exactness"], string, string, string]>([
    [8.2, "hour", "today about 22:00", "今天 22:00 左右", "今天 22:00 左右"],
    [20.9, "hour", "tomorrow about 11:00", "明天 11:00 左右", "明天 11:00 左右"],
    [48.2, "hour", "Wed 25 Nov, about 14:00", "11月25日周三 14:00 左右", "11月25日週三 14:00 左右"],
    [7, "part_of_day", "this evening", "今晚", "今晚"],
    [14, "part_of_day", "tomorrow in the small hours", "明天凌晨", "明天凌晨"],
    [50, "part_of_day", "Wed 25 Nov in the afternoon", "11月25日周三下午", "11月25日週三下午"],
    [7, "day", "today or tomorrow", "今明两天", "今明兩天"],
    [30, "day", "tomorrow or thereabouts", "明天前后", "明天前後"],
    [70, "day", "around Thu 26 Nov", "11月26日周四前后", "11月26日週四前後"],
    [130, "days", "in about 5 days", "大约5天后", "大約 5 天後"],
  ])("in %d hours, by the %s", (hours, exactness, ...told) => {
    const words = ["en", "zh-Hans", "zh-Hant"].map((locale) =>
      whenItEnds(languages.in(locale), ends(hours, exactness), NOW, "Asia/Tokyo"),
    );
    expect(words).toEqual(told);
  });
});

const bundle: Bundle = {
  id: "b1",
  planSku: "JP",
  planName: { en: "Japan <week>" },
  kind: "fixed",
  countries: ["JP"],
  dataTotalBytes: 10n * BYTES_PER_GB,
  dataUsedBytes: 7n * BYTES_PER_GB,
  fairUseBytes: null,
  dayIndex: 0,
  voiceTotalSeconds: 6_000,
  voiceUsedSeconds: 0,
  smsTotal: 0,
  smsUsed: 0,
  durationSeconds: 7 * 86_400,
  notBefore: null,
  startsAt: later(-72),
  expiresAt: later(96),
  usedUpAt: null,
  createdAt: later(-72),
};

describe("the line below the balance", () => {
  const lines = (data: Forecast | undefined, voice?: Forecast, next?: Bundle) =>
    forecastLines(languages.in("en"), { bundle, forecast: { data, voice }, next }, NOW, "Asia/Tokyo");
  const lasts = (barely: boolean): Forecast => ({ type: "lasts", left: 1, barely, end: "plan" });

  test.each<[string, string[], string[]]>([
    [
      "runs out",
      lines(ends(48, "hour")),
      ["At this pace the data ends Wed 25 Nov, about 14:00: 3 days early."],
    ],
    [
      "hours early",
      lines(ends(48, "hour", { beforeEndMs: 5 * HOUR_MS })),
      ["At this pace the data ends Wed 25 Nov, about 14:00: 5 hours early."],
    ],
    [
      "hours early, when only the day is known",
      lines(ends(70, "day", { beforeEndMs: 20 * HOUR_MS })),
      ["At this pace the data ends around Thu 26 Nov, before the plan does."],
    ],
    [
      "no earlier than the doubt",
      lines(ends(130, "days", { doubtMs: 90 * HOUR_MS })),
      ["At this pace the data ends in about 5 days, before the plan does."],
    ],
    [
      "and another plan waits",
      lines(ends(48, "hour"), undefined, bundle),
      ["At this pace the data ends Wed 25 Nov, about 14:00, then <b>Japan &lt;week&gt;</b> begins."],
    ],
    [
      "today's share",
      lines(ends(2, "hour", { end: "day", beforeEndMs: 7 * HOUR_MS })),
      ["At this pace today's data ends today about 16:00, 7 hours before there is more."],
    ],
    ["lasts", lines(lasts(false)), ["At this pace the data lasts."]],
    ["barely lasts", lines(lasts(true)), ["At this pace the data only just lasts."]],
    ["minutes that last beside data", lines(lasts(false), lasts(false)), ["At this pace the data lasts."]],
    [
      "minutes that end beside data",
      lines(undefined, ends(48, "hour")),
      ["At this pace the minutes end Wed 25 Nov, about 14:00: 3 days early."],
    ],
    ["not enough", lines({ type: "not_enough" }), []],
    ["today's share that lasts", lines({ type: "lasts", left: 1, barely: false, end: "day" }), []],
  ])("%s", (_what, told, expected) => {
    expect(told).toEqual(expected);
  });
});

describe("the chart's words", () => {
  const toLocal = createLocalTime()("Asia/Tokyo");
  const usageOf = (label: string, countries = ["JP"]) => ({
    balance: {
      shown: {
        id: "00000000-0000-7000-8000-000000000001",
        iccid: "8988070112006334417",
        product: "heyon" as const,
        carrier: "ledger",
        carrierRef: "",
        label,
        asOf: NOW,
        bundles: [bundle],
        samples: null,
        repeat: null,
        forecasts: new Map([["b1", { data: ends(48, "hour") }]]),
      },
      others: [],
      figures: "fresh" as const,
    },
    resource: "data" as const,
    used: [{ from: +later(-30), until: +later(-29), amount: 7 * Number(BYTES_PER_GB) }],
    current: {
      bundle: { ...bundle, countries },
      used: [{ from: +later(-30), until: +later(-29), amount: 7 * Number(BYTES_PER_GB) }],
    },
    knownUntil: NOW,
  });

  test.each(["en", "zh-Hans", "zh-Hant"])(
    "stay below Telegram's limit in %s, whatever the names",
    (locale) => {
      for (const label of ["<&>".repeat(400), "𠮷".repeat(900), "x".repeat(5_000)]) {
        const shown = { period: 7 as const, now: NOW, timeZone: "Asia/Tokyo", toLocal };
        const { text } = usageView(languages.in(locale), usageOf(label) as never, shown);
        expect(text.length).toBeLessThanOrEqual(1_024);
        // Nothing half: every tag that begins ends, and no character is cut.
        expect((text.match(/<(b|i)>/g) ?? []).length).toBe((text.match(/<\/(b|i)>/g) ?? []).length);
        expect(text.replace(/<\/?(b|i)>|&(lt|gt|amp|quot);/g, "")).not.toMatch(/[<>&]/);
        expect(text).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/);
      }
    },
  );

  test("and its lines are those of the days: bars by the person's calendar, the end where it is", () => {
    const usage = usageOf("Alice") as never;
    const days = shownDays(usage, 7, NOW, toLocal);
    const chart = usageChart(usage, days, toLocal);
    expect(chart.days.map(({ number }) => number)).toEqual([20, 21, 22, 23, 24, 25, 26, 27]);
    expect(chart.days.map(({ used }) => used)).toEqual([0, 0, 7, 0, null, null, null, null]);
    expect(chart.endsAt).toBeCloseTo(7 + (14 + 2 / 60) / 24, 3);
    expect(chart.left).toMatchObject({ unit: "GB", total: 10, expected: { amount: 0 } });
    expect(chart.left!.points.map(({ amount }) => amount)).toEqual([10, 10, 3, 3]);
  });
});
