import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planKinds, products } from "../../src/domain/plan.ts";
import {
  discountFor,
  discountOf,
  LONGEST_CODE,
  type Promotion,
  type PromotionRecord,
  type PromotionTerms,
  type Purchase,
  parseCode,
  useStateOf,
} from "../../src/domain/promotion.ts";

const NOW = new Date("2026-11-23T12:00:00Z");
const before = new Date(NOW.getTime() - 1);
const after = new Date(NOW.getTime() + 1);
const usd = { minimumMinor: 50, stepMinor: 1 };
const ten: PromotionTerms["discount"] = { type: "percent", percent: 10, currency: null };

const promotion = (terms: Partial<Promotion> = {}): Promotion => ({
  id: "1",
  code: "WELCOME10",
  name: null,
  discount: ten,
  startsAt: null,
  endsAt: null,
  products: [],
  countries: [],
  kinds: [],
  firstOrderOnly: false,
  limitPerPerson: null,
  limitTotal: null,
  offered: true,
  stopped: false,
  ...terms,
});
const week: Purchase = {
  product: "heyon",
  kind: "fixed",
  destination: "JP",
  price: { amountMinor: 1250, currency: "USD" },
};
const unused: PromotionRecord = { reserved: 0, spent: 0, byPerson: 0, heldByOrder: null, hasOrdered: false };

const outcome = (
  terms: Partial<Promotion>,
  purchase: Partial<Purchase> = {},
  record: Partial<PromotionRecord> = {},
) => {
  const found = discountFor(promotion(terms), { ...week, ...purchase }, { ...unused, ...record }, usd, NOW);
  return found.ok ? found.value.amountMinor : found.error.type;
};

test.each([
  [" welcome10 ", "WELCOME10"],
  ["Ｗｅｌｃｏｍｅ１０", "WELCOME10"],
  ["wel come\u00a010", "WELCOME10"],
  ["新年2027", "新年2027"],
  ["a_b-c", "A_B-C"],
  ["straße", "STRASSE"],
  ["A", undefined],
  ["", undefined],
  ["-AB", undefined],
  ["WELCOME10!", undefined],
  ["I want 10% off", undefined],
  ["😀😀", undefined],
  ["A".repeat(LONGEST_CODE), "A".repeat(LONGEST_CODE)],
  ["A".repeat(LONGEST_CODE + 1), undefined],
  ["x".repeat(4096), undefined],
])("reads the code %j as %j", (typed, code) => {
  expect(parseCode(typed)).toBe(code);
});

test("letters that fall apart in upper case are put together again", () => {
  const code = parseCode("aῒ")!;
  expect(parseCode(code)).toBe(code);
});

test("a code that was read stays the same when it is read again", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (typed) => {
      const code = parseCode(typed);
      if (code !== undefined) expect(parseCode(code)).toBe(code);
    }),
  );
});

describe("what comes off", () => {
  const jpy = { minimumMinor: 50, stepMinor: 1 };
  const kwd = { minimumMinor: 150, stepMinor: 10 };
  const amount = (amountMinor: number, currency = "USD") => ({
    type: "amount" as const,
    amountMinor,
    currency,
  });
  const percent = (share: number) => ({ type: "percent" as const, percent: share, currency: null });
  test.each([
    ["a tenth of $12.50", percent(10), 1250, usd, 125],
    ["a tenth of $12.59, rounded down to the cent", percent(10), 1259, usd, 125],
    ["a tenth of ¥1,255, rounded down to the yen", percent(10), 1255, jpy, 125],
    ["a tenth of KWD 4.250, rounded down to what can be charged", percent(10), 4250, kwd, 420],
    ["nothing, where a hundredth rounds to nothing", percent(1), 99, usd, 0],
    ["all of it", percent(100), 1250, usd, 1250],
    ["$5", amount(500), 1250, usd, 500],
    ["no more than the price", amount(5000), 1250, usd, 1250],
    ["the rest too, where it is too little to charge", amount(1201), 1250, usd, 1250],
    ["not the rest, where it can just be charged", amount(1200), 1250, usd, 1200],
  ])("%s", (_name, discount, price, rule, off) => {
    expect(discountOf(discount, price, rule)).toBe(off);
  });

  test("is never negative, never more than the price, never more than announced but for a rest that cannot be charged, and leaves what can be", () => {
    const rules = fc.record({
      minimumMinor: fc.integer({ min: 1, max: 20_000 }),
      stepMinor: fc.constantFrom(1, 10, 100),
    });
    const discounts = fc.oneof(
      fc.integer({ min: 1, max: 100 }).map(percent),
      fc.integer({ min: 1, max: 2_147_483_647 }).map((minor) => amount(minor)),
    );
    fc.assert(
      fc.property(discounts, fc.integer({ min: 1, max: 20_000_000 }), rules, (discount, steps, rule) => {
        const price = steps * rule.stepMinor;
        const off = discountOf(discount, price, rule);
        const announced =
          discount.type === "percent" ? (price * discount.percent) / 100 : discount.amountMinor;
        const left = price - off;
        expect(Number.isInteger(off)).toBe(true);
        expect(off).toBeGreaterThanOrEqual(0);
        expect(left).toBeGreaterThanOrEqual(0);
        if (off > 0 && left > 0) {
          expect(left).toBeGreaterThanOrEqual(rule.minimumMinor);
          expect(left % rule.stepMinor).toBe(0);
        }
        if (left > 0) expect(off).toBeLessThanOrEqual(announced);
        else expect(price - announced).toBeLessThan(rule.minimumMinor + rule.stepMinor);
      }),
    );
  });
});

test.each<[string, Partial<Promotion>, Partial<Purchase>, Partial<PromotionRecord>, number | string]>([
  ["applies where nothing is said", {}, {}, {}, 125],
  ["is stopped", { stopped: true }, {}, {}, "stopped"],
  ["begins this moment", { startsAt: NOW }, {}, {}, 125],
  ["begins in a moment", { startsAt: after }, {}, {}, "not_yet"],
  ["ends in a moment", { endsAt: after }, {}, {}, 125],
  ["has ended this moment", { endsAt: NOW }, {}, {}, "expired"],
  ["has ended before", { endsAt: before }, {}, {}, "expired"],
  ["is for this brand", { products: ["heyon"] }, {}, {}, 125],
  ["is for the other brand", { products: ["yuanyou"] }, {}, {}, "other_product"],
  ["is for trips to Japan", { countries: ["JP", "KR"] }, {}, {}, 125],
  ["is for trips elsewhere", { countries: ["FR"] }, {}, {}, "other_country"],
  [
    "is for a country, and nobody said where",
    { countries: ["JP"] },
    { destination: null },
    {},
    "other_country",
  ],
  ["is for another kind", { kinds: ["daily"] }, {}, {}, "other_kind"],
  [
    "takes dollars off yen",
    { discount: { type: "amount", amountMinor: 500, currency: "USD" } },
    { price: { amountMinor: 1800, currency: "JPY" } },
    {},
    "other_currency",
  ],
  [
    "is a share of dollars only",
    { discount: { ...ten, currency: "USD" } as PromotionTerms["discount"] },
    { price: { amountMinor: 1800, currency: "JPY" } },
    {},
    "other_currency",
  ],
  ["a share of any currency", {}, { price: { amountMinor: 1800, currency: "JPY" } }, {}, 180],
  ["is for a first order", { firstOrderOnly: true }, {}, {}, 125],
  [
    "is for a first order, and this is another",
    { firstOrderOnly: true },
    {},
    { hasOrdered: true },
    "first_order_only",
  ],
  ["is for a first order, and was used", { firstOrderOnly: true }, {}, { byPerson: 1 }, "used_by_you"],
  ["was used by this person", { limitPerPerson: 2 }, {}, { byPerson: 2 }, "used_by_you"],
  ["may be used once more by this person", { limitPerPerson: 2 }, {}, { byPerson: 1 }, 125],
  [
    "waits in another order of theirs",
    { limitPerPerson: 1 },
    {},
    { byPerson: 1, heldByOrder: "HY-1" },
    "held_by_order",
  ],
  ["has one left", { limitTotal: 5 }, {}, { reserved: 2, spent: 2 }, 125],
  ["is used up", { limitTotal: 5 }, {}, { spent: 5 }, "used_up"],
  ["was promised to the last", { limitTotal: 5 }, {}, { reserved: 1, spent: 4 }, "all_reserved"],
  [
    "is too little",
    { discount: { ...ten, percent: 1 } as PromotionTerms["discount"] },
    { price: { amountMinor: 60, currency: "USD" } },
    {},
    "nothing_off",
  ],
])("a code that %s", (_name, terms, purchase, record, expected) => {
  expect(outcome(terms, purchase, record)).toBe(expected);
});

test("whatever it says, a discount is between nothing and the price", () => {
  const terms = fc.record({
    products: fc.subarray([...products]),
    countries: fc.subarray(["JP", "KR"]),
    kinds: fc.subarray([...planKinds]),
    firstOrderOnly: fc.boolean(),
    limitPerPerson: fc.option(fc.integer({ min: 1, max: 3 })),
    limitTotal: fc.option(fc.integer({ min: 1, max: 5 })),
    discount: fc.oneof(
      fc.record({
        type: fc.constant("percent" as const),
        percent: fc.integer({ min: 1, max: 100 }),
        currency: fc.constantFrom(null, "USD", "JPY"),
      }),
      fc.record({
        type: fc.constant("amount" as const),
        amountMinor: fc.integer({ min: 1, max: 3000 }),
        currency: fc.constantFrom("USD", "JPY"),
      }),
    ),
  });
  const record = fc.record({
    reserved: fc.nat(5),
    spent: fc.nat(5),
    byPerson: fc.nat(3),
    heldByOrder: fc.option(fc.constant("HY-1")),
    hasOrdered: fc.boolean(),
  });
  fc.assert(
    fc.property(terms, record, fc.integer({ min: 1, max: 100_000 }), (said, used, amountMinor) => {
      const price = { amountMinor, currency: "USD" };
      const found = discountFor(promotion(said), { ...week, price }, used, usd, NOW);
      if (!found.ok) return;
      expect(found.value.currency).toBe("USD");
      expect(found.value.amountMinor).toBeGreaterThan(0);
      expect(found.value.amountMinor).toBeLessThanOrEqual(amountMinor);
      if (said.limitTotal !== null) expect(used.reserved + used.spent).toBeLessThan(said.limitTotal);
    }),
  );
});

test("a promised discount is held while it may be paid, spent when it was, and free again when it was not", () => {
  expect(useStateOf("awaiting_payment")).toBe("reserved");
  expect(useStateOf("confirming")).toBe("reserved");
  expect(useStateOf("fulfilled")).toBe("spent");
  for (const over of ["expired", "canceled", "failed", "refunded"] as const) {
    expect(useStateOf(over)).toBe("released");
  }
});
