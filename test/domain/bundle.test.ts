import { describe, expect, test } from "vitest";
import { type Bundle, dataLeft, dayAt, isSpent, stateOf, voiceLeft } from "../../src/domain/bundle.ts";
import { type BoughtPlan, buyBundle, latestStart, settleBundles } from "../../src/domain/bundle-start.ts";
import { drainBundles, type Usage } from "../../src/domain/bundle-usage.ts";
import { BYTES_PER_GB } from "../../src/domain/data-size.ts";
import { DAY_MS } from "../../src/domain/plan.ts";

const NOON = new Date("2026-11-23T12:00:00Z");
const later = (days: number, ms = 0) => new Date(NOON.getTime() + days * DAY_MS + ms);
const gb = (count: number) => BigInt(count) * BYTES_PER_GB;

const week: BoughtPlan = {
  sku: "JP-10GB-7D",
  name: { en: "Japan week" },
  kind: "fixed",
  days: 7,
  dataBytes: gb(10),
  voiceSeconds: 0,
  fairUseBytes: null,
  countries: ["JP"],
};
const daily: BoughtPlan = { ...week, sku: "JP-1GB-D", kind: "daily", days: 1, dataBytes: gb(1) };
const minutes: BoughtPlan = { ...week, sku: "JP-60MIN", dataBytes: null, voiceSeconds: 3_600 };
const unlimited: BoughtPlan = {
  ...week,
  sku: "JP-UNL",
  kind: "unlimited",
  dataBytes: null,
  fairUseBytes: gb(20),
};

let bought = 0;
function buy(
  plan: BoughtPlan,
  others: Bundle[] = [],
  options: { now?: Date; startsAt?: Date; quantity?: number } = {},
): Bundle {
  const { now = NOON, startsAt = null, quantity = 1 } = options;
  return buyBundle({ id: `bundle-${++bought}`, plan, quantity, startsAt, now }, others);
}
const use = (amount: bigint, at: Date, more: Partial<Usage> = {}): Usage => ({
  resource: "data",
  amount,
  at,
  ...more,
});
const byId = (bundles: Bundle[], { id }: Bundle) => bundles.find((bundle) => bundle.id === id)!;

describe("when a purchase starts", () => {
  test("at once on a card with nothing in force", () => {
    const bundle = buy(week);
    expect(bundle).toMatchObject({ startsAt: NOON, expiresAt: later(7) });
    expect(stateOf(bundle, NOON)).toBe("in_force");
  });

  test("on the day that was chosen, and not before", () => {
    const bundle = buy(week, [], { startsAt: later(3) });
    expect(bundle).toMatchObject({ startsAt: later(3), expiresAt: later(10) });
    expect(stateOf(bundle, NOON)).toBe("scheduled");
  });

  test("at once when the chosen day has come while the money was on its way", () => {
    expect(buy(week, [], { startsAt: later(-1) })).toMatchObject({ startsAt: NOON, notBefore: null });
  });

  test("when the one that covers the same country expires", () => {
    const first = buy(week);
    const second = buy(week, [first], { now: later(2) });
    expect(stateOf(second, later(2))).toBe("waiting");
    expect(latestStart(second.id, [first, second])).toEqual(later(7));
    const settled = settleBundles([first, second], later(20));
    expect(byId(settled, second)).toMatchObject({ startsAt: later(7), expiresAt: later(14) });
  });

  test("when the one that covers the same country is used up, if that is sooner", () => {
    const first = buy(week);
    const second = buy(week, [first], { now: later(1) });
    const { bundles } = drainBundles([first, second], use(gb(10), later(2)));
    expect(byId(bundles, first).usedUpAt).toEqual(later(2));
    expect(byId(bundles, second)).toMatchObject({ startsAt: later(2), expiresAt: later(9) });
  });

  test("at once when what is in force works elsewhere, or not everywhere the new one does", () => {
    const first = buy(week);
    expect(buy({ ...week, countries: ["KR"] }, [first]).startsAt).toEqual(NOON);
    expect(buy({ ...week, countries: ["JP", "KR"] }, [first]).startsAt).toEqual(NOON);
    expect(buy({ ...week, countries: ["*"] }, [first]).startsAt).toEqual(NOON);
  });

  test("after what works in more countries, or everywhere", () => {
    expect(buy(week, [buy({ ...week, countries: ["JP", "KR"] })]).startsAt).toBeNull();
    expect(buy(week, [buy({ ...week, countries: ["*"] })]).startsAt).toBeNull();
  });

  test("data does not wait for minutes, nor minutes for data", () => {
    expect(buy(week, [buy(minutes)]).startsAt).toEqual(NOON);
    expect(buy(minutes, [buy(week)]).startsAt).toEqual(NOON);
    expect(buy(minutes, [buy(minutes)]).startsAt).toBeNull();
  });

  test("at once when data is used up although minutes are left, which stay usable", () => {
    const mixed = buy({ ...week, voiceSeconds: 3_600 });
    const { bundles } = drainBundles([mixed], use(gb(10), later(1)));
    expect(stateOf(bundles[0]!, later(1))).toBe("in_force");
    expect(buy(week, bundles, { now: later(1, 1) }).startsAt).toEqual(later(1, 1));
    const call = drainBundles(bundles, use(600n, later(2), { resource: "voice" }));
    expect(voiceLeft(call.bundles[0]!)).toBe(3_000);
  });

  test("one after the other in the order of purchase", () => {
    const first = buy(week);
    const second = buy(week, [first], { now: later(1) });
    const third = buy(week, [first, second], { now: later(2) });
    const settled = settleBundles([third, second, first], later(30));
    expect(byId(settled, second).startsAt).toEqual(later(7));
    expect(byId(settled, third).startsAt).toEqual(later(14));
  });

  test("on the chosen day although the one before is used up earlier; after it if it lasts longer", () => {
    const first = buy(week);
    const second = buy(week, [first], { startsAt: later(5) });
    expect(second.startsAt).toBeNull();
    const { bundles } = drainBundles([first, second], use(gb(10), later(1)));
    expect(byId(bundles, second).startsAt).toBeNull();
    expect(byId(settleBundles(bundles, later(6)), second).startsAt).toEqual(later(5));
    expect(latestStart(second.id, [first, second])).toEqual(later(7));
  });

  test("imported figures that are used up keep nobody waiting", () => {
    const spent = { ...buy(week), dataUsedBytes: gb(10), usedUpAt: null };
    expect(buy(week, [spent], { now: later(1) }).startsAt).toEqual(later(1));
  });
});

describe("what a day's plan gives", () => {
  test("is its data for each 24 hours from the start, for as many days as were bought", () => {
    const bundle = buy(daily, [], { quantity: 7 });
    expect(bundle).toMatchObject({ expiresAt: later(7), dataTotalBytes: gb(1) });
    const { bundles } = drainBundles([bundle], use(gb(1) / 2n, later(2, -1)));
    expect(dataLeft(bundles[0]!, later(2, -1))).toBe(gb(1) / 2n);
    expect(dataLeft(bundles[0]!, later(2))).toBe(gb(1));
    expect(dayAt(bundles[0]!, later(2))).toBe(2);
  });

  test("is not carried over, and a day's end is no end before the last day", () => {
    const bundle = buy(daily, [], { quantity: 2 });
    const first = drainBundles([bundle], use(gb(3), later(0, 5)));
    expect(first.drained).toBe(gb(1));
    expect(isSpent(first.bundles[0]!)).toBe(false);
    const second = drainBundles(first.bundles, use(gb(1), later(1)));
    expect(second.drained).toBe(gb(1));
    expect(second.bundles[0]!.usedUpAt).toEqual(later(1));
    expect(stateOf(second.bundles[0]!, later(1))).toBe("used_up");
  });

  test("late news of a day that is over are charged to no other day", () => {
    const bundle = buy(daily, [], { quantity: 3 });
    const today = drainBundles([bundle], use(gb(1) / 4n, later(1)));
    const { bundles } = drainBundles(today.bundles, use(gb(1), later(0, 5)));
    expect(dataLeft(bundles[0]!, later(1))).toBe((gb(1) * 3n) / 4n);
  });
});

describe("what usage drains", () => {
  test("the one that expires first, then the next", () => {
    const long = buy({ ...week, days: 30, countries: ["JP", "KR"] });
    const short = buy({ ...week, countries: ["JP", "TW"] }, [long]);
    const { bundles, drained } = drainBundles([long, short], use(gb(12), later(1)));
    expect(drained).toBe(gb(12));
    expect(dataLeft(byId(bundles, short), later(1))).toBe(0n);
    expect(dataLeft(byId(bundles, long), later(1))).toBe(gb(8));
  });

  test("only what covers the country; anything in force when no country is told", () => {
    const japan = buy(week);
    const abroad = drainBundles([japan], use(gb(1), NOON, { country: "FR" }));
    expect(abroad).toEqual({ bundles: [japan], drained: 0n });
    expect(drainBundles([japan], use(gb(1), NOON)).drained).toBe(gb(1));
  });

  test("never more than is there: the rest is recorded nowhere", () => {
    const { bundles, drained } = drainBundles([buy(week)], use(gb(99), NOON));
    expect(drained).toBe(gb(10));
    expect(bundles[0]!.dataUsedBytes).toBe(gb(10));
  });

  test("the rest of one use comes from the bundle that waited", () => {
    const first = buy(week);
    const second = buy(week, [first]);
    const { bundles, drained } = drainBundles([first, second], use(gb(11), later(1)));
    expect(drained).toBe(gb(11));
    expect(dataLeft(byId(bundles, second), later(1))).toBe(gb(9));
  });

  test("unlimited is counted and never ends before its time", () => {
    const { bundles } = drainBundles([buy(unlimited)], use(gb(500), later(1)));
    expect(bundles[0]).toMatchObject({ dataUsedBytes: gb(500), usedUpAt: null });
    expect(stateOf(bundles[0]!, later(6))).toBe("in_force");
    expect(stateOf(bundles[0]!, later(7))).toBe("expired");
  });

  test("not what had not begun, nor what was over, at the time of the use", () => {
    const bundle = buy(week, [], { startsAt: later(1) });
    expect(drainBundles([bundle], use(1n, later(1, -1))).drained).toBe(0n);
    expect(drainBundles([bundle], use(1n, later(8))).drained).toBe(0n);
    expect(drainBundles([bundle], use(1n, later(8, -1))).drained).toBe(1n);
  });

  test("calls and messages likewise", () => {
    const bundle = { ...buy({ ...week, voiceSeconds: 60 }), smsTotal: 2 };
    const called = drainBundles([bundle], use(90n, NOON, { resource: "voice" }));
    expect(called.drained).toBe(60n);
    const wrote = drainBundles(called.bundles, use(3n, NOON, { resource: "sms" }));
    expect(wrote.bundles[0]).toMatchObject({ voiceUsedSeconds: 60, smsUsed: 2, dataUsedBytes: 0n });
  });
});
