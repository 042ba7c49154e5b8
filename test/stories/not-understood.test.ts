import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createChatters, seedShelf } from "../kit/chatter.ts";
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
});
afterEach(() => world.stop());

test.each([
  { languageCode: "en", words: "what will the weather be in the mountains", text: "I did not get that" },
  { languageCode: "zh-hans", words: "帮我订一张机票", text: "没太明白" },
  { languageCode: "zh-hant", words: "幫我訂一張機票", text: "不太明白" },
])(
  "in $languageCode what the bot cannot do brings three likely things and a human, and is counted",
  async (one) => {
    await seedShelf(world);
    const mei = await createChatters(world)(one.languageCode);
    await mei.says(one.words);
    expect(mei.sees()).toContain(one.text);
    expect(mei.buttons()).toHaveLength(4);
    await mei.says(one.words);
    const counted = await world.app.database.prisma.notUnderstood.findMany();
    expect(counted).toMatchObject([{ times: 2, day: new Date("2026-11-23") }]);
    expect(await world.app.database.prisma.unknownText.count()).toBe(0);
  },
);

test("the words are kept only where the operator says so, without addresses and numbers", async () => {
  await world.stop();
  world = await startWorld({ database, settings: { KEEP_UNKNOWN_TEXTS: "yes" } });
  const mei = await createChatters(world)("en");
  await mei.says("book a flight for mei@example.com with passport 123 456 789 tomorrow");
  const [kept] = await world.app.database.prisma.unknownText.findMany();
  expect(kept!.text).toBe("book a flight for … with passport … tomorrow");
});

test("a photo and a sticker are answered too, and count for nothing", async () => {
  const mei = await createChatters(world)("en");
  await mei.sends({ kind: "photo" });
  expect(mei.sees()).toContain("I did not get that");
  await mei.sends({ kind: "sticker" });
  expect(mei.buttons()).toHaveLength(4);
  expect(await world.app.database.prisma.notUnderstood.count()).toBe(0);
});

test("who is linked already is not asked to link", async () => {
  await seedShelf(world);
  const mei = await createChatters(world)("en");
  await mei.says("asdf qwer");
  expect(mei.buttons().flat()).not.toContain("Link my account");
  expect(mei.buttons()).toHaveLength(4);
});
