import { describe, expect, test } from "vitest";
import { BYTES_PER_GB } from "../../src/domain/data-size.ts";
import type { PlanKind } from "../../src/domain/plan.ts";
import {
  elsewhere,
  inOrderOfNeed,
  isNothing,
  meets,
  planNamed,
  saidAgain,
  unitsFor,
  withStays,
} from "../../src/domain/renewal-need.ts";

interface Offer {
  id: string;
  kind: PlanKind;
  days: number;
  dataBytes: bigint | null;
  priceMinor: number;
  currency: string;
  voiceSeconds: number;
  countries: string[];
}

const offer = (id: string, gigabytes: number | null, plan: Partial<Offer> = {}): Offer => ({
  ...{ id, kind: "fixed", days: 7, priceMinor: 1_250, currency: "USD", voiceSeconds: 0, countries: ["JP"] },
  dataBytes: gigabytes === null ? null : BigInt(gigabytes) * BYTES_PER_GB,
  ...plan,
});

const week = offer("week", 10);
const small = offer("small", 3, { priceMinor: 600 });
const daily = offer("daily", 1, { kind: "daily", days: 1, priceMinor: 220 });
const month = offer("month", 20, { kind: "monthly", days: 30, priceMinor: 3_900, countries: ["JP", "KR"] });
const unlimited = offer("unlimited", null, { kind: "unlimited", priceMinor: 2_500 });
const shelf = [week, small, daily, month, unlimited];
const ids = (plans: readonly Offer[]) => plans.map(({ id }) => id);

describe("whether buying it once is all that was asked for", () => {
  test.each([
    ["as long as the plan lasts", week, { days: 7 }, true],
    ["a day longer", week, { days: 8 }, false],
    ["the longest that is sold by the day", daily, { days: 30 }, true],
    ["longer than is sold by the day", daily, { days: 31 }, false],
    ["just its data", week, { dataMb: 10 * 1024 }, true],
    ["a megabyte more", week, { dataMb: 10 * 1024 + 1 }, false],
    ["so much a day that it is used up", week, { days: 7, dataMbPerDay: 1_500 }, false],
    ["its own days, where none were said", week, { dataMbPerDay: 1_400 }, true],
    ["what fills up every day", daily, { days: 20, dataMbPerDay: 1_024 }, true],
    ["more than fills up", daily, { days: 2, dataMbPerDay: 1_025 }, false],
    ["an amount in all of what fills up", daily, { days: 5, dataMb: 5 * 1024 }, true],
    ["any amount without a limit", unlimited, { days: 7, dataMb: 500 * 1024 }, true],
    ["another kind", week, { kind: "unlimited" as const }, false],
    ["another country besides", week, { also: ["KR"] }, false],
    ["another country that it has", month, { also: ["KR"] }, true],
    ["nothing in particular", small, {}, true],
  ])("%s", (_, plan, need, isMet) => {
    expect(meets(plan, need)).toBe(isMet);
  });

  test("no data is not enough of any amount", () => {
    expect(meets(offer("calls", null), { dataMb: 1 })).toBe(false);
  });
});

describe("plans in the order of the need", () => {
  test("what does comes first, the cheapest for just that first of all", () => {
    expect(ids(inOrderOfNeed(shelf, { days: 7 }))).toEqual(["small", "week", "daily", "unlimited", "month"]);
    expect(ids(inOrderOfNeed(shelf, { days: 2 }))[0]).toBe("daily");
    expect(ids(inOrderOfNeed(shelf, { kind: "unlimited" }))[0]).toBe("unlimited");
  });

  test("nothing said leaves them as they are, and nothing is ever lost", () => {
    expect(ids(inOrderOfNeed(shelf, {})).toSorted()).toEqual(ids(shelf).toSorted());
    expect(ids(inOrderOfNeed(shelf, { days: 90 })).toSorted()).toEqual(ids(shelf).toSorted());
  });

  test("a price in another money is no reason to come first", () => {
    const yen = offer("yen", 10, { priceMinor: 1, currency: "JPY" });
    expect(ids(inOrderOfNeed([week, month, yen], { days: 7 })).at(0)).toBe("week");
  });
});

describe("the plan that was as good as named", () => {
  test.each([
    ["by amount and length", { dataMb: 10 * 1024, days: 7 }, "week"],
    ["by an amount that only one has", { dataMb: 3 * 1024 }, "small"],
    ["by the day", { kind: "daily" as const, days: 5 }, "daily"],
    ["by its kind", { kind: "unlimited" as const, days: 7 }, "unlimited"],
  ])("%s", (_, need, id) => {
    expect(planNamed(shelf, need)?.id).toBe(id);
  });

  test.each([
    ["a length alone", { days: 7 }],
    ["by the day without the days", { kind: "daily" as const }],
    ["another length", { dataMb: 10 * 1024, days: 6 }],
    ["an amount that nobody sells", { dataMb: 4 * 1024 }],
    ["what two are", { kind: "fixed" as const }],
  ])("is none for %s", (_, need) => {
    expect(planNamed(shelf, need)).toBeUndefined();
  });
});

describe("what is said again", () => {
  test("takes the place of what was said before, and leaves the rest", () => {
    expect(saidAgain({ days: 7, dataMb: 1_024 }, { days: 10 })).toEqual({ days: 10, dataMb: 1_024 });
  });

  test("counts an amount, an amount a day and a kind as three ways to say how much", () => {
    expect(saidAgain({ days: 7, dataMb: 1_024 }, { kind: "unlimited" })).toEqual({
      days: 7,
      kind: "unlimited",
    });
    expect(saidAgain({ kind: "unlimited" }, { dataMbPerDay: 500 })).toEqual({ dataMbPerDay: 500 });
  });

  test("ends what was to be bought after it, and how the days were shared", () => {
    const next = [{ planId: "p", quantity: 1, country: "KR" }];
    const trip = { days: 8, stays: [5, 3], also: ["KR"], next, trip: true as const };
    expect(saidAgain(trip, { days: 10 })).toEqual({ days: 10, also: ["KR"], trip: true });
    expect(saidAgain(trip, { dataMb: 5_000 }).stays).toEqual([5, 3]);
  });
});

test("a trip that goes elsewhere keeps how long and how much", () => {
  expect(
    elsewhere({ days: 8, dataMb: 900, stays: [5, 3], also: ["KR"], region: "asia", trip: true }),
  ).toEqual({
    days: 8,
    dataMb: 900,
  });
});

test("stays add up to the length", () => {
  expect(withStays({ also: ["KR"], days: 14, trip: true }, [5, 3])).toEqual({
    ...{ also: ["KR"], trip: true },
    ...{ days: 8, stays: [5, 3] },
  });
});

test("units are the days of what is sold by the day, if they can be bought", () => {
  expect(unitsFor(daily, { days: 5 })).toBe(5);
  expect(unitsFor(daily, { days: 31 })).toBeNull();
  expect(unitsFor(daily, {})).toBeNull();
  expect(unitsFor(week, { days: 5 })).toBe(1);
  expect(isNothing({})).toBe(true);
});
