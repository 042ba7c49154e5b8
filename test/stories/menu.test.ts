import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
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

test("a newcomer is greeted in the language of their Telegram and shown how to link", async () => {
  const alice = world.traveller({ firstName: "Alice <3", languageCode: "en" });
  await alice.says("/start");
  expect(alice.sees()).toContain("Hello Alice <3!");
  expect(alice.buttons()[0]).toEqual(["Link my account"]);

  const xiaoyu = world.traveller({ firstName: "小雨", languageCode: "zh-TW" });
  await xiaoyu.says("/start");
  expect(xiaoyu.sees()).toContain("綁定");
});

test("the menu is edited in place instead of piling up", async () => {
  const alice = world.traveller();
  await alice.says("/start");
  const before = alice.messages().length;
  await alice.presses("Help");
  expect(alice.sees()).toContain("/balance");
  await alice.presses("Menu");
  expect(alice.sees()).toContain("Hello Alice");
  expect(alice.messages()).toHaveLength(before);
});

test("a message that nobody asked for gets the likeliest things to do", async () => {
  const alice = world.traveller();
  await alice.says("tell me a joke");
  expect(alice.sees()).toContain("I did not get that");
  const buttons = alice.buttons().flat();
  expect(buttons).toHaveLength(4);
  expect(buttons.at(-1)).toBe("Ask a human");
});

test("a group is told, once, that the bot works in private", async () => {
  const alice = world.traveller();
  const group = world.sandbox.botApi.addToGroup(alice.id, "Trip to Japan");
  await world.settled();
  const said = world.sandbox.botApi.chat(group).messages.filter(({ from }) => from === "bot");
  expect(said).toHaveLength(1);
  expect(said[0]!.text).toContain("private");
});
