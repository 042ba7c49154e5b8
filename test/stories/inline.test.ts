import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { InlineOffers } from "../../src/sandbox/contracts.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { seedAccount, seedCard, seedPlan } from "../kit/seed.ts";
import type { Traveller } from "../kit/traveller.ts";
import { startWorld, type World } from "../kit/world.ts";

let database: TestDatabase;
let world: World;
let alice: Traveller;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await startWorld({ database });
  alice = world.traveller({ firstName: "Alice" });
  const db = world.app.database;
  await seedPlan(db, { sku: "jp-week", priceMinor: 1250 });
  await seedPlan(db, {
    sku: "kr",
    name: { en: "Korea & <more>", "zh-Hans": "韩国一周" },
    countries: ["KR"],
    priceMinor: 1100,
  });
  await seedPlan(db, { sku: "asia", name: { en: "East Asia" }, countries: ["JP", "KR"], priceMinor: 3900 });
  await seedPlan(db, { sku: "yy", name: { en: "Long stay" }, products: ["yuanyou"], priceMinor: 900 });
});
afterEach(() => world.stop());

async function offersFor(person: Traveller, query: string, offset?: string): Promise<InlineOffers> {
  const offers = await world.sandbox.botApi.typeInline(person.id, query, offset);
  if (!offers) throw new Error("Nothing was offered");
  return offers;
}

const titles = ({ offers }: InlineOffers) => offers.map(({ title }) => title);

test("a plan shared in another chat opens its renewal with one tap", async () => {
  const offers = await offersFor(alice, "japan");
  expect(titles(offers)).toContain("🇯🇵 Japan · Japan week · $12.50");
  const week = offers.offers.find(({ title }) => title.includes("Japan week"))!;
  const seen = world.sandbox.botApi.sendInline(alice.id, week.id);
  expect(seen.text).toContain("10 GB · 7 days · $12.50");
  const link = seen.buttons[0]![0]!.url!;
  expect(link).toMatch(/^https:\/\/t\.me\/\w+\?start=renew_JP_[\w-]{22}$/);

  const bob = world.traveller({ firstName: "Bob" });
  const { id: accountId } = await seedAccount(world.app.database, { chatId: bob.id });
  await seedCard(world.app.database, { accountId });
  await bob.says(`/start ${new URL(link).searchParams.get("start")}`);
  expect(bob.sees()).toContain("To pay: $12.50");
  expect(await world.app.database.prisma.order.findFirst()).toMatchObject({ destination: "JP" });
});

test("whoever follows a shared plan and is not linked yet goes on with it once they are", async () => {
  const offers = await offersFor(alice, "korea");
  const korea = offers.offers.find(({ title }) => title.includes("Korea & <more>"))!;
  const link = world.sandbox.botApi.sendInline(alice.id, korea.id).buttons[0]![0]!.url!;
  const bob = world.traveller({ firstName: "Bob" });
  await bob.says(`/start ${new URL(link).searchParams.get("start")}`);
  expect(bob.buttons()[0]![0]).toContain("Korea & <more>");
  const { id: accountId } = await seedAccount(world.app.database, { chatId: bob.id });
  await seedCard(world.app.database, { accountId });
  await bob.says("/renew");
  expect(bob.sees()).toContain("To pay: $11.00");
});

test("a shared plan that this card cannot take leads to those that it can", async () => {
  const { id: accountId } = await seedAccount(world.app.database, { chatId: alice.id });
  await seedCard(world.app.database, { accountId, product: "heyon" });
  const { offers } = await offersFor(alice, "japan");
  const foreign = offers.find(({ title }) => title.includes("Long stay"))!;
  const { buttons } = world.sandbox.botApi.sendInline(alice.id, foreign.id);
  await alice.says(`/start ${new URL(buttons[0]![0]!.url!).searchParams.get("start")}`);
  expect(alice.buttons().flat()).toContain("Japan week · $12.50");
  expect(alice.buttons().flat().join()).not.toContain("Long stay");
});

test("who is not linked sees the plans of that country first", async () => {
  const { offers } = await offersFor(alice, "日本");
  const { buttons } = world.sandbox.botApi.sendInline(alice.id, offers[0]!.id);
  await alice.says(`/start ${new URL(buttons[0]![0]!.url!).searchParams.get("start")}`);
  expect(alice.sees()).toContain("Japan week");
});

test("an empty query, half a name, two countries and nonsense are all answered, in the person's language", async () => {
  expect(titles(await offersFor(alice, ""))).toContain("🇯🇵 Japan · Japan week · $12.50");
  expect(titles(await offersFor(alice, "jap"))).toContain("🇯🇵 Japan · Japan week · $12.50");
  expect(titles(await offersFor(alice, "japan and korea"))).toEqual(["🇯🇵 Japan · East Asia · $39.00"]);
  expect(titles(await offersFor(alice, "korea"))).toContain("🇰🇷 South Korea · Korea & <more> · $11.00");
  expect(await offersFor(alice, "qwzxv <b>")).toMatchObject({
    offers: [],
    button: { startParameter: "inline" },
  });
  const mei = world.traveller({ firstName: "Mei", languageCode: "zh-hans" });
  expect(titles(await offersFor(mei, "韩国"))[0]).toContain("韩国一周");
  expect(await world.app.database.prisma.chat.count()).toBe(0);
});

test("more than a page is brought page by page, and Telegram keeps it for that person alone", async () => {
  for (let index = 0; index < 25; index++) {
    await seedPlan(world.app.database, { sku: `more-${index}`, name: { en: `More ${index}` } });
  }
  const first = await offersFor(alice, "japan");
  expect(first.offers).toHaveLength(20);
  const second = await offersFor(alice, "japan", first.nextOffset);
  expect(second.offers).toHaveLength(8);
  expect(second.nextOffset).toBe("");
  const call = world.sandbox.botApi.calls().findLast(({ method }) => method === "answerInlineQuery")!;
  expect(call).toMatchObject({ ok: true, params: { is_personal: true, cache_time: 300 } });
});
