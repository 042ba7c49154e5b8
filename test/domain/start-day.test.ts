import fc from "fast-check";
import { expect, test } from "vitest";
import { comingDays, dayIn, parseDay, startOfDay } from "../../src/domain/start-day.ts";

const months = Array.from({ length: 12 }, (_, month) =>
  new Intl.DateTimeFormat("en", { month: "long", timeZone: "Etc/UTC" }).format(Date.UTC(2026, month, 15)),
);

test.each([
  ["2026-12-24", "2026-12-24"],
  ["2026/12/24", "2026-12-24"],
  ["2026年12月24日", "2026-12-24"],
  ["24 Dec", "2026-12-24"],
  ["Dec 24", "2026-12-24"],
  ["24. December", "2026-12-24"],
  ["12/24", "2026-12-24"],
  ["24.12.", "2026-12-24"],
  ["12月24日", "2026-12-24"],
  ["１２月２４日", "2026-12-24"],
  ["24", "2026-11-24"],
  ["5", "2026-12-05"],
  ["28号", "2026-11-28"],
  ["+3", "2026-11-26"],
  ["1 Jan", "2027-01-01"],
  ["31.1.", "2027-01-31"],
])("%s is %s when today is 23 November 2026", (text, day) => {
  expect(parseDay(text, "2026-11-23", months)).toBe(day);
});

test.each([
  "",
  "today",
  "23 Nov",
  "2026-11-23",
  "2026-02-30",
  "24 Foo",
  "99",
  "2027-06-01",
  "+0",
  "1".repeat(4000),
  "🙃",
])("%s is no day to start on", (text) => {
  expect(parseDay(text, "2026-11-23", months)).toBeUndefined();
});

test("a day begins at its midnight in every zone, also on the days when clocks change", () => {
  const zones = Intl.supportedValuesOf("timeZone");
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 800 }), (zone, offset) => {
      const day = new Date(Date.UTC(2026, 0, 1 + offset)).toISOString().slice(0, 10);
      const start = startOfDay(day, zone);
      expect(dayIn(zone, start)).toBe(day);
      expect(dayIn(zone, new Date(start.getTime() - 1)) < day).toBe(true);
    }),
  );
});

test("the coming days follow the person's today, not Greenwich's", () => {
  const lateInLondon = new Date("2026-11-23T20:00:00Z");
  expect(comingDays("Asia/Tokyo", lateInLondon, 2)).toEqual(["2026-11-25", "2026-11-26"]);
  expect(comingDays("Europe/London", lateInLondon, 2)).toEqual(["2026-11-24", "2026-11-25"]);
});
