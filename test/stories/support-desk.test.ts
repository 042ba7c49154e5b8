import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { shortId } from "../../src/domain/short-id.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { type Agent, DESK_ID, type Desk, openDesk } from "../kit/desk.ts";
import type { Traveller } from "../kit/traveller.ts";
import { startWorld, type World } from "../kit/world.ts";

let database: TestDatabase;
let world: World;
let desk: Desk;
let alice: Traveller;
let bo: Traveller;
let mia: Agent;
let noah: Agent;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await startWorld({ database, settings: { SUPPORT_CHAT_ID: DESK_ID } });
  desk = openDesk(world);
  alice = world.traveller();
  bo = world.traveller({ firstName: "Bo", languageCode: "zh-hans" });
  mia = desk.agent("Mia");
  noah = desk.agent("Noah");
});
afterEach(() => world.stop());

const tickets = () => world.app.database.prisma.ticket.findMany({ orderBy: { number: "asc" } });

test("two people and two agents: called, answered, left, rated", async () => {
  await alice.says("/support");
  expect(alice.sees()).toContain("What is it about?");
  expect(desk.topics()).toEqual([]);
  await alice.says("My data does not work in Osaka");
  expect(alice.sees()).toContain("A human has been called");
  expect(alice.sees()).toContain("within 15 minutes");

  await bo.says("/support");
  await bo.presses("付款");
  expect(bo.sees()).toContain("已经在叫人工客服了");
  const [forAlice, forBo] = desk.topics();
  expect([forAlice!.name, forBo!.name]).toEqual(["#1 Alice", "#2 Bo"]);
  expect(desk.lines(forAlice!.threadId)).toContain("My data does not work in Osaka");
  expect(desk.pinned()).toHaveLength(2);

  await mia.says("Hello Alice, which phone is it?", { topic: forAlice!.threadId });
  await noah.says("/name 小诺", { topic: forBo!.threadId });
  await noah.says("你好，是哪个订单？", { topic: forBo!.threadId });
  const seen = alice.messages().map(({ text }) => text);
  expect(seen.slice(-2)).toEqual([
    "Mia has joined. What you write now goes to them; commands and buttons still work.",
    "👤 Mia\nHello Alice, which phone is it?",
  ]);
  expect(bo.sees()).toBe("👤 小诺\n你好，是哪个订单？");

  const before = alice.messages().length;
  await alice.says("An old one");
  await alice.says("balance");
  expect(
    alice
      .messages()
      .slice(before)
      .every(({ from }) => from === "person"),
  ).toBe(true);
  expect(desk.lines(forAlice!.threadId).slice(-2)).toEqual(["An old one", "balance"]);

  await mia.says("// she means the XR", { topic: forAlice!.threadId });
  expect(alice.sees()).not.toContain("XR");
  await mia.says("/close", { topic: forAlice!.threadId });
  expect(alice.sees()).toContain("Mia has left");
  await alice.presses("4");
  expect(alice.sees()).toContain("4 of 5");
  await alice.presses("Solved");
  await alice.pressesRaw(
    alice.messages().at(-1)!.messageId,
    `support:rate:${shortId((await tickets())[0]!.id)}:4`,
  );
  expect(desk.lines(forAlice!.threadId).filter((line) => line.includes("Rated 4"))).toHaveLength(1);
  expect(await tickets()).toMatchObject([
    { status: "closed", rating: 4, ratingWord: "Solved" },
    { status: "active" },
  ]);
  expect(desk.topics()[0]).toMatchObject({ name: "✓ #1 Alice", closed: true });
  expect(desk.lines(forBo!.threadId).at(-1)).not.toContain("Alice");
});
