import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createChatters } from "../kit/chatter.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { seedPlan } from "../kit/seed.ts";
import { startWorld, type World } from "../kit/world.ts";

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await startWorld({ database });
  const db = world.app.database;
  await seedPlan(db, { sku: "jp-week", priceMinor: 1250 });
  const korea = { en: "Korea week", "zh-Hans": "韩国一周", "zh-Hant": "韓國一週" };
  await seedPlan(db, { sku: "kr-week", name: korea, countries: ["KR"], priceMinor: 1100 });
  await seedPlan(db, {
    sku: "asia",
    kind: "monthly",
    name: { en: "East Asia month", "zh-Hans": "东亚一个月", "zh-Hant": "東亞一個月" },
    countries: ["JP", "KR"],
    days: 30,
    dataMb: 20_480,
    priceMinor: 3900,
  });
});
afterEach(() => world.stop());

test("two plans are cheaper than one for all: the first is paid, and then the second is a tap away", async () => {
  const mei = await createChatters(world)("en");
  await mei.says("two weeks in Japan and Korea, about 1 GB a day");
  expect(mei.sees()).toContain("🇯🇵 Japan 7 days and 🇰🇷 South Korea 7 days · 14 days · 1 GB a day");
  expect(mei.sees()).toContain("1. $23.50");
  expect(mei.sees()).toContain("First because it costs $15.50 less than the next.");
  expect(mei.sees()).toContain("2. $39.00\n🇯🇵🇰🇷 East Asia month: 20 GB · 30 days");
  await mei.presses("1. $23.50");
  expect(mei.sees()).toContain("The first of 2. When it is renewed I offer you the next one: Korea week.");
  expect(mei.sees()).toContain("To pay: $12.50");

  const order = await world.app.database.prisma.order.findFirstOrThrow();
  await world.sandbox.checkout.act(order.checkoutSessionId!, { type: "pay", method: "card", card: "good" });
  await world.settled();
  expect(mei.sees()).toContain("Renewed");
  await mei.presses("Next part of the trip");
  const summary = mei.messages().find(({ text }) => text.includes("Korea week for"))!;
  expect(summary.text).toContain("To pay: $11.00");
  expect(summary.text).toContain("Mon 30 Nov");
  const orders = await world.app.database.prisma.order.findMany({ orderBy: { createdAt: "asc" } });
  expect(orders.map(({ status, destination }) => `${status} ${destination}`)).toEqual([
    "fulfilled JP",
    "awaiting_payment KR",
  ]);
});

test.each([
  ["zh-hans", "日本玩两周再去韩国，每天1G左右", "排第一是因为比下一种便宜 US$15.50。"],
  ["zh-hant", "日本玩兩個禮拜再去韓國，每天1G左右", "排第一是因為比下一種便宜 US$15.50。"],
])("in %s a trip is planned too, and a correction plans on from what is known", async (code, words, why) => {
  const mei = await createChatters(world)(code);
  await mei.says(words);
  expect(mei.sees()).toContain(why);
  await mei.presses("2. US$39.00");
  expect(mei.sees()).toContain("US$39.00");
  expect(await world.app.database.prisma.order.findFirst()).toMatchObject({ status: "awaiting_payment" });
});

test("a price that changed meanwhile is never charged", async () => {
  const mei = await createChatters(world)("en");
  await mei.says("two weeks in Japan and Korea, about 1 GB a day");
  await world.app.database.prisma.plan.update({ where: { sku: "kr-week" }, data: { priceMinor: 1900 } });
  await mei.presses("1. $23.50");
  expect(mei.sees()).toContain("The price of that plan has just changed");
});

test("with two cards the trip waits for the card, and is planned for it then", async () => {
  const mei = await createChatters(world)("zh-hant", ["小雨出差", "舊卡"]);
  await mei.says("日本和韓國兩週，每天大概1GB");
  expect(mei.sees()).toContain("要續哪張卡？");
  await mei.presses("小雨出差");
  expect(mei.sees()).toContain("1. US$23.50");
});

test("“no, ten days” is heard while another question is open", async () => {
  const mei = await createChatters(world)("zh-hant", ["小雨出差", "舊卡"]);
  await mei.says("我要去韓國一個禮拜");
  await mei.says("不對，10天");
  expect(mei.sees()).toContain("好的：10 天");
});
