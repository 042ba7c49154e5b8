import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { seedAccount, seedCard, seedPlan } from "../kit/seed.ts";
import type { Traveller } from "../kit/traveller.ts";
import { startWorld, type World } from "../kit/world.ts";

let database: TestDatabase;
let world: World;
let alice: Traveller;
let accountId: string;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await startWorld({ database });
  alice = world.traveller();
  const account = await seedAccount(world.app.database, { chatId: alice.id });
  accountId = account.id;
  await seedCard(world.app.database, { accountId, label: "Alice travel", product: "heyon" });
  const plans = world.app.database;
  await seedPlan(plans, {
    sku: "jp-week",
    name: { en: "Japan week" },
    countries: ["JP"],
    kind: "fixed",
    days: 7,
    dataMb: 10_240,
    priceMinor: 1250,
  });
  await seedPlan(plans, {
    sku: "jp-day",
    name: { en: "Japan by the day" },
    countries: ["JP"],
    kind: "daily",
    days: 1,
    dataMb: 1024,
    priceMinor: 220,
  });
  await seedPlan(plans, {
    sku: "asia",
    name: { en: "East Asia month" },
    countries: ["JP", "KR", "TW", "HK"],
    kind: "monthly",
    days: 30,
    dataMb: 20_480,
    priceMinor: 3900,
  });
  await seedPlan(plans, {
    sku: "fr",
    name: { en: "France week" },
    countries: ["FR"],
    kind: "fixed",
    days: 7,
    dataMb: 5120,
    priceMinor: 990,
  });
  await seedPlan(plans, {
    sku: "yy",
    name: { en: "Only for Yuanyou" },
    countries: ["JP"],
    products: ["yuanyou"],
    priceMinor: 100,
  });
});
afterEach(() => world.stop());

const drafts = () => world.app.database.prisma.order.findMany({ orderBy: { createdAt: "asc" } });

test("one card, a typed country and a pressed plan lead to a summary with a pay button", async () => {
  await alice.says("/renew");
  expect(alice.sees()).toContain("Where are you going?");
  expect(alice.sees()).toContain("Alice travel · Heyon ··");
  expect(alice.buttons().flat()).toContain("🇯🇵 Japan");

  await alice.says("jpan");
  await alice.presses("🇯🇵 Japan");
  expect(alice.sees()).toContain("Japan week");
  expect(alice.sees()).toContain("$12.50 · $1.25 per GB\n");
  expect(alice.sees()).not.toContain("Yuanyou");
  expect(alice.sees()).not.toContain("France");

  await alice.presses("Japan week · $12.50");
  expect(alice.sees()).toContain("Adds: 10 GB · 7 days");
  expect(alice.sees()).toContain("Starts: as soon as it is paid");
  expect(alice.sees()).toContain("To pay: $12.50");
  expect(alice.button("Pay $12.50")?.url).toMatch(/^http/);
  const [order] = await drafts();
  expect(order).toMatchObject({
    status: "awaiting_payment",
    destination: "JP",
    quantity: 1,
    amountMinor: 1250,
  });
});

test("what was chosen survives a restart in the middle", async () => {
  await alice.says("/renew");
  await alice.says("Japan");
  expect(alice.sees()).toContain("Japan by the day");
  await alice.presses("Japan by the day");
  expect(alice.sees()).toContain("For how many days?");
  await world.restart();
  await alice.says("5 days");
  expect(alice.sees()).toContain("To pay: $11.00");
  expect(alice.sees()).toContain("5 days");
});

test("a command in the middle answers and the talk goes on where it was", async () => {
  await alice.says("/renew Japan");
  await alice.presses("Japan by the day");
  await alice.says("/help");
  expect(alice.sees()).toContain("/balance");
  await alice.says("7");
  expect(alice.sees()).toContain("To pay: $15.40");
});

test("odd answers get one kind sentence and the question stays", async () => {
  await alice.says("/renew");
  for (const odd of ["🙃🙃🙃", "x".repeat(4096), "Qwertyland"]) {
    await alice.says(odd);
    expect(alice.sees()).toContain("I know no country called");
    expect(alice.buttons().flat()).toContain("🇯🇵 Japan");
  }
  await alice.sends({ kind: "sticker" });
  expect(alice.sees()).toContain("Please type the country");
  await alice.says("France");
  expect(alice.sees()).toContain("France week");
});

test("a country without a plan is said so and never offered one", async () => {
  await alice.says("/renew Brazil");
  expect(alice.sees()).toContain("No plan of this card works in Brazil");
});

test("an old button goes on from its own draft, also after the talk has ended", async () => {
  await alice.says("/renew Japan");
  const old = alice.button("Japan week")!;
  await alice.says("/cancel");
  await alice.pressesRaw(old.messageId, old.callbackData!);
  const panel = alice.messages().find(({ messageId }) => messageId === old.messageId)!;
  expect(panel.text).toContain("To pay: $12.50");
});

test("a price that changed meanwhile is said, and the new one shown", async () => {
  await alice.says("/renew Japan");
  await world.app.database.prisma.plan.update({ where: { sku: "jp-week" }, data: { priceMinor: 1450 } });
  await alice.presses("Japan week");
  expect(alice.sees()).toContain("price of that plan has just changed");
  expect(alice.buttons().flat()).toContain("Japan week · $14.50");
});

test("a day of arrival can be pressed or typed, and the summary says when it starts and ends", async () => {
  await alice.says("/renew Japan");
  await alice.presses("Start: now");
  await alice.says("gibberish");
  expect(alice.sees()).toContain("I cannot place “gibberish”");
  await alice.says("24 Dec");
  expect(alice.sees()).toContain("Starts on Thu 24 Dec");
  await alice.presses("Japan week");
  expect(alice.sees()).toContain("Starts: Thu 24 Dec");
  expect(alice.sees()).toContain("Ends: Thu 31 Dec");
});

test("with several cards the card is picked first, and the number says its brand", async () => {
  await seedCard(world.app.database, { accountId, label: "Long stay", product: "yuanyou" });
  await alice.says("/renew");
  expect(alice.sees()).toContain("Which card");
  await alice.presses("Long stay");
  await alice.says("Japan");
  await alice.presses("Only for Yuanyou");
  expect(alice.sees()).toMatch(/Order YY-/);
});

test("the summary can be changed: the old checkout ends and the new order has its own", async () => {
  await alice.says("/renew Japan");
  await alice.presses("Japan week");
  const before = alice.button("Pay")!.url;
  await alice.presses("Other plans");
  await alice.presses("East Asia month");
  expect(alice.sees()).toContain("To pay: $39.00");
  expect(alice.button("Pay")!.url).not.toBe(before);
  const orders = await drafts();
  expect(orders.map(({ status }) => status)).toEqual(["canceled", "awaiting_payment"]);
  expect(world.sandbox.checkout.sessions().map(({ status }) => status)).toEqual(["expired", "open"]);
});

test("ten presses on the same plan make one order", async () => {
  await alice.says("/renew Japan");
  const plan = alice.button("Japan week")!;
  await Promise.all(
    Array.from({ length: 10 }, () =>
      world.sandbox.botApi.press(alice.id, plan.messageId, plan.callbackData!),
    ),
  );
  await world.settled();
  expect(await drafts()).toHaveLength(1);
  expect(world.sandbox.checkout.sessions()).toHaveLength(1);
});

test("somebody else's button does nothing to my order", async () => {
  await alice.says("/renew Japan");
  const plan = alice.button("Japan week")!;
  const bob = world.traveller({ firstName: "Bob" });
  await bob.says("/start");
  await bob.pressesRaw(bob.screen().messageId, plan.callbackData!);
  const [order] = await drafts();
  expect(order).toMatchObject({ status: "draft", planId: null });
  expect(bob.sees()).not.toContain("Japan week");
});

test("paging and regions lead to every country that is covered", async () => {
  await seedPlan(world.app.database, {
    sku: "world",
    name: { en: "Everywhere" },
    countries: ["*"],
    priceMinor: 5000,
  });
  await alice.says("/renew");
  await alice.presses("Africa");
  expect(alice.buttons().flat()).toContain("🇩🇿 Algeria");
  await alice.presses("2/4 ›");
  expect(alice.buttons().flat()).toContain("‹ 1/4");
  expect(alice.buttons().flat()).not.toContain("🇩🇿 Algeria");
  await alice.presses("Back");
  expect(alice.sees()).toContain("Where are you going?");
  await alice.says("歐洲");
  expect(alice.sees()).toContain("Europe");
});

test("somebody who is not linked can look at plans and is led to linking", async () => {
  const bob = world.traveller({ firstName: "Bob" });
  await bob.says("/plans");
  expect(bob.sees()).toContain("I show the plans");
  await bob.presses("🇯🇵 Japan");
  expect(bob.sees()).toContain("Japan week");
  expect(bob.sees()).toContain("Only for Yuanyou");
  await bob.presses("Japan week");
  expect(bob.sees()).toContain("Link your account first");
  await bob.says("France!");
  expect(bob.sees()).toContain("France week");
});

test("a country out of the blue begins a renewal for it", async () => {
  await alice.says("日本");
  expect(alice.sees()).toContain("Japan week");
  await alice.presses("Japan week");
  expect(alice.sees()).toContain("To pay: $12.50");
});
