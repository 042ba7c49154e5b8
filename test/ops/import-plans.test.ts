import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { samplePlansCsv } from "../../src/sandbox/sample/index.ts";
import type { TestDatabase } from "../kit/database.ts";
import { csv, type ImportWorld, mistakes, openImportWorld, places } from "./import-world.ts";

const HEADER = "sku,product,name_en,kind,days,data_mb,voice_min,price,currency,countries,fair_use_mb";
const plan = (fields: Partial<Record<string, string>> = {}) => {
  const all: Record<string, string> = {
    ...{ sku: "JP-7", product: "heyon", name_en: "Japan week", kind: "fixed", days: "7", data_mb: "10240" },
    ...{ voice_min: "", price: "12.50", currency: "USD", countries: "JP", fair_use_mb: "" },
    ...fields,
  };
  return HEADER.split(",")
    .map((column) => all[column])
    .join(",");
};

describe.each(places)("plans on $name", ({ open }) => {
  let testDatabase: TestDatabase;
  let world: ImportWorld;
  beforeAll(async () => {
    if (!open) return;
    testDatabase = await open();
    world = await openImportWorld(testDatabase);
  });
  afterAll(() => testDatabase?.close());
  beforeEach(async (context) => {
    if (!open) return context.skip();
    await testDatabase.empty();
  });

  test("the sandbox's catalogue goes in, and a second time changes nothing", async () => {
    const first = await world.importPlans(samplePlansCsv());
    expect(first).toMatchObject({ ok: true, value: { newPlans: 140, changedPlans: 0 } });
    expect(await world.importPlans(samplePlansCsv())).toMatchObject({
      ok: true,
      value: { lines: 140, newPlans: 0, changedPlans: 0, withdrawnPlans: 0 },
    });
  });

  test("every column arrives in the units of the database", async () => {
    await world.importPlans(
      csv(
        `${HEADER},name_zh_hans,name_zh_hant,carrier_ref,carrier,active`,
        `${plan({ sku: "EU", product: "heyon yuanyou", voice_min: "100", countries: "DE fr  IT" })},欧洲,歐洲,ref-1,ledger,no`,
        `${plan({ sku: "W", kind: "unlimited", data_mb: "", fair_use_mb: "20480", countries: "*", currency: "jpy", price: "3000" })},,,,,`,
      ),
    );
    const {
      id: _,
      updatedAt: __,
      ...eu
    } = await world.database.prisma.plan.findUniqueOrThrow({
      where: { sku: "EU" },
    });
    expect(eu).toEqual({
      sku: "EU",
      products: ["heyon", "yuanyou"],
      name: { en: "Japan week", "zh-Hans": "欧洲", "zh-Hant": "歐洲" },
      kind: "fixed",
      days: 7,
      dataBytes: 10240n * 1024n * 1024n,
      voiceSeconds: 6000,
      fairUseBytes: null,
      priceMinor: 1250,
      currency: "USD",
      countries: ["DE", "FR", "IT"],
      carrierRef: "ref-1",
      carrier: "ledger",
      active: false,
    });
    expect(await world.database.prisma.plan.findUniqueOrThrow({ where: { sku: "W" } })).toMatchObject({
      dataBytes: null,
      fairUseBytes: 20480n * 1024n * 1024n,
      priceMinor: 3000,
      currency: "JPY",
      countries: ["*"],
      carrier: "",
      active: true,
    });
  });

  test("a plan that the file changes is changed, one that it does not mention is untouched", async () => {
    await world.importPlans(csv(HEADER, plan({ sku: "A" }), plan({ sku: "B" })));
    const again = await world.importPlans(csv(HEADER, plan({ sku: "A", price: "9.99" })));
    expect(again).toMatchObject({ ok: true, value: { newPlans: 0, changedPlans: 1 } });
    const prices = await world.database.prisma.plan.findMany({ orderBy: { sku: "asc" } });
    expect(prices.map(({ priceMinor }) => priceMinor)).toEqual([999, 1250]);
  });

  test("a withdrawn plan stays withdrawn until a file says otherwise", async () => {
    await world.importPlans(csv(HEADER, plan()));
    const withdrawn = await world.importPlans(csv(`${HEADER},active`, `${plan()},no`));
    expect(withdrawn).toMatchObject({ ok: true, value: { withdrawnPlans: 1 } });

    await world.importPlans(csv(HEADER, plan({ price: "1" })));
    const active = async () => (await world.database.prisma.plan.findFirstOrThrow()).active;
    expect(await active()).toBe(false);
    await world.importPlans(csv(`${HEADER},active`, `${plan()},yes`));
    expect(await active()).toBe(true);
  });

  test("one wrong line keeps the whole file out", async () => {
    const result = await world.importPlans(csv(HEADER, plan({ sku: "A" }), plan({ sku: "B", days: "0" })));
    expect(mistakes(result)).toEqual(["3 days: must be a whole number of days, 1 to 366"]);
    expect(await world.database.prisma.plan.count()).toBe(0);
  });

  test.each([
    [
      "daily plans are sold by the day",
      { kind: "daily" },
      "days: a daily plan is sold by the day: days must be 1",
    ],
    ["an unlimited plan has no total", { kind: "unlimited" }, "data_mb: an unlimited plan has no total"],
    ["fair use is for unlimited plans", { fair_use_mb: "100" }, "fair_use_mb: only an unlimited plan"],
    ["a plan gives something", { data_mb: "" }, "data_mb: a plan needs data or minutes"],
    ["nothing is not a plan's data", { data_mb: "0" }, "data_mb: must be more than 0"],
    ["an unknown kind", { kind: "weekly" }, "kind: must be daily or monthly or unlimited or fixed"],
    ["an unknown product", { product: "heyon nokia" }, "product: must be heyon, yuanyou or both"],
    ["an unknown currency", { currency: "XXQ" }, "currency: must be an ISO 4217 code, such as USD"],
    [
      "more decimals than the currency has",
      { currency: "JPY", price: "12.50" },
      "price: must be a price in JPY",
    ],
    ["a price of nothing", { price: "0.00" }, "price: must be more than 0"],
    ["a price that does not fit", { price: "999999999" }, "price: is too large"],
    ["a comma as decimal point", { price: '"12,50"' }, "price: must be a price in USD"],
    [
      "an unknown country",
      { countries: "JP UK" },
      "countries: UK: no ISO 3166-1 alpha-2 code (the United Kingdom is GB)",
    ],
    ["everywhere and somewhere", { countries: "* JP" }, "countries: * is every country"],
    ["no countries", { countries: "" }, "countries: is missing"],
    ["no name", { name_en: "" }, "name_en: is missing"],
    ["a sku with spaces", { sku: "a b" }, "sku: must be 1 to 64 letters"],
  ])("%s", async (_, fields, reason) => {
    const found = mistakes(await world.importPlans(csv(HEADER, plan(fields))));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`2 ${reason}`);
  });

  test("a plan that is there twice is told with both lines", async () => {
    const result = await world.importPlans(csv(HEADER, plan(), "", plan()));
    expect(mistakes(result)).toEqual(["4 sku: is the plan of line 2 already"]);
  });

  test("a carrier nobody knows is refused with those there are", async () => {
    const result = await world.importPlans(csv(`${HEADER},carrier`, `${plan()},nokia`));
    expect(mistakes(result)).toEqual(["2 carrier: must be ledger or airalo"]);
  });
});
