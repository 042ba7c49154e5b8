import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Chatter, createChatters, seedShelf } from "../kit/chatter.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { startWorld, type World } from "../kit/world.ts";

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await startWorld({ database });
  await seedShelf(world);
});
afterEach(() => world.stop());

const orders = () => world.app.database.prisma.order.findMany({ orderBy: { createdAt: "asc" } });

/** One conversation, as it goes in each language. */
interface Talk {
  languageCode: string;
  begins: string;
  saidBack: string;
  byTheDay: string;
  toPay: (amount: string) => string;
  otherLength: string;
  otherLengthBack: string;
  elsewhere: string;
  korea: string;
  later: string;
  starts: string;
}

const talks: Talk[] = [
  {
    languageCode: "en",
    begins: "need Japan for 7 days",
    saidBack: "🇯🇵 Japan · 7 days, all right.",
    byTheDay: "Japan by the day · $15.40 for 7 days",
    toPay: (amount) => `To pay: $${amount}`,
    otherLength: "no, 5 days",
    otherLengthBack: "5 days, all right.",
    elsewhere: "make it Korea",
    korea: "🇰🇷 South Korea",
    later: "starting next wednesday",
    starts: "Starts on Wed 2 Dec",
  },
  {
    languageCode: "zh-hans",
    begins: "续费 日本 7天",
    saidBack: "好的：🇯🇵 日本 · 7天",
    byTheDay: "日本按天 · 7天共 US$15.40",
    toPay: (amount) => `应付：US$${amount}`,
    otherLength: "不，要5天",
    otherLengthBack: "好的：5天",
    elsewhere: "改成韩国",
    korea: "🇰🇷 韩国",
    later: "下周三出发",
    starts: "12月2日",
  },
  {
    languageCode: "zh-hant",
    begins: "續費 日本 7天",
    saidBack: "好的：🇯🇵 日本 · 7 天",
    byTheDay: "日本按日 · 7 天共 US$15.40",
    toPay: (amount) => `應付：US$${amount}`,
    otherLength: "不是，要5天",
    otherLengthBack: "好的：5 天",
    elsewhere: "改成韓國",
    korea: "🇰🇷 韓國",
    later: "下禮拜三出發",
    starts: "12月2日",
  },
];

test.each(talks)(
  "in $languageCode what was said is filled in, and each sentence corrects it, at any question and at the summary",
  async (talk) => {
    const mei: Chatter = await createChatters(world)(talk.languageCode);
    await mei.says(talk.begins);
    expect(mei.sees()).toContain(talk.saidBack);
    expect(mei.buttons().flat()).toContain(talk.byTheDay);
    await mei.presses(talk.byTheDay);
    expect(mei.sees()).toContain(talk.toPay("15.40"));

    await mei.says(talk.otherLength);
    expect(mei.sees()).toContain(talk.otherLengthBack);
    expect(mei.sees()).toContain(talk.toPay("11.00"));
    expect((await orders()).map(({ status, quantity }) => `${status} ${quantity}`)).toEqual([
      "canceled 7",
      "awaiting_payment 5",
    ]);

    await mei.says(talk.elsewhere);
    expect(mei.sees()).toContain(talk.korea);
    await mei.says(talk.later);
    expect(mei.sees()).toContain(talk.starts);
    const [draft] = (await orders()).slice(-1);
    expect(draft).toMatchObject({ status: "draft", destination: "KR", planId: null });
    expect(draft!.startsAt).not.toBeNull();
  },
);

test("a plan as good as named goes straight to the summary", async () => {
  const alice = await createChatters(world)("en");
  await alice.says("Japan 7 days 10 GB");
  expect(alice.sees()).toContain("🇯🇵 Japan · 7 days · 10 GB, all right.");
  expect(alice.sees()).toContain("To pay: $12.50");
  const [order] = await orders();
  expect(order).toMatchObject({ status: "awaiting_payment", destination: "JP", quantity: 1 });
});

test("a plan that is not what is said now is let go, one that still is stays", async () => {
  const alice = await createChatters(world)("en");
  await alice.says("Japan 7 days 10 GB");
  await alice.says("with 5 GB");
  expect(alice.sees()).toContain("To pay: $12.50");
  await alice.says("no, 12 days");
  expect(alice.sees()).toContain("12 days, all right.");
  expect(alice.buttons().flat()[0]).toContain("Japan by the day · $26.40 for 12 days");
});

test("a length without a place asks for the place, and keeps the length", async () => {
  const alice = await createChatters(world)("en");
  await alice.says("/renew");
  await alice.says("5 days please");
  expect(alice.sees()).toContain("5 days, all right.");
  expect(alice.sees()).toContain("Where are you going?");
  await alice.says("Japan");
  expect(alice.buttons().flat()).toContain("Japan by the day · $11.00 for 5 days");
});

test("a card that is named is the one that is renewed", async () => {
  const alice = await createChatters(world)("en", ["Alice travel", "Mum"]);
  await alice.says("renew Mum for Japan");
  expect(alice.sees()).toContain("Mum · Heyon");
  const [draft] = await orders();
  const card = await world.app.database.prisma.card.findUniqueOrThrow({ where: { id: draft!.cardId! } });
  expect(card.label).toBe("Mum");
});

test("what was said survives a restart and a second message that came at once", async () => {
  const alice = await createChatters(world)("en");
  await alice.says("need Japan for 7 days");
  await world.restart();
  world.sandbox.botApi.send(alice.id, { kind: "text", text: "no, 5 days" });
  world.sandbox.botApi.send(alice.id, { kind: "text", text: "no, 6 days" });
  await world.settled();
  expect(alice.buttons().flat()).toContain("Japan by the day · $13.20 for 6 days");
  expect(await orders()).toHaveLength(1);
});

test.each([
  ["en", "/renew Japan", "make it South Korea", "🇰🇷 South Korea ·"],
  ["zh-hans", "/renew 日本", "改成韩国", "🇰🇷 韩国 ·"],
  ["zh-hant", "/renew 日本", "改成韓國", "🇰🇷 韓國 ·"],
])("in %s “make it Korea” goes to Korea without asking back", async (code, begins, words, title) => {
  const mei = await createChatters(world)(code);
  await mei.says(begins);
  await mei.says(words);
  expect(mei.sees()).toContain(title);
});
