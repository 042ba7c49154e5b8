import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Fault } from "../../src/sandbox/contracts.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { botMessages } from "../kit/odd.ts";
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
  world.log.expectErrors("Update failed");
  alice = world.traveller();
  const { id: accountId } = await seedAccount(world.app.database, { chatId: alice.id });
  await seedCard(world.app.database, { accountId, label: "Alice travel" });
  await seedPlan(world.app.database, { sku: "jp-week" });
  await seedPlan(world.app.database, { sku: "jp-day", kind: "daily", name: { en: "By the day" } });
});
afterEach(() => world.stop());

const SORRY = /Sorry, something went wrong/;

type Trouble = Omit<Fault, "method" | "times">;
const troubles: [string, Trouble][] = [
  ["is out of order", { code: 500 }],
  ["wants a minute's rest", { code: 429, retryAfterSeconds: 60 }],
  ["wants a second's rest", { code: 429, retryAfterSeconds: 1 }],
  ["hangs up", { code: "drop" }],
  ["hangs up after the work", { code: "drop", afterTheFact: true }],
  ["does not like it", { code: 400, description: "Bad Request: something new" }],
  ["finds nothing modified", { code: 400, description: "Bad Request: message is not modified" }],
  [
    "finds the query too old",
    {
      code: 400,
      description: "Bad Request: query is too old and response timeout expired or query ID is invalid",
    },
  ],
  ["finds the message gone", { code: 400, description: "Bad Request: message to edit not found" }],
];

/** So often that what is tried again fails all the same, and only the answer itself. */
function strike(method: string, trouble: Trouble): void {
  const triedAgain = trouble.code === 500 || (trouble.retryAfterSeconds ?? 60) < 5;
  world.sandbox.botApi.addFault({ ...trouble, method, times: triedAgain ? 3 : 1 });
}

/** Whoever presses does not wait for a mark that nobody ends. */
async function presses(label: string): Promise<void> {
  const { messageId, callbackData } = alice.button(label)!;
  await world.sandbox.botApi.press(alice.id, messageId, callbackData!, 1);
  await world.settled();
}

function answeredSince(before: number): void {
  const since = botMessages(alice).slice(before);
  expect(since.length + Number(botMessages(alice).some(({ editedAt }) => editedAt))).toBeGreaterThan(0);
}

test.each(troubles)("Telegram %s: no talk hangs, and what was chosen stays", async (_what, trouble) => {
  await alice.says("/renew");
  strike("sendMessage", trouble);
  await alice.says("Japan");
  world.sandbox.botApi.clearFaults();
  expect(botMessages(alice).length).toBeGreaterThan(1);

  await alice.says("Japan");
  expect(alice.sees()).toContain("Japan week");
  const before = botMessages(alice).length;
  strike("editMessageText", trouble);
  await alice.presses("By the day");
  world.sandbox.botApi.clearFaults();
  answeredSince(before);

  await alice.says("7");
  expect(alice.sees()).toContain("7 days");
  expect(alice.sees()).toContain("To pay: $87.50");
});

test.each(troubles)("Telegram %s at a press: the press still does what it says", async (_what, trouble) => {
  await alice.says("/renew Japan");
  strike("answerCallbackQuery", trouble);
  await presses("Japan week");
  expect(botMessages(alice).some(({ text }) => text.includes("To pay: $12.50"))).toBe(true);
  await alice.says("/settings");
  await alice.presses("Time zone");
  strike("answerCallbackQuery", trouble);
  await presses("Type a place");
  expect(alice.sees()).toContain("Type a city");
});

test.each(troubles)("Telegram %s while somebody links and sets a clock", async (_what, trouble) => {
  const bob = world.traveller({ firstName: "Bob" });
  await seedAccount(world.app.database, { email: "bob@example.com" });
  await bob.says("/link");
  strike("sendMessage", trouble);
  await bob.says("bob@example.com");
  world.sandbox.botApi.clearFaults();
  await bob.says("hello?");
  expect(bob.sees()).toContain("waiting for the six digits");

  await bob.says("/settings");
  await bob.presses("Time zone");
  await bob.presses("Type a place");
  strike("sendMessage", trouble);
  await bob.says("nowhere");
  world.sandbox.botApi.clearFaults();
  await bob.says("Tokyo");
  expect(bob.sees()).toContain("Times are shown for Tokyo");
});

test("where even the apology is not taken, it comes as soon as Telegram allows", async () => {
  world.sandbox.botApi.addFault({ method: "sendMessage", code: 429, retryAfterSeconds: 60, times: 9 });
  await alice.says("/start");
  await alice.says("/help");
  expect(alice.messages().filter(({ from }) => from === "bot")).toEqual([]);
  world.sandbox.botApi.clearFaults();
  world.clock.advance(61_000);
  await world.settled();
  expect(botMessages(alice).map(({ text }) => text)).toEqual([expect.stringMatching(SORRY)]);
  await alice.says("/start");
  expect(alice.sees()).toContain("Hello Alice");
});

test("who has blocked the bot is left alone, and greeted again when they return", async () => {
  await alice.says("/renew Japan");
  const chat = () =>
    world.app.database.prisma.chat.findUniqueOrThrow({
      where: { id: BigInt(alice.id) },
      select: { unreachableSince: true },
    });
  alice.blocks();
  await world.settled();
  expect((await chat()).unreachableSince).not.toBeNull();
  const calls = world.sandbox.botApi.calls().length;
  await world.settled();
  expect(world.sandbox.botApi.calls()).toHaveLength(calls);
  alice.unblocks();
  await world.settled();
  expect((await chat()).unreachableSince).toBeNull();
  await alice.says("France");
  expect(alice.sees()).toContain("No plan of this card works in France");
});

test("a 403 in the middle of a talk is no error, and the talk goes on", async () => {
  await alice.says("/renew");
  world.sandbox.botApi.addFault({ method: "sendMessage", code: 403, times: 1 });
  await alice.says("Japan");
  expect(world.log.lines.filter(({ level }) => level === "error")).toEqual([]);
  await alice.presses("Cancel");
  await alice.says("/renew Japan");
  expect(alice.sees()).toContain("Japan week");
});

test("an edit or a button's answer that breaks under way is made again, so that nobody hears of it", async () => {
  await alice.says("/renew Japan");
  for (const method of ["editMessageText", "answerCallbackQuery"]) {
    world.sandbox.botApi.addFault({ method, code: "drop", times: 1 });
    world.sandbox.botApi.addFault({ method, code: "drop", afterTheFact: true, times: 1 });
  }
  await alice.presses("Japan week");
  expect(alice.sees()).toContain("To pay: $12.50");
  expect(botMessages(alice)).toHaveLength(1);
});
