import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { BotApiStandIn } from "../../src/sandbox/bot-api/index.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { DESK_ID, type Desk, openDesk } from "../kit/desk.ts";
import type { Traveller } from "../kit/traveller.ts";
import { startWorld, type World } from "../kit/world.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let database: TestDatabase;
let world: World;
let botApi: BotApiStandIn;
let settings: Record<string, string>;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  settings = { SUPPORT_CHAT_ID: DESK_ID };
  // A Monday, 10:02 in Shanghai.
  world = await startWorld({ database, settings, now: "2026-11-23T02:02:00Z" });
  botApi = world.sandbox.botApi as BotApiStandIn;
});
afterEach(() => world.stop());

const pass = async (ms: number) => {
  world.clock.advance(ms);
  await world.app.catchUp();
  await world.settled();
};
const ticket = () => world.app.database.prisma.ticket.findFirstOrThrow({ orderBy: { number: "desc" } });

async function calling(desk: Desk): Promise<Traveller> {
  const alice = world.traveller();
  await alice.says("/support");
  await alice.says("Help");
  expect(desk.topics()).toHaveLength(1);
  return alice;
}

test("a waiting customer is brought up in the topic, then before everybody, less and less often", async () => {
  const desk = openDesk(world);
  await calling(desk);
  await pass(4 * MINUTE_MS);
  expect(desk.lines(desk.topic()).join()).not.toContain("has waited");
  await pass(2 * MINUTE_MS);
  expect(desk.lines(desk.topic()).at(-1)).toContain("Alice (#1) has waited");
  await pass(30 * MINUTE_MS);
  expect(desk.lines().at(-1)).toContain("Alice (#1) is still waiting");
  await pass(10 * MINUTE_MS);
  expect(desk.lines()).toHaveLength(1);
  const mia = desk.agent("Mia");
  await mia.says("Hello", { topic: desk.topic() });
  await pass(5 * HOUR_MS);
  expect(desk.lines()).toHaveLength(1);
});

test("an agent who is silent loses the ticket; one who was answered and hears no more closes it", async () => {
  const desk = openDesk(world);
  const alice = await calling(desk);
  const mia = desk.agent("Mia");
  await mia.presses("Take");
  await pass(31 * MINUTE_MS);
  expect(await ticket()).toMatchObject({ status: "waiting", agentId: null });
  expect(desk.lines(desk.topic()).at(-1)).toContain("Mia has not answered");
  await mia.says("Sorry, here I am", { topic: desk.topic() });
  await pass(49 * HOUR_MS);
  expect(await ticket()).toMatchObject({ status: "closed", closedBy: "idle" });
  expect(alice.sees()).toContain("Mia has left");
});

test("outside the opening hours the customer hears when they open, and nobody is woken", async () => {
  Object.assign(settings, { SUPPORT_HOURS: "mon-fri 09:00-18:00", SUPPORT_TIME_ZONE: "Asia/Shanghai" });
  await world.restart();
  const desk = openDesk(world);
  world.clock.advance(9 * HOUR_MS);
  const alice = await calling(desk);
  expect(alice.messages().findLast(({ from }) => from === "bot")!.text).toContain("Nobody is at the desk");
  await pass(10 * HOUR_MS);
  expect(
    desk.lines().length + desk.lines(desk.topic()).filter((line) => line.includes("waited")).length,
  ).toBe(0);
  await pass(5 * HOUR_MS);
  expect(desk.lines(desk.topic()).at(-1)).toContain("has waited");
});

test("a question nobody answers is forgotten, and a command takes it back", async () => {
  const desk = openDesk(world);
  const alice = world.traveller();
  await alice.says("/support");
  await alice.says("/help");
  await alice.says("/support");
  await pass(31 * MINUTE_MS);
  expect(await world.app.database.prisma.ticket.count()).toBe(0);
  expect(desk.topics()).toEqual([]);
});

test("whoever is asked what it is about and wants to stop calls nobody", async () => {
  const desk = openDesk(world);
  const alice = world.traveller();
  await alice.says("/support");
  await alice.says("cancel");
  expect(alice.sees()).toContain("All right, stopped");
  expect(await world.app.database.prisma.ticket.count()).toBe(0);
  expect(desk.topics()).toEqual([]);
});

test("nobody needs to come any more", async () => {
  const desk = openDesk(world);
  const alice = await calling(desk);
  await alice.presses("No longer needed");
  expect(await ticket()).toMatchObject({ status: "closed", closedBy: "customer" });
  expect(desk.lines(desk.topic()).at(-1)).toContain("Closed by Alice");
});

test("without topics everything goes into one thread, and answers find their customer", async () => {
  const founder = 8_100_000_001;
  botApi.addPerson({ id: founder, firstName: "Founder" });
  const group = botApi.addToGroup(founder, "Small desk");
  settings.SUPPORT_CHAT_ID = String(group);
  await world.restart();
  const alice = world.traveller();
  const bo = world.traveller({ firstName: "Bo" });
  for (const person of [alice, bo]) {
    await person.says("/support");
    await person.says(`Help me, says ${person.id}`);
  }
  const heading = "#1 Alice\nHelp me";
  const asked = botApi.group(group).messages.find(({ text }) => text?.startsWith(heading))!;
  expect(asked.text).toContain(`says ${alice.id}`);
  botApi.sendToGroup(founder, group, "Coming", { replyToMessageId: asked.message_id });
  await world.settled();
  expect(alice.sees()).toBe("👤 Founder\nComing");
  expect(bo.sees()).not.toContain("Coming");

  const supergroup = botApi.upgradeGroup(group);
  await world.settled();
  await alice.says("Anybody?");
  const moved = botApi.group(supergroup).messages.find(({ text }) => text?.includes("Anybody?"))!;
  botApi.sendToGroup(founder, supergroup, "Yes, moved", { replyToMessageId: moved.message_id });
  await world.settled();
  expect(alice.sees()).toBe("👤 Founder\nYes, moved");
  await world.restart();
  await bo.says("And I?");
  expect(botApi.group(supergroup).messages.at(-1)?.text).toContain("And I?");
});

test("a group that throws the bot out gets everything once it lets it in again", async () => {
  const desk = openDesk(world);
  const alice = await calling(desk);
  botApi.setBotStatus(desk.chatId, "kicked");
  await alice.says("Hello?");
  botApi.setBotStatus(desk.chatId, "administrator");
  await pass(2 * MINUTE_MS);
  expect(desk.lines(desk.topic())).toContain("Hello?");
});

test("without a desk the customer hears whom else to ask, and the operator that somebody asked", async () => {
  Object.assign(settings, { SUPPORT_CHAT_ID: "", SUPPORT_CONTACT: "help@example.com" });
  await world.restart();
  const alice = world.traveller();
  await alice.says("/support");
  expect(alice.sees()).toContain("help@example.com");
  await alice.says("balance");
  expect(alice.messages().at(-1)!.from).toBe("bot");
  expect(await ticket()).toMatchObject({ status: "closed", closedBy: "nobody" });
});

test("a topic is made once, whatever races", async () => {
  const desk = openDesk(world);
  const people = Array.from({ length: 12 }, (_, index) => world.traveller({ firstName: `P${index}` }));
  for (const { id } of people) {
    botApi.send(id, { kind: "text", text: "/support" });
    botApi.send(id, { kind: "text", text: "first" });
    botApi.send(id, { kind: "text", text: "second" });
  }
  await world.settled();
  expect(desk.topics()).toHaveLength(12);
  expect(new Set(desk.topics().map(({ name }) => name)).size).toBe(12);
  for (const { threadId } of desk.topics()) {
    const words = desk.lines(threadId).join("\n");
    expect(words.indexOf("first")).toBeLessThan(words.indexOf("second"));
  }
});
