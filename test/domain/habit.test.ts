import fc from "fast-check";
import { expect, test } from "vitest";
import { megabytes } from "../../src/domain/data-size.ts";
import {
  cheaperPlan,
  firstHabitCheck,
  monthBefore,
  nextHabitCheck,
  type PlanInstead,
  type PlanUsed,
} from "../../src/domain/habit.ts";

const gigabytes = (count: number) => megabytes(count * 1024);

const used = (more: Partial<PlanUsed> = {}): PlanUsed => ({
  kind: "fixed",
  countries: ["JP"],
  days: 30,
  dataTotalBytes: gigabytes(10),
  dataUsedBytes: gigabytes(3),
  voiceUsedSeconds: 0,
  smsUsed: 0,
  price: { amountMinor: 2_000, currency: "USD" },
  ...more,
});

const plan = (more: Partial<PlanInstead> = {}): PlanInstead => ({
  kind: "fixed",
  countries: ["JP"],
  days: 30,
  dataBytes: gigabytes(5),
  fairUseBytes: null,
  voiceSeconds: 0,
  priceMinor: 1_200,
  currency: "USD",
  ...more,
});

test("who used 3 of 10 GB would have saved with 5 GB, and the cheapest of those that do is named", () => {
  const cheapest = plan({ priceMinor: 1_100 });
  expect(cheaperPlan(used(), [plan(), cheapest])).toEqual({
    plan: cheapest,
    saved: { amountMinor: 900, currency: "USD" },
  });
});

test.each<[string, Partial<PlanUsed>, Partial<PlanInstead>]>([
  ["too little data", {}, { dataBytes: gigabytes(3) }],
  ["just enough data, without a margin", { dataUsedBytes: gigabytes(5) - 1n }, {}],
  ["fewer days", {}, { days: 29 }],
  ["another country", {}, { countries: ["KR"] }],
  ["not all of the countries", { countries: ["JP", "KR"] }, {}],
  ["one country instead of everywhere", { countries: ["*"] }, {}],
  ["another currency", {}, { currency: "EUR" }],
  ["the same price", {}, { priceMinor: 2_000 }],
  ["hardly anything saved", {}, { priceMinor: 1_850 }],
  ["no minutes for the calls that were made", { voiceUsedSeconds: 600 }, {}],
  ["messages that were sent", { smsUsed: 1 }, {}],
  ["a plan by the day", {}, { kind: "daily" }],
  [
    "a fair-use limit below what was used",
    {},
    { kind: "unlimited", dataBytes: null, fairUseBytes: gigabytes(1) },
  ],
  ["no data at all", {}, { dataBytes: null }],
  ["a bundle by the day, of which only the last day is known", { kind: "daily" }, {}],
])("nothing is advised: %s", (_why, was, instead) => {
  expect(cheaperPlan(used(was), [plan(instead)])).toBeUndefined();
});

test("what is advised always covers what was used with a quarter to spare, and always saves", () => {
  const sizes = fc.integer({ min: 0, max: 40 }).map((size) => gigabytes(size));
  const prices = fc.integer({ min: 1, max: 5_000 });
  const plans = fc.array(
    fc.record({ dataBytes: sizes, priceMinor: prices, days: fc.integer({ min: 1, max: 60 }) }),
  );
  fc.assert(
    fc.property(sizes, prices, plans, (dataUsedBytes, amountMinor, offered) => {
      const was = used({ dataUsedBytes, price: { amountMinor, currency: "USD" } });
      const found = cheaperPlan(
        was,
        offered.map((each) => plan(each)),
      );
      if (!found) return;
      expect(found.plan.dataBytes! * 100n).toBeGreaterThanOrEqual(dataUsedBytes * 125n);
      expect(found.plan.days).toBeGreaterThanOrEqual(30);
      expect(found.plan.priceMinor).toBeLessThan(amountMinor);
    }),
  );
});

test.each([
  ["2026-11-22T18:00:00Z", "UTC", "2026-12-02T10:00:00.000Z"],
  ["2026-12-31T18:00:00Z", "Asia/Tokyo", "2027-02-02T01:00:00.000Z"],
  ["2026-12-31T10:00:00Z", "America/New_York", "2027-01-02T15:00:00.000Z"],
])("said yes at %s in %s: the first look is at %s", (now, zone, due) => {
  expect(firstHabitCheck(new Date(now), zone).toISOString()).toBe(due);
});

test("looks that were missed are not made up for", () => {
  const due = new Date("2026-12-02T10:00:00Z");
  expect(nextHabitCheck(due, new Date("2026-12-02T10:01:00Z")).toISOString()).toBe(
    "2027-01-02T10:00:00.000Z",
  );
  expect(nextHabitCheck(due, new Date("2027-05-20T10:00:00Z")).toISOString()).toBe(
    "2027-06-02T10:00:00.000Z",
  );
  expect(monthBefore(new Date("2027-01-02T10:00:00Z"))).toEqual({
    from: new Date("2026-12-01T00:00:00Z"),
    until: new Date("2027-01-01T00:00:00Z"),
  });
});
