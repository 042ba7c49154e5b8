import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { operatorTypes } from "../kit/operator.ts";
import { shownIn } from "../kit/pdf.ts";
import { savesDocument } from "../kit/receipt.ts";
import { seedAccount, seedCard } from "../kit/seed.ts";
import { startWorld, type World } from "../kit/world.ts";

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await startWorld({ database });
});
afterEach(() => world.stop());

const HEADER = "sku,product,name_en,name_zh_hans,name_zh_hant,kind,days,data_mb,price,currency,countries";

const importPlans = (...lines: string[]) =>
  operatorTypes(world, ["import-plans", "plans.csv"], { file: [HEADER, ...lines, ""].join("\n") });

test.each([
  { currency: "JPY", price: "1200", minor: 1200, shown: "¥1,200", printed: "JPY 1,200", typed: "1200 JPY" },
  {
    currency: "KRW",
    price: "15000",
    minor: 15_000,
    shown: "₩15,000",
    printed: "KRW 15,000",
    typed: "15000 KRW",
  },
  { currency: "EUR", price: "9.90", minor: 990, shown: "€9.90", printed: "EUR 9.90", typed: "9.90 EUR" },
])(
  "a plan in $currency from its import to its refund",
  async ({ currency, price, minor, shown, printed, typed }) => {
    const imported = await importPlans(
      `jp-week,heyon,Japan week,日本一周,日本一週,fixed,7,10240,${price},${currency},JP`,
    );
    expect(imported).toMatchObject({ code: 0, text: expect.stringContaining("1 new") });

    const alice = world.traveller();
    const { id: accountId } = await seedAccount(world.app.database, { chatId: alice.id });
    await seedCard(world.app.database, { accountId, label: "Alice travel" });
    await alice.says("/renew Japan");
    await alice.presses(`Japan week · ${shown}`);
    expect(alice.sees()).toContain(`To pay: ${shown}`);
    expect(alice.button(`Pay ${shown}`)?.url).toMatch(/^http/);

    const [session] = world.sandbox.checkout.sessions();
    expect(session).toMatchObject({ amountTotal: minor, currency: currency.toLowerCase() });
    await world.sandbox.checkout.act(session!.id, { type: "pay", method: "card" });
    await world.settled();
    expect(alice.sees()).toContain("Renewed");
    expect(alice.sees()).toContain(shown);

    const order = await world.app.database.prisma.order.findFirstOrThrow({ where: { accountId } });
    await alice.says(`/orders ${order.number}`);
    expect(alice.sees()).toContain(shown);
    await alice.presses("Receipt (PDF)");
    const { bytes } = await savesDocument(world, alice);
    expect(shownIn(bytes).replaceAll("\u00a0", " ")).toContain(printed);

    expect((await operatorTypes(world, ["stats"])).text).toContain(`${typed} (1)`);
    expect((await operatorTypes(world, ["refund", order.number])).text).toContain(`${typed} back`);
    const amount = typed.split(" ")[0]!;
    const refunded = await operatorTypes(world, ["refund", order.number, "--amount", amount, "--yes"]);
    expect(refunded.code).toBe(0);
    expect(world.sandbox.checkout.refunds()).toMatchObject([
      { amount: minor, currency: currency.toLowerCase() },
    ]);
    expect(alice.sees()).toContain(`${shown} has been refunded`);
    expect((await operatorTypes(world, ["order", order.number])).text).toContain(`refunded ${typed}`);

    await alice.says(`/orders ${order.number}`);
    await alice.presses("Receipt (PDF)");
    const after = shownIn((await savesDocument(world, alice)).bytes).replaceAll("\u00a0", " ");
    expect(after).toContain(`-${printed}`);
    expect(after).toMatch(new RegExp(`Paid after refunds\\n${currency} 0`));
    expect(after).toContain("refunded");
  },
);

test("yen with decimals are refused at the import", async () => {
  const { code, text } = await importPlans("jp-week,heyon,Japan week,,,fixed,7,10240,12.50,JPY,JP");
  expect(code).toBe(1);
  expect(text).toContain("line 2: price");
});
