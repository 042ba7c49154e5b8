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
      ["Other plans", "Tomorrow morning"],
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
});
