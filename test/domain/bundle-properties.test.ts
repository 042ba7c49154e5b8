import fc from "fast-check";
import { expect, test } from "vitest";
import { type Bundle, dataLeft, smsLeft, voiceLeft } from "../../src/domain/bundle.ts";
import { buyBundle, settleBundles } from "../../src/domain/bundle-start.ts";
import { drainBundles, type Usage } from "../../src/domain/bundle-usage.ts";
import { DAY_MS, planKinds } from "../../src/domain/plan.ts";

const START = Date.parse("2026-11-23T12:00:00Z");
const HOUR = 60 * 60 * 1000;

const plan = fc.record({
  sku: fc.constant("ANY"),
  name: fc.constant({ en: "Any" }),
  kind: fc.constantFrom(...planKinds),
  days: fc.integer({ min: 1, max: 10 }),
  dataBytes: fc.option(fc.bigInt({ min: 1n, max: 1_000n })),
  voiceSeconds: fc.integer({ min: 0, max: 100 }),
  fairUseBytes: fc.constant(null),
  countries: fc.subarray(["JP", "KR", "TW"], { minLength: 1 }),
});
const sane = plan.map((drawn) => (drawn.kind === "unlimited" ? { ...drawn, dataBytes: null } : drawn));

/** What can happen to a card, some hours after what happened before. */
const happening = fc.record({
  hours: fc.integer({ min: 0, max: 72 }),
  what: fc.oneof(
    fc.record({
      type: fc.constant("buy" as const),
      plan: sane,
      quantity: fc.integer({ min: 1, max: 4 }),
      inDays: fc.option(fc.integer({ min: 0, max: 9 })),
    }),
    fc.record({
      type: fc.constant("use" as const),
      resource: fc.constantFrom("data" as const, "voice" as const, "sms" as const),
      amount: fc.bigInt({ min: 0n, max: 1_500n }),
      country: fc.option(fc.constantFrom("JP", "KR", "TW", "FR"), { nil: undefined }),
    }),
  ),
});

interface Step {
  before: Bundle[];
  after: Bundle[];
  now: Date;
  usage?: Usage;
  drained?: bigint;
}

function live(happenings: (typeof happening extends fc.Arbitrary<infer T> ? T : never)[]): Step[] {
  let bundles: Bundle[] = [];
  let time = START;
  return happenings.map(({ hours, what }, index) => {
    time += hours * HOUR;
    const now = new Date(time);
    const before = settleBundles(bundles, now);
    if (what.type === "use") {
      const usage: Usage = { resource: what.resource, amount: what.amount, at: now, country: what.country };
      const outcome = drainBundles(bundles, usage);
      bundles = outcome.bundles;
      return { before, after: bundles, now, usage, drained: outcome.drained };
    }
    const startsAt = what.inDays === null ? null : new Date(time + what.inDays * DAY_MS);
    const purchase = { id: `b${index}`, plan: what.plan, quantity: what.quantity, startsAt, now };
    bundles = [...before, buyBundle(purchase, before)];
    return { before, after: bundles, now };
  });
}

const lives = fc.array(happening, { minLength: 1, maxLength: 25 }).map(live);

test("nothing is ever negative or more than its total", () => {
  fc.assert(
    fc.property(lives, (steps) => {
      for (const bundle of steps.at(-1)!.after) {
        expect(bundle.dataUsedBytes >= 0n).toBe(true);
        if (bundle.kind !== "unlimited") {
          expect(bundle.dataUsedBytes <= (bundle.dataTotalBytes ?? 0n)).toBe(true);
        }
        expect(bundle.voiceUsedSeconds).toBeLessThanOrEqual(bundle.voiceTotalSeconds);
        expect(bundle.smsUsed).toBeLessThanOrEqual(bundle.smsTotal);
        expect(bundle.dayIndex * DAY_MS).toBeLessThan(bundle.durationSeconds * 1000);
      }
    }),
  );
});

test("what is drained is the usage, or all there is for it if that is less", () => {
  fc.assert(
    fc.property(lives, (steps) => {
      for (const { before, usage, drained } of steps) {
        if (usage?.resource !== "data") continue;
        // What waits joins in when everything before it is used up, so both bounds count.
        const usable = (bundle: Bundle) =>
          usage.country === undefined || bundle.countries.includes(usage.country);
        const inForce = before.filter(
          (bundle) =>
            usable(bundle) && bundle.startsAt && bundle.startsAt <= usage.at && bundle.expiresAt! > usage.at,
        );
        const waiting = before.filter((bundle) => usable(bundle) && !bundle.startsAt);
        const least = upTo(usage.amount, inForce, usage.at);
        const most = upTo(usage.amount, [...inForce, ...waiting], usage.at);
        expect(drained! >= least && drained! <= most).toBe(true);
        if (waiting.length === 0) expect(drained).toBe(least);
      }
    }),
  );
});

function upTo(amount: bigint, bundles: Bundle[], at: Date): bigint {
  let sum = 0n;
  for (const bundle of bundles) sum += dataLeft(bundle, at) ?? amount;
  return sum < amount ? sum : amount;
}

test("what is drained is exactly what the bundles lost, unless it was a day's that is over", () => {
  fc.assert(
    fc.property(lives, (steps) => {
      for (const { before, after, usage, drained } of steps) {
        if (!usage) continue;
        const left = (bundles: Bundle[]) =>
          bundles.reduce((sum, bundle) => {
            if (usage.resource === "voice") return sum + BigInt(voiceLeft(bundle));
            if (usage.resource === "sms") return sum + BigInt(smsLeft(bundle));
            return sum + (dataLeft(bundle, usage.at) ?? -bundle.dataUsedBytes);
          }, 0n);
        expect(left(before) - left(after)).toBe(drained);
      }
    }),
  );
});

test("settling twice changes nothing more, and settling in steps ends where settling at once does", () => {
  fc.assert(
    fc.property(lives, fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 6 }), (steps, hours) => {
      const { after, now } = steps.at(-1)!;
      const end = new Date(now.getTime() + 500 * HOUR);
      const once = settleBundles(after, end);
      expect(settleBundles(once, end)).toEqual(once);
      const inSteps = hours
        .sort((a, b) => a - b)
        .reduce<Bundle[]>(
          (bundles, hour) => settleBundles(bundles, new Date(now.getTime() + hour * HOUR)),
          after,
        );
      expect(settleBundles(inSteps, end)).toEqual(once);
    }),
  );
});

test("what has started stays as it started, and nothing starts before it was bought or its chosen day", () => {
  fc.assert(
    fc.property(lives, (steps) => {
      for (const { before, after } of steps) {
        for (const bundle of before) {
          if (!bundle.startsAt) continue;
          const same = after.find(({ id }) => id === bundle.id)!;
          expect([same.startsAt, same.expiresAt]).toEqual([bundle.startsAt, bundle.expiresAt]);
        }
        for (const { startsAt, createdAt, notBefore } of after) {
          if (startsAt) expect(+startsAt).toBeGreaterThanOrEqual(Math.max(+createdAt, +(notBefore ?? 0)));
        }
      }
    }),
  );
});

test("of the same plan bought again and again, one is in force at a time, in the order of purchase", () => {
  const same = { sku: "S", name: { en: "Same" }, kind: "fixed" as const, days: 3, dataBytes: 100n };
  const again = fc.array(
    fc.record({ hours: fc.integer({ min: 0, max: 48 }), use: fc.bigInt({ min: 0n, max: 250n }) }),
    { minLength: 2, maxLength: 20 },
  );
  fc.assert(
    fc.property(again, (purchases) => {
      let bundles: Bundle[] = [];
      let time = START;
      for (const [index, { hours, use }] of purchases.entries()) {
        time += hours * HOUR;
        const now = new Date(time);
        bundles = settleBundles(bundles, now);
        const plan = { ...same, voiceSeconds: 0, fairUseBytes: null, countries: ["JP"] };
        bundles.push(buyBundle({ id: `b${index}`, plan, quantity: 1, startsAt: null, now }, bundles));
        bundles = drainBundles(bundles, { resource: "data", amount: use, at: now }).bundles;
      }
      const settled = settleBundles(bundles, new Date(time + 100 * DAY_MS));
      for (const [index, bundle] of settled.entries()) {
        const before = settled[index - 1];
        if (!before) continue;
        const end = before.usedUpAt ?? before.expiresAt!;
        expect(+bundle.startsAt!).toBeGreaterThanOrEqual(+end);
      }
    }),
  );
});
