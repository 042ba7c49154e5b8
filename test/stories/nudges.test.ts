import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { megabytes } from "../../src/domain/data-size.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { seedAccount, seedBundle, seedCard, seedPlan } from "../kit/seed.ts";
import type { Traveller } from "../kit/traveller.ts";
import { reportUsage } from "../kit/usage-report.ts";
import { startWorld, type World } from "../kit/world.ts";

const HOUR_MS = 60 * 60_000;

describe("being warned in time", () => {
  let database: TestDatabase;
  let world: World;
  beforeAll(async () => {
    database = await embeddedTestDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    // Two in the afternoon in Tokyo.
    world = await startWorld({ database, now: "2026-11-23T05:02:00Z" });
  });
  afterEach(() => world.stop());

  async function alice(bundle: Partial<Parameters<typeof seedBundle>[1]> = {}) {
    const db = world.app.database;
    await seedPlan(db);
    const traveller = world.traveller();
    await traveller.says("/start");
    const account = await seedAccount(db, { chatId: traveller.id });
    await db.prisma.chat.update({ where: { id: BigInt(traveller.id) }, data: { timeZone: "Asia/Tokyo" } });
    const card = await seedCard(db, { accountId: account.id, label: "Trip", nudgeDueAt: new Date(0) });
    const bundleId = await seedBundle(db, { cardId: card.id, ...bundle });
    return { traveller, account, card, bundleId };
  }

  let events = 0;
  async function uses(iccid: string, mb: number): Promise<void> {
    const at = world.clock.now().toISOString();
    const amount = Number(megabytes(mb));
    await reportUsage(world, [{ id: `use-${++events}`, iccid, kind: "data", amount, at, country: "JP" }]);
    await world.settled();
  }

  async function pass(ms: number): Promise<void> {
    world.clock.advance(ms);
    await world.app.catchUp();
    await world.settled();
  }

  const heard = (traveller: Traveller) =>
    traveller
      .messages()
      .filter(({ from }) => from === "bot")
      .map(({ text }) => text)
      .slice(1);

  test("data that gets low is told at once, by the report that says so, and each level once", async () => {
    const { traveller, card } = await alice();
    await uses(card.iccid, 7_000);
    expect(heard(traveller)).toEqual([]);
    await uses(card.iccid, 1_300);
    expect(heard(traveller)).toEqual(["Japan week: only 1.8 GB left, 18%."]);
    expect(traveller.buttons()).toEqual([
      ["Repeat: Japan week, $12.50"],
      ["Other plans", "Remind me tomorrow"],
      ["No reminders for this card"],
    ]);
    await uses(card.iccid, 100);
    await pass(2 * HOUR_MS);
    expect(heard(traveller)).toHaveLength(1);
    // Two levels at once are one message.
    await uses(card.iccid, 1_840);
    expect(heard(traveller)).toHaveLength(2);
    expect(traveller.sees()).toBe("Japan week: the data is used up.");
  });

  test("one tap from the warning to the checkout, and not a word more once it is renewed", async () => {
    const { traveller, card } = await alice({ usedMb: 8_100 });
    await uses(card.iccid, 200);
    await traveller.presses("Repeat: Japan week");
    expect(traveller.sees()).toContain("To pay: $12.50");
    expect(traveller.button("Pay $12.50")?.url).toContain("http");
    // Bought in the meantime: it waits for the first to be used up.
    await seedBundle(world.app.database, { cardId: card.id, startsAt: null });
    const before = heard(traveller).length;
    await uses(card.iccid, 1_000);
    await uses(card.iccid, 900);
    await pass(HOUR_MS);
    expect(heard(traveller)).toHaveLength(before);
  });

  test("what comes up in the night waits for the morning, and comes as one message", async () => {
    const { traveller, card } = await alice({ usedMb: 8_000 });
    await pass(10 * HOUR_MS);
    await uses(card.iccid, 400);
    expect(heard(traveller)).toEqual([]);
    await pass(7 * HOUR_MS);
    expect(heard(traveller)).toEqual([]);
    await pass(HOUR_MS);
    expect(heard(traveller)).toEqual([expect.stringContaining("only 1.7 GB left, 17%")]);
    // Whoever is cut off hears it in the night as well.
    await pass(16 * HOUR_MS);
    await uses(card.iccid, 3_000);
    expect(heard(traveller).slice(1)).toEqual(["Japan week: the data is used up."]);
  });

  test("the end of a plan is told three days, one day and three hours before, and missed some days after", async () => {
    const { traveller } = await alice();
    await pass(0);
    expect(heard(traveller)).toEqual([]);
    for (const hours of [4 * 24, 24, 24, 21, 74, 48, 240]) await pass(hours * HOUR_MS);
    expect(heard(traveller)).toEqual([
      "Japan week ends Mon 30 Nov, 14:02 (in 3 days).",
      "Japan week ends Mon 30 Nov, 14:02 (in 24 hours).",
      "Japan week ends today at 14:02 (in 3 hours).",
      expect.stringContaining("Off again soon?"),
    ]);
    expect(await world.app.database.prisma.nudge.count()).toBe(4);
  });

  test("snoozed until the morning, it comes again if it is still true, and can be taken back", async () => {
    const { traveller, card } = await alice({ usedMb: 8_000 });
    await uses(card.iccid, 400);
    expect(await traveller.presses("Remind me tomorrow")).toContain("I remind you Tue 24 Nov, 08:00");
    expect(traveller.buttons()[1]).toEqual(["Other plans", "✓ Again Tue 24 Nov, 08:00 · undo"]);
    await traveller.presses("undo");
    await traveller.presses("Remind me tomorrow");
    await pass(20 * HOUR_MS);
    expect(heard(traveller)).toHaveLength(2);
    expect(traveller.sees()).toContain("only 1.7 GB left");
    await pass(20 * HOUR_MS);
    expect(heard(traveller)).toHaveLength(2);
  });

  test("a muted card is silent until it is wanted again, and nobody mutes another's", async () => {
    const { traveller, card } = await alice({ usedMb: 8_000 });
    await uses(card.iccid, 400);
    await traveller.presses("No reminders for this card");
    await uses(card.iccid, 1_000);
    expect(heard(traveller)).toHaveLength(1);
    await traveller.presses("undo");
    await pass(0);
    expect(traveller.sees()).toContain("only 840 MB left, 8%");

    const stranger = world.traveller({ firstName: "Mallory" });
    await stranger.says("/start");
    await seedAccount(world.app.database, { chatId: stranger.id });
    const forged = `nudge:mute:${card.id}`;
    expect(await stranger.pressesRaw(stranger.screen().messageId, forged)).toContain(
      "no longer on your account",
    );
    await stranger.pressesRaw(stranger.screen().messageId, `reminders:card:${card.id}:off`);
    expect(await stranger.pressesRaw(stranger.screen().messageId, "nudge:snooze")).toContain("has passed");
    expect(await world.app.database.prisma.cardMute.count()).toBe(0);
  });

  test("everything is chosen in the settings: what, from which level on, and when not", async () => {
    const { traveller, card } = await alice();
    await traveller.says("/settings");
    await traveller.presses("Reminders");
    expect(traveller.sees()).toContain("clock of Tokyo");
    expect(traveller.buttons().flat()).toContain("Low means: 20% · 10% · used up");
    await traveller.presses("Low means");
    await traveller.presses("50%");
    await traveller.presses("10%");
    await traveller.presses("Back");
    expect(traveller.buttons().flat()).toContain("Low means: 50% · 20% · used up");
    await traveller.presses("A plan is about to end");
    expect(traveller.buttons().flat()).toContain("– A plan is about to end");
    await traveller.presses("Quiet hours: 22:00–08:00");
    await traveller.presses("23:00–07:00");
    await traveller.presses("Which cards");
    await traveller.presses("✓ Trip");
    expect(traveller.buttons().flat()).toContain(`– Trip · Heyon ··${card.iccid.slice(-4)}`);
    await traveller.presses("– Trip");
    await traveller.presses("Back");

    const before = heard(traveller).length;
    await uses(card.iccid, 6_000);
    expect(traveller.sees()).toContain("only 4.1 GB left, 41%");
    await pass(5 * 24 * HOUR_MS);
    expect(heard(traveller)).toHaveLength(before + 1);
  });

  test("several cards and several troubles are one message", async () => {
    const { traveller, account, card } = await alice({ usedMb: 8_000 });
    const db = world.app.database;
    const other = await seedCard(db, { accountId: account.id, label: "Work", nudgeDueAt: new Date(0) });
    await seedBundle(db, { cardId: other.id, name: { en: "Korea" }, usedMb: 9_000, planSku: "KR" });
    await pass(10 * HOUR_MS);
    await uses(card.iccid, 400);
    await pass(8 * HOUR_MS);
    await world.settled();
    expect(heard(traveller).at(-1)).toMatch(
      /^Trip · Heyon .*\nJapan week: only .*\n\nWork · Heyon .*\nKorea: only/,
    );
    expect(traveller.buttons().flat()).toContain("🔔 Reminders");
  });

  test("the chat used last hears it; others only if they asked to, and each once", async () => {
    const { traveller, account, card } = await alice({ usedMb: 8_000 });
    const old = world.traveller({ firstName: "Old phone" });
    await old.says("/start");
    const { prisma } = world.app.database;
    await seedAccount(world.app.database, { email: account.email, chatId: old.id });
    world.clock.advance(2 * HOUR_MS);
    await traveller.says("/start");
    await uses(card.iccid, 400);
    expect([heard(traveller).length, heard(old).length]).toEqual([2, 0]);

    await old.says("/settings");
    await old.presses("Reminders");
    await old.presses("Here too, when I use another chat");
    world.clock.advance(2 * HOUR_MS);
    await traveller.says("/start");
    await uses(card.iccid, 900);
    expect(heard(traveller).at(-1)).toContain("only 940 MB left");
    expect(heard(old).at(-1)).toContain("only 940 MB left");
    expect(await prisma.nudge.count()).toBe(3);
  });

  test("whoever blocked the bot is not tried, and hears what is still true when they are back", async () => {
    const { traveller, card } = await alice({ usedMb: 8_000 });
    traveller.blocks();
    await uses(card.iccid, 400);
    expect(
      await world.app.database.prisma.outboxNotice.count({ where: { lastError: "unreachable" } }),
    ).toBeLessThan(2);
    const tried = await world.app.database.prisma.outboxNotice.count();
    await uses(card.iccid, 900);
    await pass(HOUR_MS);
    expect(await world.app.database.prisma.outboxNotice.count()).toBe(tried);
    traveller.unblocks();
    await traveller.says("/start");
    await pass(0);
    expect(heard(traveller).at(-1)).toContain("only 940 MB left, 9%");
  });

  test("the clock is that of the country the card was last used in, unless the person chose one", async () => {
    const { traveller, card } = await alice();
    await world.app.database.prisma.chat.updateMany({ data: { timeZone: null } });
    await uses(card.iccid, 1);
    await traveller.says("/settings");
    expect(traveller.sees()).toContain("Tokyo");
    const { lastCountry } = await world.app.database.prisma.account.findFirstOrThrow();
    expect(lastCountry).toBe("JP");
  });

  test("renewed between the warning's writing and its delivery, nothing is said", async () => {
    const { traveller, card, bundleId } = await alice({ usedMb: 8_500 });
    const { prisma } = world.app.database;
    const chatId = BigInt(traveller.id);
    await prisma.nudge.create({
      data: {
        ...{ cardId: card.id, bundleId, chatId, kind: "data", level: 20 },
        dedupeKey: `${bundleId}:data:20`,
        decidedAt: world.clock.now(),
      },
    });
    await seedBundle(world.app.database, { cardId: card.id, startsAt: null });
    await world.app.database.transact(async ({ say }) => {
      await say(chatId, { type: "nudge" }, "nudge:late");
    });
    await world.settled();
    expect(heard(traveller)).toEqual([]);
    expect(await prisma.nudge.count()).toBe(0);
  });
});
