import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BYTES_PER_GB, BYTES_PER_MB } from "../../src/domain/data-size.ts";
import { covers, type PlanKind } from "../../src/domain/plan.ts";
import { type TripWay, waysToCover, whyFirst } from "../../src/domain/trip.ts";
import { type TripNeed, tripNeed } from "../../src/domain/trip-need.ts";

interface Offer {
  id: string;
  kind: PlanKind;
  days: number;
  dataBytes: bigint | null;
  priceMinor: number;
  currency: string;
  countries: string[];
}

const offer = (id: string, countries: string, plan: Partial<Offer>): Offer => ({
  ...{ id, kind: "fixed", days: 7, dataBytes: 10n * BYTES_PER_GB, priceMinor: 1_000, currency: "USD" },
  ...plan,
  countries: countries.split(" "),
});

const japan = offer("japan", "JP", { priceMinor: 1_250 });
const korea = offer("korea", "KR", { priceMinor: 1_090 });
const asia = offer("asia", "JP KR TW", { days: 14, dataBytes: 20n * BYTES_PER_GB, priceMinor: 1_900 });
const daily = offer("daily", "JP KR", { kind: "daily", days: 1, dataBytes: BYTES_PER_GB, priceMinor: 200 });
const unlimited = offer("unlimited", "JP KR", {
  kind: "unlimited",
  days: 7,
  dataBytes: null,
  priceMinor: 2_000,
});

const twoWeeks = tripNeed({ countries: ["JP", "KR"], days: 14, dataMbPerDay: 1024 })!;
const names = (ways: TripWay<Offer>[]) =>
  ways.map(({ purchases }) =>
    purchases.map(({ plan, quantity, times }) => `${plan.id} ${quantity}×${times}`),
  );

describe("the ways to cover a journey", () => {
  test("put the cheapest first, then what is bought differently", () => {
    const ways = waysToCover(twoWeeks, [japan, korea, asia, daily, unlimited]);
    expect(names(ways)).toEqual([["asia 1×1"], ["japan 1×1", "korea 1×1"], ["daily 14×1"]]);
    expect(ways[0]).toMatchObject({ priceMinor: 1_900, bytesLeft: 6n * BYTES_PER_GB, daysLeft: 0 });
    expect(whyFirst(ways)).toEqual({ type: "cheapest", savesMinor: 440 });
  });

  test("take a plan for most of a region, and say where it works", () => {
    const gulf = tripNeed({ region: "gulf", days: 7 })!;
    expect(gulf.legs[0]).toMatchObject({ region: "gulf", countries: ["AE", "SA", "QA"] });
    const most = offer("most", "AE SA", { priceMinor: 900 });
    const one = offer("one", "AE", { priceMinor: 100 });
    const ways = waysToCover(gulf, [most, one]);
    expect(names(ways)).toEqual([["most 1×1"]]);
    expect(ways[0]!.purchases[0]!.countries).toEqual(["AE", "SA"]);
  });

  test("say when each plan begins", () => {
    const [way] = waysToCover(twoWeeks, [japan, korea]);
    expect(way!.purchases.map(({ startsAfterDays, days }) => [startsAfterDays, days])).toEqual([
      [0, 7],
      [7, 7],
    ]);
    expect(whyFirst([way!])).toEqual({ type: "only" });
  });

  test("prefer fewer plans at the same price", () => {
    const ways = waysToCover(twoWeeks, [japan, korea, { ...asia, priceMinor: 2_340 }]);
    expect(names(ways)[0]).toEqual(["asia 1×1"]);
    expect(whyFirst(ways)).toEqual({ type: "simplest" });
  });

  test("buy a plan as often as the data takes", () => {
    const need = tripNeed({ countries: ["JP"], days: 7, dataMbPerDay: 2048 })!;
    expect(names(waysToCover(need, [japan]))).toEqual([["japan 1×2"]]);
    expect(waysToCover(need, [daily])).toEqual([]);
  });

  test("rather buy twice than again and again, if it costs little more", () => {
    const need = tripNeed({ countries: ["JP"], days: 21, dataMbPerDay: 2048 })!;
    const week = { ...japan, priceMinor: 1_390 };
    const month = { ...asia, days: 30, dataBytes: 30n * BYTES_PER_GB, priceMinor: 3_590 };
    expect(names(waysToCover(need, [week, month]))[0]).toEqual(["asia 1×2"]);
    expect(names(waysToCover(need, [week, { ...month, priceMinor: 4_500 }]))[0]).toEqual(["japan 1×5"]);
    expect(names(waysToCover(need, [week]))[0]).toEqual(["japan 1×5"]);
  });

  test("keep to the kind that was asked for, and to one currency", () => {
    expect(names(waysToCover({ ...twoWeeks, kind: "unlimited" }, [asia, unlimited]))).toEqual([
      ["unlimited 1×2"],
    ]);
    expect(names(waysToCover(twoWeeks, [asia, daily, { ...asia, currency: "EUR", priceMinor: 1 }]))).toEqual([
      ["asia 1×1"],
      ["daily 14×1"],
    ]);
  });

  test("are none where a country is not covered", () => {
    expect(waysToCover(twoWeeks, [japan])).toEqual([]);
  });

  const countries = ["JP", "KR", "TW", "HK"];
  const someOffers = fc.array(
    fc.record({
      id: fc.uuid(),
      kind: fc.constantFrom<PlanKind>("daily", "monthly", "unlimited", "fixed"),
      days: fc.integer({ min: 1, max: 30 }),
      dataBytes: fc.integer({ min: 100, max: 50_000 }).map((mb) => BigInt(mb) * BYTES_PER_MB),
      priceMinor: fc.integer({ min: 50, max: 9_000 }),
      currency: fc.constant("USD"),
      countries: fc.oneof(fc.subarray(countries, { minLength: 1 }), fc.constant<string[]>(["*"])),
    }),
    { maxLength: 12 },
  );
  const someNeed: fc.Arbitrary<TripNeed> = fc.record({
    legs: fc.array(
      fc.record({
        countries: fc.constantFrom(...countries).map((country) => [country]),
        days: fc.integer({ min: 1, max: 40 }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    bytesPerDay: fc.integer({ min: 0, max: 5_000 }).map((mb) => BigInt(mb) * BYTES_PER_MB),
  });

  test("cover every day and every country, with enough data", () => {
    fc.assert(
      fc.property(someNeed, someOffers, (need, offers) => {
        for (const { purchases } of waysToCover(need, offers)) {
          let begun = 0;
          for (const { plan, quantity, times, days, countries: served, startsAfterDays } of purchases) {
            expect(startsAfterDays).toBe(begun);
            begun += days;
            expect(served.every((country) => covers(plan.countries, country))).toBe(true);
            const paidDays = (plan.kind === "daily" ? quantity : plan.days) * times;
            expect(paidDays).toBeGreaterThanOrEqual(days);
            const perDay = plan.kind === "daily";
            const bytes = plan.dataBytes! * BigInt(times);
            if (perDay) expect(plan.dataBytes! >= need.bytesPerDay).toBe(true);
            else if (plan.kind !== "unlimited") expect(bytes >= BigInt(days) * need.bytesPerDay).toBe(true);
          }
          expect(begun).toBe(need.legs.reduce((sum, { days }) => sum + days, 0));
          const visited = purchases.flatMap(({ countries: served }) => served);
          expect(need.legs.every((leg) => leg.countries.every((country) => visited.includes(country)))).toBe(
            true,
          );
        }
      }),
    );
  });

  test("never cost more than a plan for each stay by itself, and come in the order of their price", () => {
    fc.assert(
      fc.property(someNeed, someOffers, (need, offers) => {
        const ways = waysToCover(need, offers);
        const alone = need.legs.map((leg) => waysToCover({ ...need, legs: [leg] }, offers)[0]);
        if (alone.every((way) => way !== undefined)) {
          const naive = alone.reduce((sum, way) => sum + way.priceMinor, 0);
          // Unless that means to pay again and again.
          const fewerOrders =
            Math.max(...alone.flatMap((way) => way.purchases.map(({ times }) => times))) > 2;
          expect(ways[0]!.priceMinor).toBeLessThanOrEqual(fewerOrders ? naive * 1.15 : naive);
        }
        const prices = ways.map(({ priceMinor }) => priceMinor);
        expect(prices).toEqual(prices.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe("the need behind a wish", () => {
  test("shares the days among the countries", () => {
    const { legs } = tripNeed({ countries: ["JP", "KR", "TW"], days: 10 })!;
    expect(legs).toEqual([
      { countries: ["JP"], days: 4 },
      { countries: ["KR"], days: 3 },
      { countries: ["TW"], days: 3 },
    ]);
  });

  test("keeps the length of each stay where it was said", () => {
    const need = tripNeed({ countries: ["JP", "TW"], days: 8, stays: [5, 3], dataMb: 8 * 1024 })!;
    expect(need.legs.map(({ days }) => days)).toEqual([5, 3]);
    expect(need.bytesPerDay).toBe(BYTES_PER_GB);
  });

  test("takes a part of the world for the countries that people go to", () => {
    const { legs } = tripNeed({ region: "europe", days: 21 })!;
    expect(legs).toHaveLength(1);
    expect(legs[0]!.countries).toContain("FR");
    expect(legs[0]!.countries).not.toContain("LI");
  });

  test("is what the person usually uses, where nothing was said", () => {
    expect(tripNeed({ countries: ["JP"] }, BYTES_PER_GB)!.bytesPerDay).toBe(BYTES_PER_GB);
    expect(tripNeed({ days: 7 })).toBeUndefined();
  });
});
