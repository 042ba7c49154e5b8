import { expect, test } from "vitest";
import { megabytes } from "../../src/domain/data-size.ts";
import type { Plan } from "../../src/domain/plan.ts";
import { inOrderOfSense, typicalWeekCost, unitPrice } from "../../src/domain/plan-choice.ts";

const plan = (part: Partial<Plan>): Plan => ({
  id: "1",
  sku: "sku",
  products: ["heyon"],
  name: { en: "Plan" },
  kind: "fixed",
  days: 7,
  dataBytes: megabytes(10_240),
  voiceSeconds: 0,
  fairUseBytes: null,
  priceMinor: 1250,
  currency: "USD",
  countries: ["JP"],
  carrierRef: "",
  carrier: "",
  active: true,
  ...part,
});

test.each([
  ["a week's plan is bought once", plan({}), 1250],
  ["a daily plan seven times", plan({ kind: "daily", days: 1, priceMinor: 220 }), 1540],
  [
    "a day pass of 500 MB seven times, for both reasons",
    plan({ days: 1, dataBytes: megabytes(500), priceMinor: 150 }),
    1050,
  ],
  [
    "a month of 1 GB three times, for the data",
    plan({ days: 30, dataBytes: megabytes(1024), priceMinor: 400 }),
    1200,
  ],
  [
    "three unlimited days three times",
    plan({ kind: "unlimited", days: 3, dataBytes: null, priceMinor: 900 }),
    2700,
  ],
] as const)("for a typical week %s", (_what, candidate, cost) => {
  expect(typicalWeekCost(candidate)).toBe(cost);
});

test("the cheapest sensible plan is first, calls alone are last, and the common currency goes before others", () => {
  const week = plan({ sku: "week" });
  const tiny = plan({ sku: "tiny", days: 1, dataBytes: megabytes(100), priceMinor: 100 });
  const calls = plan({ sku: "calls", dataBytes: null, voiceSeconds: 3600, priceMinor: 300 });
  const yen = plan({ sku: "yen", currency: "JPY", priceMinor: 900 });
  expect(inOrderOfSense([calls, yen, tiny, week]).map(({ sku }) => sku)).toEqual([
    "week",
    "tiny",
    "yen",
    "calls",
  ]);
});

test.each([
  ["per GB for a fixed amount", plan({}), { per: "gigabyte", amountMinor: 125, currency: "USD" }],
  [
    "per day for unlimited",
    plan({ kind: "unlimited", days: 7, dataBytes: null, priceMinor: 2100 }),
    { per: "day", amountMinor: 300, currency: "USD" },
  ],
  ["nothing where one GB is sold", plan({ dataBytes: megabytes(1024) }), undefined],
  ["nothing for calls alone", plan({ dataBytes: null }), undefined],
] as const)("plans are compared %s", (_what, candidate, expected) => {
  expect(unitPrice(candidate)).toEqual(expected);
});
