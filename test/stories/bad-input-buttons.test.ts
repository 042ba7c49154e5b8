import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { codeIn, mailsTo } from "../kit/mail.ts";
import { botMessages } from "../kit/odd.ts";
import { seedAccount, seedBundle, seedCard, seedPlan } from "../kit/seed.ts";
import type { Traveller } from "../kit/traveller.ts";
import { startWorld, type World } from "../kit/world.ts";

let database: TestDatabase;
let world: World;
let alice: Traveller;
let accountId: string;
let cardId: string;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await startWorld({ database });
  alice = world.traveller();
  accountId = (await seedAccount(world.app.database, { chatId: alice.id, email: "anna@example.com" })).id;
  cardId = (await seedCard(world.app.database, { accountId, label: "Alice travel" })).id;
  await seedPlan(world.app.database, { sku: "jp-week" });
  await seedPlan(world.app.database, { sku: "jp-day", kind: "daily", name: { en: "By the day" } });
});
afterEach(() => world.stop());

const prisma = () => world.app.database.prisma;
const pressAtOnce = (presses: { messageId: number; callbackData?: string }[]) =>
  Promise.all(
    presses.map(({ messageId, callbackData }) =>
      world.sandbox.botApi.press(alice.id, messageId, callbackData!),
    ),
  );
const tenTimes = <Value>(value: Value): Value[] => Array.from({ length: 10 }, () => value);

test("a plan withdrawn after it was shown is said, at the plan, at the days and at the summary", async () => {
  await alice.says("/renew Japan");
  await prisma().plan.updateMany({ where: { sku: "jp-week" }, data: { active: false } });
  await alice.presses("Japan week");
  expect(alice.sees()).toContain("just been withdrawn");
  await alice.presses("By the day");
  await prisma().plan.updateMany({ data: { active: false } });
  await alice.says("5");
  expect(alice.sees()).toContain("No plan of this card works in Japan");
  expect(alice.buttons().flat()).toContain("Cancel");
});

test("days that were asked for one plan do not multiply another one of the same order", async () => {
  await alice.says("/renew Japan");
  const plans = alice.screen();
  await alice.presses("By the day");
  const fiveDays = alice
    .screen()
    .buttons.flat()
    .find(({ text }) => text.includes("5"))!;
  const weekPlan = plans.buttons.flat().find(({ text }) => text.includes("Japan week"))!;
  await alice.pressesRaw(plans.messageId, weekPlan.callbackData!);
  expect(alice.sees()).toContain("To pay: $12.50");
  await alice.pressesRaw(alice.screen().messageId, fiveDays.callbackData!);
  expect(alice.sees()).toContain("To pay: $12.50");
  expect(await prisma().order.findMany({ where: { quantity: { not: 1 } } })).toEqual([]);
});

test("a price that changed between the days and the summary is said before anything is charged", async () => {
  await alice.says("/renew Japan");
  const plan = alice.button("By the day")!;
  await prisma().plan.updateMany({ where: { sku: "jp-day" }, data: { priceMinor: 990, currency: "EUR" } });
  await alice.pressesRaw(plan.messageId, plan.callbackData!);
  expect(alice.sees()).toContain("price of that plan has just changed");
  expect(alice.buttons().flat()).toContain("By the day · €9.90 a day");
});

test("a day that has passed since its button was shown is asked for again", async () => {
  await alice.says("/renew Japan");
  await alice.presses("Start: now");
  const tomorrow = alice.button("Tue 24 Nov")!;
  world.clock.advance(3 * 86_400_000);
  await alice.pressesRaw(tomorrow.messageId, tomorrow.callbackData!);
  expect(alice.sees()).toContain("That day can no longer be chosen");
  await alice.says("24 Dec");
  expect(alice.sees()).toContain("Starts on Thu 24 Dec");
});

test("a card that moved to another account is asked for again, and never sold to", async () => {
  const bob = await seedAccount(world.app.database, { email: "bob@example.com" });
  const second = await seedCard(world.app.database, { accountId, label: "Long stay" });
  await alice.says("/renew");
  await alice.presses("Alice travel");
  await alice.says("Japan");
  await prisma().card.update({ where: { id: cardId }, data: { accountId: bob.id } });
  await alice.presses("Japan week");
  expect(alice.sees()).toContain("Which card");
  expect(alice.buttons().flat().join()).not.toContain("Alice travel");
  await alice.presses("Long stay");
  await alice.presses("Japan week");
  expect(alice.sees()).toContain("To pay");
  expect(await prisma().order.findMany({ select: { cardId: true } })).toEqual([{ cardId: second.id }]);
});

test("when the last card has gone, every step says so", async () => {
  await alice.says("/renew Japan");
  const bob = await seedAccount(world.app.database, { email: "bob@example.com" });
  await prisma().card.update({ where: { id: cardId }, data: { accountId: bob.id } });
  await alice.presses("Japan week");
  expect(alice.sees()).toContain("no card on your account");
  await alice.says("/balance");
  expect(alice.sees()).toContain("no card on this account");
  await alice.says("/renew");
  expect(alice.sees()).toContain("no card on your account");
});

test("of twenty-five cards each can be found by paging, by its name and by its last digits", async () => {
  for (let number = 2; number <= 25; number++) {
    await seedCard(world.app.database, { accountId, label: `Team ${number}` });
  }
  await alice.says("/renew");
  for (const next of ["2/4 ›", "3/4 ›", "4/4 ›"]) await alice.presses(next);
  await alice.presses("Team 25");
  expect(alice.sees()).toContain("Team 25 · Heyon");
  await alice.presses("Cancel");
  await alice.says("/renew");
  await alice.says("team 17");
  expect(alice.sees()).toContain("Team 17 · Heyon");
  const { iccid } = await prisma().card.findFirstOrThrow({ where: { label: "Team 9" } });
  await alice.says("/renew");
  await alice.says(`··${iccid.slice(-4)}`);
  expect(alice.sees()).toContain("Team 9 · Heyon");
});

test.each(["Japan", "the card", "the plan", "the days", "the day"])(
  "unlinked, or linked to another account, in the middle: %s",
  async (moment) => {
    await seedCard(world.app.database, { accountId, label: "Long stay" });
    const answer = await reach(moment);
    await prisma().chat.update({ where: { id: BigInt(alice.id) }, data: { accountId: null } });
    await answer();
    expect(alice.sees()).toContain("Link your account first");

    const bob = await seedAccount(world.app.database, { email: "bob@example.com", chatId: alice.id });
    await seedCard(world.app.database, { accountId: bob.id, label: "Bob's" });
    await answer();
    expect(alice.screen().buttons.flat().length).toBeGreaterThan(0);
    expect(await prisma().order.count({ where: { status: { not: "draft" } } })).toBe(0);
  },
);

/** Goes to a step of the renewal, and answers with what a person would do next. */
async function reach(moment: string): Promise<() => Promise<unknown>> {
  await alice.says("/renew");
  const pressing = (label: string) => {
    const { messageId, callbackData } = alice.button(label)!;
    return () => alice.pressesRaw(messageId, callbackData!);
  };
  if (moment === "the card") return pressing("Alice travel");
  await alice.presses("Alice travel");
  if (moment === "Japan") return () => alice.says("Japan");
  await alice.says("Japan");
  if (moment === "the plan") return pressing("Japan week");
  if (moment === "the days") {
    await alice.presses("By the day");
    return pressing("7");
  }
  await alice.presses("Start: now");
  return pressing("Tue 24 Nov");
}

test("every button ten times at once does once what it says", async () => {
  await seedBundle(world.app.database, { cardId });
  await alice.says("/start");
  const menu = alice.screen().buttons.flat();
  for (const { text } of menu) {
    const { messageId, callbackData } = alice.button(text)!;
    const answers = await pressAtOnce(tenTimes({ messageId, callbackData: callbackData! }));
    expect(answers.includes(undefined), text).toBe(false);
    await world.settled();
    await alice.says("/start");
  }
  await alice.says("/renew Japan");
  const answers = await pressAtOnce([
    ...tenTimes(alice.button("Japan week")!),
    ...tenTimes(alice.button("Cancel")!),
    ...tenTimes(alice.button("Start: now")!),
  ]);
  expect(answers).not.toContain(undefined);
  await world.settled();
  expect(await prisma().order.count()).toBeLessThanOrEqual(2);
  expect(world.sandbox.checkout.sessions().filter(({ status }) => status === "open").length).toBeLessThan(2);
});

test("two messages at the same instant are both answered, and nothing is mixed up", async () => {
  const { send } = world.sandbox.botApi;
  send(alice.id, { kind: "text", text: "/renew" });
  send(alice.id, { kind: "text", text: "Japan" });
  await world.settled();
  const before = botMessages(alice).length;
  for (const text of ["/renew Japan", "France", "/help", "5", "/balance", "Japan"]) {
    send(alice.id, { kind: "text", text });
  }
  await world.settled();
  expect(botMessages(alice).length - before).toBe(6);
  await alice.says("/renew Japan");
  await alice.presses("Japan week");
  expect(alice.sees()).toContain("To pay: $12.50");
});

test("somebody else's buttons show and change nothing of mine", async () => {
  const data = await recordSession();
  const before = await everythingOfAlice();
  const eve = world.traveller({ firstName: "Eve" });
  const account = await seedAccount(world.app.database, { chatId: eve.id, email: "eve@example.com" });
  await seedCard(world.app.database, { accountId: account.id, label: "Eve's own" });
  await eve.says("/start");
  for (const callbackData of data) {
    // Her own account is hers to leave.
    if (callbackData.startsWith("unlink:yes")) continue;
    await pressAndExpectAnswer(eve, callbackData);
    for (const { text } of eve.messages()) expect(text, callbackData).not.toMatch(/Alice travel|anna@/);
  }
  expect(await everythingOfAlice()).toEqual(before);
});

test("forged buttons of every kind are answered and break nothing", async () => {
  const data = await recordSession();
  await alice.says("/renew Japan");
  const mutants = fc.sample(mutantsOf(data), { numRuns: 300, seed: 20_261_123 });
  for (const callbackData of mutants) await pressAndExpectAnswer(alice, callbackData);
  // One of them may have said "unlink", which is hers to say.
  await prisma().chat.update({ where: { id: BigInt(alice.id) }, data: { accountId } });
  await alice.says("/renew Japan");
  await alice.presses("Alice travel two");
  expect(alice.buttons().flat()).toContain("Japan week · $12.50");
}, 120_000);

/** Goes everywhere once, and answers the data of every button that was seen. */
async function recordSession(): Promise<string[]> {
  const seen = new Set<string>();
  const look = () => {
    for (const { buttons } of alice.messages()) {
      for (const { callbackData } of buttons.flat()) if (callbackData) seen.add(callbackData);
    }
  };
  await seedBundle(world.app.database, { cardId, countries: ["JP", "KR", "TW", "HK"] });
  await seedCard(world.app.database, { accountId, label: "Alice travel two" });
  for (const step of ["/start", "/balance", "/settings", "/language", "/link", "/unlink", "/plans"]) {
    await alice.says(step);
    look();
  }
  for (const step of [
    "Alice travel ·",
    "Asia",
    "Back",
    "🇯🇵 Japan",
    "Start: now",
    "Back",
    "By the day",
    "7",
  ]) {
    await alice.presses(step);
    look();
  }
  await alice.says("/orders");
  look();
  await alice.presses("HY-");
  look();
  await alice.says("/settings");
  await alice.presses("Time zone");
  look();
  await alice.presses("Type a place");
  await alice.says("Congo");
  look();
  await alice.says("/link other@example.com");
  look();
  await alice.says("/cancel");
  return [...seen];
}

async function pressAndExpectAnswer(traveller: Traveller, callbackData: string): Promise<void> {
  const { messageId } = traveller.screen();
  const answer = await world.sandbox.botApi.press(traveller.id, messageId, callbackData);
  expect(answer, `answer to ${callbackData}`).toBeDefined();
  await world.settled();
  expect(world.log.unexpectedErrors(), callbackData).toEqual([]);
}

async function everythingOfAlice() {
  return {
    chat: await prisma().chat.findUnique({ where: { id: BigInt(alice.id) } }),
    orders: await prisma().order.findMany({
      where: { chatId: BigInt(alice.id) },
      orderBy: { number: "asc" },
    }),
    codes: await prisma().loginCode.findMany({ where: { chatId: BigInt(alice.id) } }),
  };
}

/** Something cut off, put in, exchanged or taken from another button; at most Telegram's 64 bytes. */
function mutantsOf(data: string[]): fc.Arbitrary<string> {
  const one = fc.constantFrom(...data);
  const piece = fc.oneof(
    fc.constantFrom("", ":", "-1", "999", "9999999999", "ZZ", "1999-01-01", "2026-13-45", "now", "%00", "\0"),
    fc.constantFrom(
      "__proto__",
      "constructor",
      "00000000-0000-0000-0000-000000000000",
      "HY-000000",
      "…",
      "'",
    ),
    fc.string({ maxLength: 8 }),
  );
  const parts = fc.tuple(one, fc.nat(6), piece).map(([text, at, put]) => {
    const split = text.split(/([:/])/);
    split[at % split.length] = put;
    return split.join("");
  });
  const cut = fc.tuple(one, fc.nat(64), one).map(([a, at, b]) => a.slice(0, at) + b.slice(at));
  return fc
    .oneof(parts, cut, fc.string({ maxLength: 20 }))
    .map((text) => Buffer.from(text).subarray(0, 64).toString().replaceAll("\ufffd", ""))
    .filter((text) => text !== "");
}

test("a link's buttons of a talk that is over, of another address and of a used code lead on", async () => {
  await alice.says("/unlink");
  await alice.presses("Yes, unlink");
  await alice.says("/link anna@example.com");
  const again = alice.button("Send again")!;
  const code = codeIn(mailsTo(world, "anna@example.com")[0]!);
  await alice.says(code);
  expect(alice.sees()).toContain("Welcome");
  await alice.says("/renew Japan");
  await pressAtOnce(tenTimes(again));
  await world.settled();
  const pressed = alice.messages().find(({ messageId }) => messageId === again.messageId)!;
  expect(pressed.text).toContain("This chat is linked to");
  await alice.says(code);
  expect(alice.sees()).toContain("press a plan");

  const plan = alice.button("Japan week")!;
  await alice.pressesRaw(plan.messageId, plan.callbackData!);
  expect(botMessages(alice).some(({ text }) => text.includes("To pay: $12.50"))).toBe(true);
});
