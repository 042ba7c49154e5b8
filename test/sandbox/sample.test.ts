import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { countryCodes, isCountryCode } from "../../src/domain/country.ts";
import { parseIccid } from "../../src/domain/iccid.ts";
import { sampleUsage } from "../../src/sandbox/sample/history.ts";
import { sampleCardsCsv, samplePlansCsv } from "../../src/sandbox/sample/index.ts";

type Row = Record<string, string>;
const read = (csv: string): Row[] => parse(csv, { columns: true });
const now = new Date("2026-03-29T00:40:00Z");
const plans = read(samplePlansCsv());
const cards = read(sampleCardsCsv(now));
const countriesOf = (plan: Row) => plan.countries!.split(" ");

describe("the sample catalogue", () => {
  it("has plans of every kind for both products, and some withdrawn", () => {
    expect(plans.length).toBeGreaterThanOrEqual(90);
    expect(plans.length).toBeLessThanOrEqual(140);
    for (const product of ["heyon", "yuanyou"]) {
      const ofProduct = plans.filter((plan) => plan.product!.split(" ").includes(product));
      expect(new Set(ofProduct.map(({ kind }) => kind))).toEqual(
        new Set(["daily", "monthly", "unlimited", "fixed"]),
      );
    }
    expect(plans.filter(({ active }) => active === "no").length).toBeGreaterThan(1);
  });

  it("covers every country by name, and by a plan for the whole world", () => {
    const active = plans.filter(({ active }) => active === "yes");
    const named = new Set(active.flatMap(countriesOf));
    expect(countryCodes.filter((code) => !named.has(code))).toEqual([]);
    expect(named.has("*")).toBe(true);
    expect([...named].filter((code) => code !== "*" && !isCountryCode(code))).toEqual([]);
  });

  it("has a plan of its own for at least 45 countries", () => {
    const single = plans.map(countriesOf).filter((countries) => countries.length === 1);
    expect(new Set(single.flat()).size).toBeGreaterThan(45);
  });

  it("names every plan once per product, in three languages, short enough for a button", () => {
    expect(new Set(plans.map(({ sku }) => sku)).size).toBe(plans.length);
    for (const column of ["name_en", "name_zh_hans", "name_zh_hant"]) {
      const names = plans
        .filter(({ active }) => active === "yes")
        .flatMap((plan) => plan.product!.split(" ").map((product) => `${product} ${plan[column]}`));
      expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
      for (const plan of plans) expect(plan[column]!.length).toBeLessThanOrEqual(45);
    }
  });

  it.each(plans)("has a believable $sku", (plan) => {
    expect(plan.sku).toMatch(/^[A-Z0-9-]{6,32}$/);
    const dollars = Number(plan.price) / ({ USD: 1, JPY: 150, CNY: 7 }[plan.currency!] ?? Number.NaN);
    expect(plan.price).toMatch(plan.currency === "JPY" ? /^\d+$/ : /^\d+\.\d\d$/);
    const days = Number(plan.days);
    const gigabytes = Number(plan.data_mb) / 1024;
    expect(dollars).toBeGreaterThan(1);
    expect(dollars).toBeLessThan(120);
    expect(days).toBeGreaterThanOrEqual(1);
    expect(days).toBeLessThanOrEqual(30);
    if (plan.kind === "daily") expect(days).toBe(1);
    if (plan.kind === "unlimited") {
      expect(plan.data_mb).toBe("");
      expect(Number(plan.fair_use_mb)).toBeGreaterThan(5 * 1024);
    } else if (plan.data_mb) {
      expect(dollars / gigabytes).toBeGreaterThan(0.5);
      expect(dollars / gigabytes).toBeLessThan(
        plan.countries!.includes(" ") || plan.countries === "*" ? 50 : 10,
      );
    } else {
      expect(Number(plan.voice_min)).toBeGreaterThan(0);
    }
  });

  it("has the plan of the example: a week in Japan, 10 GB, $12.50", () => {
    expect(plans.find(({ name_en }) => name_en === "Japan week")).toMatchObject({
      days: "7",
      data_mb: "10240",
      price: "12.50",
      currency: "USD",
      countries: "JP",
    });
  });
});

describe("the sample cards", () => {
  it("have numbers of their own with a valid check digit", () => {
    expect(cards.map(({ iccid }) => parseIccid(iccid!))).toEqual(cards.map(({ iccid }) => iccid));
    expect(new Set(cards.map(({ iccid }) => iccid)).size).toBe(cards.length);
  });

  it("have plans that exist for their product, with figures that fit", () => {
    for (const card of cards.filter(({ plan_sku }) => plan_sku)) {
      const plan = plans.find(({ sku }) => sku === card.plan_sku)!;
      expect(plan.product!.split(" ")).toContain(card.product);
      expect(card.data_total_mb).toBe(plan.data_mb);
      expect(card.voice_total_min).toBe(plan.voice_min);
      if (card.data_total_mb)
        expect(Number(card.data_used_mb)).toBeLessThanOrEqual(Number(card.data_total_mb));
      expect(Number(card.voice_used_min)).toBeLessThanOrEqual(Number(card.voice_total_min));
      const lasted = Date.parse(card.valid_until!) - Date.parse(card.valid_from!);
      expect(lasted).toBe(Number(plan.days) * 24 * 60 * 60 * 1000);
    }
  });

  it("are as in the example, whatever the day", () => {
    expect(cards.find(({ label }) => label === "Alice travel")).toMatchObject({
      email: "alice@example.com",
      iccid: expect.stringMatching(/4417$/),
      product: "heyon",
      data_total_mb: "10240",
      data_used_mb: "7168",
      voice_total_min: "100",
      voice_used_min: "40",
      valid_until: "2026-04-02T01:00:00.000Z",
    });
  });

  it("include one without a plan, one not started, one expired, one with minutes only", () => {
    const time = now.toISOString();
    expect(cards.some(({ plan_sku }) => plan_sku === "")).toBe(true);
    expect(cards.some(({ valid_from }) => valid_from! > time)).toBe(true);
    expect(cards.some(({ valid_until }) => valid_until && valid_until < time)).toBe(true);
    expect(cards.some((card) => card.plan_sku && !card.data_used_mb && card.voice_total_min)).toBe(true);
  });

  it("came to what they have used hour by hour", () => {
    const uses = sampleUsage(now);
    for (const card of cards) {
      const sum = (resource: string) =>
        uses
          .filter((use) => use.iccid === card.iccid && use.resource === resource)
          .reduce((total, { amount }) => total + amount, 0n);
      expect(sum("data")).toBe(BigInt(Number(card.data_used_mb) * 1024 ** 2));
      expect(sum("voice")).toBe(BigInt(Number(card.voice_used_min) * 60));
    }
    for (const { iccid, from, until } of uses) {
      const card = cards.find((each) => each.iccid === iccid)!;
      expect(from.getTime()).toBeGreaterThanOrEqual(Date.parse(card.valid_from!));
      expect(until.getTime()).toBeLessThanOrEqual(Math.min(now.getTime(), Date.parse(card.valid_until!)));
    }
  });
});
