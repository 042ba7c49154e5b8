import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createChatters } from "../kit/chatter.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { codeIn, mailsTo } from "../kit/mail.ts";
import { seedAccount, seedBundle, seedCard, seedPlan } from "../kit/seed.ts";
import type { Traveller } from "../kit/traveller.ts";
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
  const taiwan = { en: "Taiwan week", "zh-Hans": "台湾一周", "zh-Hant": "台灣一週" };
  await seedPlan(db, { sku: "tw-week", name: taiwan, countries: ["TW"], priceMinor: 1100 });
  await seedPlan(db, {
    sku: "sea",
    kind: "monthly",
    name: { en: "South-East Asia month", "zh-Hans": "东南亚一个月", "zh-Hant": "東南亞一個月" },
    countries: ["TH", "SG", "MY", "VN", "ID", "PH", "KH"],
    days: 30,
    dataMb: 20_480,
    priceMinor: 2900,
  });
});
afterEach(() => world.stop());

async function pays(mei: Traveller): Promise<void> {
  const order = await world.app.database.prisma.order.findFirstOrThrow({
    where: { status: "awaiting_payment" },
  });
  await world.sandbox.checkout.act(order.checkoutSessionId!, { type: "pay", method: "card", card: "good" });
  await world.settled();
  expect(mei.messages().some(({ text }) => text.includes(order.number))).toBe(true);
}

test.each([
  ["en", "three weeks around Southeast Asia", "South-East Asia · 21 days", "Not in 🇱🇦 Laos", "Renewed"],
  ["zh-hans", "东南亚玩三周", "东南亚 · 21天", "🇱🇦 老挝不能用", "续费成功"],
  ["zh-hant", "東南亞玩三個禮拜", "東南亞 · 21 天", "🇱🇦 寮國不能用", "續費完成"],
])(
  "in %s a part of the world is covered by one plan, and paid",
  async (code, words, title, missing, done) => {
    const mei = await createChatters(world)(code);
    await mei.says(words);
    expect(mei.sees()).toContain(title);
    expect(mei.sees()).toContain(missing);
    await mei.presses("29.00");
    await pays(mei);
    expect(mei.sees()).toContain(done);
  },
);

test("a group of countries answers where to go, and the length can follow", async () => {
  const mei = await createChatters(world)("en");
  await mei.says("/renew");
  await mei.says("Southeast Asia");
  expect(mei.sees()).toContain("South-East Asia · 7 days");
  await mei.says("two weeks");
  expect(mei.sees()).toContain("South-East Asia · 14 days");
});

test("a region that no one plan covers leads to its countries, never to nothing", async () => {
  const mei = await createChatters(world)("en");
  await mei.says("a week in Scandinavia");
  expect(mei.sees()).toContain("There is no one plan for Nordic countries yet");
  await mei.presses("Japan");
  expect(mei.sees()).toContain("Japan week");
});

test("at the summary “no, Southeast Asia” changes where it goes, and how long stays", async () => {
  await seedPlan(world.app.database, { sku: "nordics", countries: ["NO", "SE", "DK", "FI", "IS"], days: 30 });
  const mei = await createChatters(world)("zh-hant");
  await mei.says("北歐玩三個禮拜");
  await mei.presses("12.50");
  expect(mei.sees()).toContain("應付：US$12.50");
  await mei.says("不對，改成東南亞");
  expect(mei.sees()).toContain("東南亞 · 21 天");
  await mei.says("今天天氣好嗎？");
  expect(mei.sees()).toContain("按一種合適的");
});

test("with several cards a region waits for the card", async () => {
  const mei = await createChatters(world)("zh-hant", ["小雨出差", "舊卡"]);
  await mei.says("東南亞玩三個禮拜");
  expect(mei.sees()).toContain("好的：東南亞 · 21 天\n\n要續哪張卡？");
  await mei.presses("小雨出差");
  expect(mei.sees()).toContain("東南亞 · 21 天");
  await mei.says("改成10天");
  expect(mei.sees()).toContain("東南亞 · 10 天");
});

test("who is not linked sees the ways, links, and goes on with them", async () => {
  const { id } = await seedAccount(world.app.database, { email: "anna@example.com" });
  await seedCard(world.app.database, { accountId: id });
  const anna = world.traveller({ firstName: "Anna" });
  await anna.says("/start");
  await anna.says("Japan and Taiwan, 8 days");
  expect(anna.sees()).toContain("1. $23.50");
  expect(anna.sees()).toContain("That amount is what most people use");
  await anna.says("2 GB a day");
  expect(anna.sees()).toContain("· 8 days · 2 GB a day");
  await anna.presses("1. $23.50");
  expect(anna.sees()).toContain("Link your account first");
  await anna.presses("Link my account");
  await anna.says("anna@example.com");
  await anna.says(codeIn(mailsTo(world, "anna@example.com")[0]!));
  await anna.presses("Renew");
  expect(anna.sees()).toContain("🇯🇵 Japan 4 days and 🇹🇼 Taiwan 4 days");
  await anna.presses("1. $23.50");
  await pays(anna);
  expect(anna.sees()).toContain("Renewed");
});

test("with several cards the trip that was looked for is said back while its card is asked for", async () => {
  const { id } = await seedAccount(world.app.database, { email: "anna@example.com" });
  for (const label of ["Work", "Family"]) await seedCard(world.app.database, { accountId: id, label });
  const anna = world.traveller({ firstName: "Anna" });
  await anna.says("Japan and Taiwan, 8 days");
  await anna.says("/link anna@example.com");
  await anna.says(codeIn(mailsTo(world, "anna@example.com")[0]!));
  await anna.presses("Renew");
  expect(anna.sees()).toContain("🇯🇵 Japan and 🇹🇼 Taiwan · 8 days, all right.");
  await anna.presses("Family");
  expect(anna.sees()).toContain("1. $23.50");
});

test("a plan that was picked before linking is in the summary after it, once", async () => {
  const { id } = await seedAccount(world.app.database, { email: "anna@example.com" });
  await seedCard(world.app.database, { accountId: id });
  const anna = world.traveller({ firstName: "Anna" });
  await anna.says("Taiwan for a week");
  await anna.presses("Taiwan week");
  await anna.presses("Link my account");
  await anna.says("anna@example.com");
  await anna.says(codeIn(mailsTo(world, "anna@example.com")[0]!));
  await anna.presses("Renew");
  expect(anna.sees()).toContain("To pay: $11.00");
  await anna.says("/cancel");
  await anna.says("/renew");
  expect(anna.sees()).toContain("Where are you going?");
});

test("what was looked for another day is not taken up", async () => {
  const { id } = await seedAccount(world.app.database, { email: "anna@example.com" });
  await seedCard(world.app.database, { accountId: id });
  const anna = world.traveller({ firstName: "Anna" });
  await anna.says("Taiwan for a week");
  world.clock.advance(2 * 24 * 60 * 60_000);
  await anna.says("/link anna@example.com");
  await anna.says(codeIn(mailsTo(world, "anna@example.com")[0]!));
  await anna.says("/renew");
  expect(anna.sees()).toContain("Where are you going?");
});

test.each([
  [
    "en",
    "5 days Japan, 3 days Taiwan",
    "🇯🇵 Japan 5 days and 🇹🇼 Taiwan 3 days",
    "Japan 6 days",
    "Japan 6 days",
  ],
  ["zh-hans", "日本5天台湾3天", "🇯🇵 日本 5天和🇹🇼 台湾 3天", "日本6天", "日本 6天"],
  ["zh-hant", "日本5天、台灣3天", "🇯🇵 日本 5 天和🇹🇼 台灣 3 天", "日本6天", "日本 6 天"],
])(
  "in %s the days in each country are heard, and corrected by a sentence",
  async (code, words, title, more, now) => {
    const mei = await createChatters(world)(code);
    await mei.says(words);
    expect(mei.sees()).toContain(title);
    await mei.says(more);
    expect(mei.sees()).toContain(now);
    const { need } = await world.app.database.prisma.order.findFirstOrThrow();
    expect(need).toMatchObject({ days: 9, stays: [6, 3] });
  },
);

test("days that were shared evenly are put right by taps", async () => {
  const mei = await createChatters(world)("en");
  await mei.says("8 days in Japan and Taiwan");
  expect(mei.sees()).toContain("🇯🇵 Japan 4 days and 🇹🇼 Taiwan 4 days");
  await mei.presses("Days in each country");
  await mei.presses("Japan +1");
  await mei.presses("Taiwan −1");
  expect(mei.sees()).toContain("8 days in all");
  await mei.presses("That's right");
  expect(mei.sees()).toContain("🇯🇵 Japan 5 days and 🇹🇼 Taiwan 3 days");
  const order = await world.app.database.prisma.order.findFirstOrThrow();
  await mei.pressesRaw(mei.screen().messageId, `renew:stays:${order.number}:0.99.x`);
  await mei.pressesRaw(mei.screen().messageId, `renew:stays:${order.number}:5.3.2`);
  expect(mei.sees()).toContain("🇯🇵 Japan 5 days and 🇹🇼 Taiwan 3 days");
});

test("a stay is corrected at the summary too; another country there is another renewal", async () => {
  const mei = await createChatters(world)("zh-hans");
  await mei.says("日本5天，台湾3天");
  await mei.presses("23.50");
  expect(mei.sees()).toContain("应付：US$12.50");
  await mei.says("不对，台湾4天");
  expect(mei.sees()).toContain("🇯🇵 日本 5天和🇹🇼 台湾 4天");
  await mei.presses("23.50");
  await mei.says("泰国4天");
  expect(mei.sees()).toContain("🇹🇭 泰国 ·");
});

test("dates that are known are said back with the days between them", async () => {
  const mei = await createChatters(world)("en");
  await mei.says("Japan and Taiwan from 3 December to 16 December");
  expect(mei.sees()).toMatch(/· 3\s–\s16 Dec, 14 days ·/);
});

test("a question in the middle is answered, and the ways are shown again below it", async () => {
  const mei = await createChatters(world)("en");
  const heard = await mei.hears("8 days in Japan and Taiwan");
  expect(heard).toHaveLength(1);
  const [answer, again] = await mei.hears("what is fair use?");
  expect(answer).toContain("What is fair use?");
  expect(again).toContain("🇯🇵 Japan 4 days and 🇹🇼 Taiwan 4 days");
});

test("without an amount it is what a usual day took lately, and the answer says so", async () => {
  const mei = await createChatters(world)("en");
  const { prisma } = world.app.database;
  const card = await prisma.card.findFirstOrThrow({ where: { accountId: mei.accountId } });
  const begun = new Date("2026-11-01T00:00:00Z");
  const bundleId = await seedBundle(world.app.database, { cardId: card.id, startsAt: begun, usedMb: 9_000 });
  const day = (date: string, ...megabytes: number[]) => ({
    bundleId,
    resource: "data",
    per: "hour",
    since: new Date(`${date}T00:00:00Z`),
    amounts: Array.from({ length: 24 }, (_, hour) => (megabytes[hour] ?? 0) * 1024),
  });
  await prisma.usageSample.createMany({
    data: [
      day("2026-11-02", 300, 400),
      day("2026-11-03", 500, 200, 100),
      day("2026-11-04", 6_000),
      // Carried around, and not over yet.
      day("2026-11-05", 1),
      day("2026-11-23", 20),
      {
        ...{ bundleId, resource: "data", per: "day", since: new Date("2026-10-01T00:00:00Z") },
        amounts: Array.from({ length: 31 }, (_, at) => (at === 29 ? 600 * 1024 : 0)),
      },
    ],
  });
  await mei.says("Japan and Taiwan, 8 days");
  expect(mei.sees()).toContain("750 MB a day");
  expect(mei.sees()).toContain("a usual day took you lately: the middle one of 4 days");
  await mei.says("2 GB a day");
  expect(mei.sees()).toContain("2 GB a day");
  expect(mei.sees()).not.toContain("took you lately");
});

test("with too short a history it is what the plans so far took", async () => {
  const mei = await createChatters(world)("en");
  const card = await world.app.database.prisma.card.findFirstOrThrow({ where: { accountId: mei.accountId } });
  const startsAt = new Date("2026-11-01T00:00:00Z");
  await seedBundle(world.app.database, { cardId: card.id, startsAt, usedMb: 7 * 512 });
  await mei.says("Japan and Taiwan, 8 days");
  expect(mei.sees()).toContain("512 MB a day");
  expect(mei.sees()).toContain("what your plans took a day so far");
});
