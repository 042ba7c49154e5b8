import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { countryCodes } from "../../src/domain/country.ts";
import { DAY_MS } from "../../src/domain/plan.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { iccidOf, seedAccount, seedBundle, seedCard, seedPlan } from "../kit/seed.ts";
import { listenToStatements, type Statements } from "../kit/statements.ts";
import type { Traveller } from "../kit/traveller.ts";
import { reportUsage } from "../kit/usage-report.ts";
import { startWorld, type World } from "../kit/world.ts";

let database: TestDatabase;
let statements: Statements;
let world: World;
beforeAll(async () => {
  database = await embeddedTestDatabase();
  statements = listenToStatements(database);
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await startWorld({ database, settings: { CARRIER_TIMEOUT_MS: "300" } });
});
afterEach(() => world.stop());

const db = () => world.app.database;
const HOUR = 60 * 60 * 1000;
const daysFromNow = (days: number) => new Date(world.clock.now().getTime() + days * DAY_MS);

/** Alice, linked, with an account; her clock is Tokyo's. */
async function linkedTraveller(languageCode = "en"): Promise<{ alice: Traveller; accountId: string }> {
  const alice = world.traveller({ firstName: "Alice", languageCode });
  const { id: accountId } = await seedAccount(db(), { email: "alice@example.com", chatId: alice.id });
  await db().prisma.chat.update({
    where: { id: BigInt(alice.id) },
    data: { timeZone: "Asia/Tokyo", telegramLanguage: languageCode },
  });
  return { alice, accountId };
}

async function linkedCard(languageCode?: string) {
  const { alice, accountId } = await linkedTraveller(languageCode);
  const card = await seedCard(db(), { accountId, label: "Alice travel", iccid: iccidOf(4_417) });
  return { alice, accountId, card };
}

async function fulfilledOrder(
  accountId: string,
  chatId: number,
  cardId: string,
  planId: string,
  quantity = 1,
): Promise<void> {
  const now = world.clock.now();
  await db().prisma.order.create({
    data: {
      number: `HY-${String(Math.floor(now.getTime()) % 1_000_000).padStart(6, "0")}`,
      status: "fulfilled",
      chatId: BigInt(chatId),
      accountId,
      cardId,
      planId,
      quantity,
      createdAt: now,
      updatedAt: now,
    },
  });
}

describe("what is left is told in one message", () => {
  test("with data, calls, how long, where, and as of when", async () => {
    const { alice, card } = await linkedCard();
    await seedBundle(db(), { cardId: card.id, usedMb: 7 * 1024, voiceTotalMin: 100, voiceUsedMin: 40 });
    await alice.says("/balance");
    expect(alice.sees()).toBe(
      [
        `Alice travel · Heyon ··${card.iccid.slice(-4)}`,
        "",
        "Data ▓▓▓░░░░░░░ 3.0 of 10 GB left",
        "Calls 60 of 100 min left",
        "Until Mon 30 Nov, 14:02 (in 6 days) · 🇯🇵 Japan",
        "",
        "As of 14:02",
      ].join("\n"),
    );
    expect(alice.buttons()).toEqual([["Renew", "Usage", "⟳ Refresh"], ["Menu"]]);
  });

  test("in the reader's own language", async () => {
    const { alice, card } = await linkedCard("zh-hans");
    await seedBundle(db(), { cardId: card.id, usedMb: 7 * 1024 });
    await alice.says("/balance");
    expect(alice.sees()).toContain("流量 ▓▓▓░░░░░░░ 还剩 3.0，共 10 GB");
    expect(alice.sees()).toContain("🇯🇵 日本");
  });

  test("from the menu, in place", async () => {
    const { alice, card } = await linkedCard();
    await seedBundle(db(), { cardId: card.id });
    await alice.says("/start");
    const before = alice.messages().length;
    await alice.presses("What is left");
    expect(alice.sees()).toContain("10 of 10 GB left");
    expect(alice.messages()).toHaveLength(before);
  });

  test("with two statements and one call to Telegram", async () => {
    const { alice, accountId, card } = await linkedCard();
    const plan = await seedPlan(db());
    await fulfilledOrder(accountId, alice.id, card.id, plan.id);
    await seedBundle(db(), { cardId: card.id });
    await seedBundle(db(), { cardId: card.id, startsAt: null });
    await seedCard(db(), { accountId });
    await alice.says("/balance");
    await world.settled();

    statements.length = 0;
    const calls = world.sandbox.botApi.calls().length;
    await alice.says("/balance");
    const ofBalance = statements.filter((sql) => !/"OutboxNotice"|pgboss|"Lease"/.test(sql));
    expect(ofBalance).toHaveLength(2);
    expect(
      world.sandbox.botApi
        .calls()
        .slice(calls)
        .map(({ method }) => method),
    ).toEqual(["sendMessage"]);
  });

  test("little data in megabytes, and none as used up", async () => {
    const { alice, card } = await linkedCard();
    await seedBundle(db(), { cardId: card.id, usedMb: 10 * 1024 - 40 });
    await alice.says("/balance");
    expect(alice.sees()).toContain("Data ▓░░░░░░░░░ 40 MB of 10 GB left");
    await reportUsage(world, [
      {
        id: "e1",
        iccid: card.iccid,
        kind: "data",
        amount: 40 * 1024 ** 2,
        at: world.clock.now().toISOString(),
      },
    ]);
    await alice.says("/balance");
    expect(alice.sees()).toContain("No plan is in force: Japan week was used up");
    expect(alice.sees()).toContain("As of 14:02");
  });
});

describe("every kind of plan", () => {
  test("unlimited names where it slows and is never 0 of 0", async () => {
    const { alice, card } = await linkedCard();
    await seedBundle(db(), {
      cardId: card.id,
      kind: "unlimited",
      totalMb: null,
      usedMb: 5 * 1024,
      fairUseMb: 20 * 1024,
    });
    await alice.says("/balance");
    expect(alice.sees()).toContain("Data unlimited, slower after 20 GB · 5 GB used");
    expect(alice.sees()).not.toContain("of 0");
    await db().prisma.bundle.updateMany({ data: { dataUsedBytes: 20n * 1024n ** 3n } });
    await alice.says("/balance");
    expect(alice.sees()).toContain("slower now: the 20 GB at full speed are used up");
  });

  test("minutes only says nothing of data", async () => {
    const { alice, card } = await linkedCard();
    await seedBundle(db(), { cardId: card.id, totalMb: null, voiceTotalMin: 60, smsTotal: 20, smsUsed: 1 });
    await alice.says("/balance");
    expect(alice.sees()).toContain("Calls 60 of 60 min left\nSMS 19 of 20 left");
    expect(alice.sees()).not.toContain("Data");
  });

  test("a day's plan tells today's share and which day it is", async () => {
    const { alice, card } = await linkedCard();
    await seedBundle(db(), {
      cardId: card.id,
      kind: "daily",
      totalMb: 1024,
      usedMb: 600,
      dayIndex: 2,
      startsAt: new Date(daysFromNow(-2).getTime() - HOUR),
    });
    await alice.says("/balance");
    expect(alice.sees()).toContain("Data ▓▓▓▓░░░░░░ today 0.4 of 1 GB left · day 3 of 7");
    await db().prisma.bundle.updateMany({ data: { dataUsedBytes: 1024n ** 3n } });
    await alice.says("/balance");
    expect(alice.sees()).toContain("today's 1 GB used up, 1 GB more in 22 hours · day 3 of 7");
    world.clock.advance(DAY_MS);
    await alice.says("/balance");
    expect(alice.sees()).toContain("today 1 of 1 GB left · day 4 of 7");
  });

  test("data that is used up beside minutes that are left", async () => {
    const { alice, card } = await linkedCard();
    await seedBundle(db(), { cardId: card.id, usedMb: 10 * 1024, voiceTotalMin: 60 });
    await alice.says("/balance");
    expect(alice.sees()).toContain("Data ░░░░░░░░░░ all 10 GB used up\nCalls 60 of 60 min left");
  });
});

describe("every state of a card", () => {
  test("several plans in force are told by name, the one that ends first before the others", async () => {
    const { alice, card } = await linkedCard();
    await seedBundle(db(), { cardId: card.id, days: 30, countries: ["KR"], name: { en: "Korea <month>" } });
    await seedBundle(db(), { cardId: card.id });
    await alice.says("/balance");
    expect(alice.sees()).toMatch(/Japan week\nData.*\nUntil.*Japan\n\nKorea <month>\nData.*\nUntil.*Korea/);
  });

  test("one that waits is told apart, with when it starts at the latest, and starts by itself", async () => {
    const { alice, card } = await linkedCard();
    await seedBundle(db(), { cardId: card.id, usedMb: 1024 });
    await seedBundle(db(), {
      cardId: card.id,
      startsAt: null,
      totalMb: 5 * 1024,
      name: { en: "Japan more" },
    });
    await alice.says("/balance");
    expect(alice.sees()).toContain(
      "Next: Japan more · 5 GB · 7 days · 🇯🇵 Japan\n" +
        "It starts when the plan before it is used up or ends, Mon 30 Nov, 14:02 at the latest.",
    );
    world.clock.advance(8 * DAY_MS);
    await alice.says("/balance");
    expect(alice.sees()).toContain("Data ▓▓▓▓▓▓▓▓▓▓ 5 of 5 GB left\nUntil Mon 7 Dec, 14:02 (in 5 days)");
    expect(alice.sees()).not.toContain("Next");
  });

  test("more plans than a message can hold are counted", async () => {
    const { alice, card } = await linkedCard();
    const name = { en: "A name as long as only a catalogue could have thought of ".repeat(3) };
    await seedBundle(db(), { cardId: card.id });
    for (let count = 0; count < 30; count++)
      await seedBundle(db(), { cardId: card.id, startsAt: null, name });
    await alice.says("/balance");
    expect(alice.sees()).toContain("and 21 more plans");
  });

  test("one whose day is to come", async () => {
    const { alice, card } = await linkedCard();
    await seedBundle(db(), { cardId: card.id, startsAt: new Date("2026-11-26T15:00:00Z") });
    await alice.says("/balance");
    expect(alice.sees()).toContain(
      "No plan is in force right now.\n\nStarts Fri 27 Nov, 00:00 (in 3 days): Japan week · 10 GB · 7 days · 🇯🇵 Japan",
    );
  });

  test("one that is over", async () => {
    const { alice, card } = await linkedCard();
    await seedBundle(db(), { cardId: card.id });
    world.clock.advance(9 * DAY_MS);
    await alice.says("/balance");
    expect(alice.sees()).toContain("No plan is in force: Japan week ended Mon 30 Nov, 14:02 (2 days ago).");
    expect(alice.sees()).toContain("As of Mon 23 Nov, 14:02");
    expect(alice.buttons()[0]).toEqual(["Renew", "Usage", "⟳ Refresh"]);
  });

  test("no plan at all, no card at all, no account at all", async () => {
    const stranger = world.traveller({ firstName: "Bob" });
    await stranger.says("/balance");
    expect(stranger.sees()).toContain("Link your account first");
    expect(stranger.button("Link my account")?.callbackData).toBe("go:link");

    const { alice, accountId } = await linkedTraveller();
    await alice.says("/balance");
    expect(alice.sees()).toContain("There is no card on this account yet");
    await seedCard(db(), { accountId, asOf: null });
    await alice.says("/balance");
    expect(alice.sees()).toMatch(/^Heyon ··\d{4}\n\nThere is no plan on this card yet\.$/);
  });
});

describe("several cards", () => {
  test("the one with data in force is shown, the others are a press away", async () => {
    const { alice, accountId } = await linkedTraveller();
    await seedCard(db(), { accountId, label: "Old", product: "yuanyou" });
    const trip = await seedCard(db(), { accountId, label: "Trip" });
    await seedBundle(db(), { cardId: trip.id });
    await alice.says("/balance");
    expect(alice.sees()).toMatch(/^Trip · Heyon/);
    const before = alice.messages().length;
    await alice.presses("Old ·");
    expect(alice.sees()).toMatch(/^Old · Yuanyou/);
    await alice.presses("Trip ·");
    expect(alice.sees()).toMatch(/^Trip · Heyon/);
    expect(alice.messages()).toHaveLength(before);
  });

  test("many are a list with pages", async () => {
    const { alice, accountId } = await linkedTraveller();
    for (let number = 1; number <= 11; number++) await seedCard(db(), { accountId, label: `Card ${number}` });
    await alice.says("/balance");
    await alice.presses("10 other cards");
    expect(alice.sees()).toBe("Which card?");
    expect(alice.buttons()).toHaveLength(10);
    await alice.presses("›");
    await alice.presses("Card 11");
    expect(alice.sees()).toMatch(/^Card 11 ·/);
  });

  test("somebody else's card, or one that is gone, is never shown", async () => {
    const { alice, card } = await linkedCard();
    const other = await seedAccount(db(), { email: "bob@example.com" });
    const theirs = await seedCard(db(), { accountId: other.id, label: "Bob's" });
    const bundle = await seedBundle(db(), { cardId: theirs.id });
    await alice.says("/balance");
    for (const data of [`balance:card:${theirs.id}`, `balance:refresh:${theirs.id}`]) {
      expect(await alice.pressesRaw(alice.screen().messageId, data)).toContain("no longer on your account");
      expect(alice.sees()).toContain(card.iccid.slice(-4));
    }
    await alice.pressesRaw(alice.screen().messageId, `balance:countries:${bundle}`);
    expect(alice.sees()).toContain("Alice travel");
    await alice.pressesRaw(alice.screen().messageId, "balance:card:not-an-id");
    expect(alice.messages().some(({ text }) => text.includes("Bob"))).toBe(false);
  });

  test("an old button in a chat that was unlinked since leads to linking", async () => {
    const { alice } = await linkedCard();
    await alice.says("/balance");
    await db().prisma.chat.updateMany({ data: { accountId: null } });
    await alice.presses("Refresh");
    expect(alice.sees()).toContain("Link your account first");
  });
});

describe("the buttons", () => {
  test("refresh says that nothing changed, or changes the message in place", async () => {
    const { alice, card } = await linkedCard();
    await seedBundle(db(), { cardId: card.id, name: { en: "A & <B>" } });
    await seedBundle(db(), { cardId: card.id, name: { en: 'Quote "C"' }, countries: ["KR"] });
    await alice.says("/balance");
    const before = alice.messages().length;
    expect(await alice.presses("Refresh")).toBe("No change since 14:02");
    const report = { id: "e1", iccid: card.iccid, kind: "data", at: world.clock.now().toISOString() };
    await reportUsage(world, [{ ...report, amount: 1024 ** 3 }]);
    expect(await alice.presses("Refresh")).toBe("Updated just now");
    expect(alice.sees()).toContain("9.0 of 10 GB left");
    expect(alice.messages()).toHaveLength(before);
  });

  test("the last plan can be repeated while it is sold, at today's price", async () => {
    const { alice, accountId, card } = await linkedCard();
    const plan = await seedPlan(db());
    await fulfilledOrder(accountId, alice.id, card.id, plan.id);
    await alice.says("/balance");
    expect(alice.buttons().slice(0, 2)).toEqual([
      ["Repeat: Japan week, $12.50"],
      ["Other plans", "⟳ Refresh"],
    ]);
    expect(alice.button("Repeat")?.callbackData).toBe(`go:repeat:${card.id}`);
    expect(alice.button("Other plans")?.callbackData).toBe(`go:renew:${card.id}`);

    await db().prisma.plan.update({ where: { id: plan.id }, data: { priceMinor: 1_300 } });
    await alice.says("/balance");
    expect(alice.buttons()[0]).toEqual(["Repeat: Japan week, $13.00"]);
    await db().prisma.plan.update({ where: { id: plan.id }, data: { active: false } });
    await alice.says("/balance");
    expect(alice.buttons()[0]).toEqual(["Renew", "⟳ Refresh"]);
  });

  test("days of a daily plan are repeated as many as they were", async () => {
    const { alice, accountId, card } = await linkedCard();
    const plan = await seedPlan(db(), {
      kind: "daily",
      dataMb: 1024,
      priceMinor: 180,
      name: { en: "Japan daily" },
    });
    await fulfilledOrder(accountId, alice.id, card.id, plan.id, 7);
    await alice.says("/balance");
    expect(alice.buttons()[0]).toEqual(["Repeat: Japan daily · 7 days, $12.60"]);
  });

  test("many countries are counted, and listed page by page", async () => {
    const { alice, card } = await linkedCard();
    await seedBundle(db(), { cardId: card.id, countries: [...countryCodes], name: { en: "World" } });
    await alice.says("/balance");
    expect(alice.sees()).toContain(`${countryCodes.length} countries`);
    await alice.presses("countries");
    expect(alice.sees()).toMatch(/^World works in \d+ countries:\n\n🇦🇫 Afghanistan\n/);
    await alice.presses("›");
    await alice.presses("‹");
    for (let page = 1; page < Math.ceil(countryCodes.length / 40); page++) await alice.presses("›");
    expect(alice.sees()).toContain("🇿🇼 Zimbabwe");
    await alice.presses("Back");
    expect(alice.sees()).toContain("Alice travel");
  });
});

describe("a carrier that does not answer", () => {
  for (const mood of ["slow", "down"] as const) {
    test(`and is ${mood} leaves the last known figures, marked with their time`, async () => {
      const { alice, card } = await linkedCard();
      await seedBundle(db(), { cardId: card.id, usedMb: 7 * 1024 });
      await alice.says("/balance");
      world.carrier.mood = mood;
      await alice.says("/balance");
      expect(alice.sees()).toContain("3.0 of 10 GB left");
      expect(alice.sees()).toContain("These are the last known figures, as of 14:02");
      expect(await alice.presses("Refresh")).toContain("does not answer right now");
      world.carrier.mood = "ok";
      expect(await alice.presses("Refresh")).toBe("Updated just now");
      expect(alice.sees()).not.toContain("last known");
    });
  }
});
