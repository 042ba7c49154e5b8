import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { megabytes } from "../../src/domain/data-size.ts";
import { DAY_MS } from "../../src/domain/plan.ts";
import type { ShownMessage } from "../../src/sandbox/contracts.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { iccidOf, type SeededCard, seedAccount, seedBundle, seedCard } from "../kit/seed.ts";
import type { Traveller } from "../kit/traveller.ts";
import { reportUsage } from "../kit/usage-report.ts";
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

const db = () => world.app.database;
const HOUR_MS = 60 * 60 * 1000;
/** Monday 14:02 in Tokyo. */
const NOW = new Date("2026-11-23T05:02:00Z");
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS);

async function linked(
  languageCode = "en",
): Promise<{ alice: Traveller; accountId: string; card: SeededCard }> {
  const alice = world.traveller({ firstName: "Alice", languageCode });
  const { id: accountId } = await seedAccount(db(), { email: "alice@example.com", chatId: alice.id });
  await db().prisma.chat.update({
    where: { id: BigInt(alice.id) },
    data: { timeZone: "Asia/Tokyo", telegramLanguage: languageCode },
  });
  const card = await seedCard(db(), { accountId, label: "Alice <travel>", iccid: iccidOf(4_417) });
  return { alice, accountId, card };
}

let events = 0;
/** So many megabytes a day since the plan began, in the hours of the day when people are awake. */
async function usedDaily(card: SeededCard, options: { from: Date; dayMb: number }): Promise<void> {
  const report = [];
  for (let at = options.from.getTime(); at < NOW.getTime(); at += 2 * HOUR_MS) {
    const hour = (new Date(at).getUTCHours() + 9) % 24;
    if (hour < 8 || hour >= 22) continue;
    const amount = Number(megabytes(options.dayMb)) / 7;
    report.push({
      id: `day-${++events}`,
      iccid: card.iccid,
      kind: "data",
      amount: Math.round(amount),
      at: new Date(at).toISOString(),
    });
  }
  expect((await reportUsage(world, report)).answer).toMatchObject({ applied: report.length });
}

const png = async ({ attachment }: ShownMessage) => {
  const path = attachment!.url!;
  return new Uint8Array(await (await fetch(new URL(path, world.sandbox.telegramApiRoot))).arrayBuffer());
};
const sizeOf = (bytes: Uint8Array) => {
  const view = new DataView(bytes.buffer);
  return { signature: [...bytes.subarray(1, 4)], width: view.getUint32(16), height: view.getUint32(20) };
};

/** Five days of a ten-gigabyte plan, at 1.5 GB a day. */
async function busyWeek({
  languageCode,
  startedDaysAgo = 5,
}: {
  languageCode?: string;
  startedDaysAgo?: number;
} = {}) {
  const known = await linked(languageCode);
  const startsAt = daysAgo(startedDaysAgo);
  const totalMb = 2 * 1024 * startedDaysAgo;
  await seedBundle(db(), {
    cardId: known.card.id,
    startsAt,
    now: startsAt,
    days: startedDaysAgo + 5,
    totalMb,
  });
  await usedDaily(known.card, { from: startsAt, dayMb: 1_500 });
  return known;
}

describe("the balance says when it ends", () => {
  test("at the pace of the recent days, in the person's own time", async () => {
    const { alice } = await busyWeek();
    await alice.says("/balance");
    expect(alice.sees()).toMatch(
      /Until Sat 28 Nov, 14:02 \(in 4 days\) · 🇯🇵 Japan\nAt this pace the data ends (around )?Wed 25 Nov.*: 3 days early\.\n/,
    );
  });

  test("in the reader's language", async () => {
    const { alice } = await busyWeek({ languageCode: "zh-hant" });
    await alice.says("/balance");
    expect(alice.sees()).toMatch(/照目前的用法，流量11月25日.*用完，比方案早3 天。/);
  });

  test("and speaks of the next plan where one waits, and is short where it lasts", async () => {
    const { alice, card } = await busyWeek();
    const later = new Date(NOW.getTime());
    await seedBundle(db(), { cardId: card.id, startsAt: null, now: later, name: { en: "Japan <more>" } });
    await alice.says("/balance");
    expect(alice.sees()).toMatch(/At this pace the data ends .*, then Japan <more> begins\./);
    await db().prisma.bundle.updateMany({ data: { dataTotalBytes: megabytes(40 * 1024) } });
    await alice.says("/balance");
    expect(alice.sees()).toContain("At this pace the data lasts.");
  });

  test("900 MB from the network change it", async () => {
    const { alice, card } = await busyWeek();
    await alice.says("/balance");
    const { messageId, text: before } = alice.screen();
    const usage = { id: "more", iccid: card.iccid, kind: "data", at: NOW.toISOString() };
    await reportUsage(world, [{ ...usage, amount: Number(megabytes(1_900)) }]);
    expect(await alice.presses("Refresh")).toBe("Updated just now");
    const after = alice.messages().find((message) => message.messageId === messageId)!.text;
    expect(after).toMatch(/At this pace the data ends t(his evening|oday|omorrow)/);
    expect(after).not.toBe(before);
  });
});

describe("the chart", () => {
  test("comes as a picture with the same in words, and buttons to act on it", async () => {
    const { alice, card } = await busyWeek();
    await alice.says("/usage");
    const message = alice.screen();
    expect(message.attachment?.kind).toBe("photo");
    expect(sizeOf(await png(message))).toEqual({ signature: [80, 78, 71], width: 1080, height: 840 });
    expect(message.text).toMatch(
      new RegExp(
        [
          `^Alice <travel> · Heyon ··${card.iccid.slice(-4)}`,
          "",
          "Used today: \\d+ MB",
          "In 6 days: 7\\.\\d GB, 1\\.[45] GB a day",
          "Most: \\w+ \\d+ Nov, 1\\.[45] GB",
          "",
          "Data ▓▓▓░░░░░░░ 2\\.\\d of 10 GB left",
          "Until Sat 28 Nov, 14:02 \\(in 4 days\\) · 🇯🇵 Japan",
          "At this pace the data ends .*Wed 25 Nov.*: 3 days early\\.",
          "",
          "Blue: each day\\. Green: what is left, yellow: at this pace\\. Red: the plan's end\\.$",
        ].join("\n"),
      ),
    );
    expect(alice.buttons()).toEqual([["Renew", "What is left"]]);
  });

  test.each([
    ["how much did i use yesterday", /\n\nSun 22 Nov: 1\.[45] GB used\n\nUsed today:/],
    ["how much data have i used since friday?", /\n\n20\s–\s23 Nov: 5\.\d GB used\n\n/],
    ["昨天用了多少流量", /\n\nSun 22 Nov: 1\.[45] GB used\n\n/],
    ["show my usage", /[^d]\n\nUsed today:/],
  ])("begins with the days that were asked about: %s", async (asked, answer) => {
    const { alice } = await busyWeek();
    await alice.says(asked);
    expect(alice.screen().attachment?.kind).toBe("photo");
    expect(alice.sees()).toMatch(answer);
  });

  test("is of the card that was named, and of a month where the days are longer ago", async () => {
    const { alice, accountId } = await busyWeek({ startedDaysAgo: 20 });
    const other = await seedCard(db(), { accountId, label: "work", iccid: iccidOf(4_418) });
    await seedBundle(db(), { cardId: other.id, startsAt: daysAgo(2), now: daysAgo(2) });
    await usedDaily(other, { from: daysAgo(2), dayMb: 100 });
    await alice.says("how much did my work card use yesterday");
    expect(alice.sees()).toMatch(/^work · Heyon ··\d{4}\n\nSun 22 Nov: \d\d+ MB used/);
    await alice.says("usage on 4417 from november 5 to november 8");
    expect(alice.sees()).toMatch(
      /^Alice <travel> · Heyon ··\d{4}\n\n5\s–\s8 Nov: [56]\.\d GB used\n\nUsed today/,
    );
    expect(alice.buttons().flat()).toContain("7 days");
  });

  test("changes its period in place", async () => {
    const { alice } = await busyWeek({ startedDaysAgo: 12 });
    await alice.says("/balance");
    await alice.presses("Usage");
    const { messageId } = alice.screen();
    expect(alice.sees()).toContain("In 7 days:");
    const count = alice.messages().length;
    await alice.presses("30 days");
    expect(alice.messages()).toHaveLength(count);
    expect(alice.screen().messageId).toBe(messageId);
    expect(alice.sees()).toContain("In 13 days:");
    expect(alice.buttons().at(-1)).toEqual(["7 days"]);
    await alice.presses("7 days");
    expect(alice.sees()).toContain("In 7 days:");
    await alice.presses("What is left");
    expect(alice.screen().attachment).toBeUndefined();
    expect(alice.sees()).toContain("of 24 GB left");
  });

  test("of another card is a press away, of somebody else's never", async () => {
    const { alice, accountId, card } = await busyWeek();
    const second = await seedCard(db(), { accountId, label: "Second" });
    await seedBundle(db(), { cardId: second.id, kind: "unlimited", totalMb: null, fairUseMb: 10 });
    const theirs = await seedAccount(db(), { email: "bob@example.com" });
    const bobs = await seedCard(db(), { accountId: theirs.id, label: "Bob's" });
    await alice.says("/usage");
    await alice.presses("Second ·");
    expect(alice.sees()).toMatch(/^Second · Heyon.*\n\nUsed today: 0 MB\n/);
    expect(alice.sees()).toContain("Data unlimited, slower after 10 MB");
    const { messageId } = alice.screen();
    expect(await alice.pressesRaw(messageId, `usage:show:${bobs.id}:30`)).toContain(
      "no longer on your account",
    );
    expect(alice.sees()).toContain(card.iccid.slice(-4));
    expect(alice.messages().some(({ text }) => text.includes("Bob"))).toBe(false);
  });

  test("of minutes, of a plan by the day, and of one that was used before it was known", async () => {
    const { alice, card } = await linked();
    const id = await seedBundle(db(), { cardId: card.id, totalMb: null, voiceTotalMin: 100 });
    const called = { id: "call", iccid: card.iccid, kind: "voice", amount: 600, at: NOW.toISOString() };
    await reportUsage(world, [called]);
    await alice.says("/usage");
    expect(alice.sees()).toMatch(/Used today: 10 min\n.*\n\nCalls 90 of 100 min left/);
    expect(alice.sees()).toContain("Too little has been used so far to say when it ends.");

    await db().prisma.bundle.update({
      where: { id },
      data: { kind: "daily", dataTotalBytes: megabytes(500), dataUsedBytes: megabytes(100) },
    });
    await alice.says("/usage");
    expect(alice.sees()).toContain("Yellow: what a day may take.");

    await db().prisma.bundle.update({
      where: { id },
      data: { kind: "fixed", startsAt: daysAgo(3), createdAt: NOW, dataTotalBytes: megabytes(5_000) },
    });
    await alice.says("/usage");
    expect(alice.sees()).toContain("Before Mon 23 Nov 100 MB more were used; on which days I cannot say.");
  });

  test("is not drawn where nothing was used; without an account linking comes first", async () => {
    const { alice } = await linked();
    await alice.says("/usage");
    expect(alice.sees()).toContain("Nothing has been used on this card lately.");
    expect(alice.screen().attachment).toBeUndefined();
    const stranger = world.traveller({ firstName: "Bob" });
    await stranger.says("/usage");
    expect(stranger.sees()).toContain("Link your account first");
  });

  test("that Telegram does not take is told in words", async () => {
    const { alice } = await busyWeek();
    world.sandbox.botApi.addFault({ method: "sendPhoto", code: 400, description: "IMAGE_PROCESS_FAILED" });
    await alice.says("/usage");
    expect(alice.screen().attachment).toBeUndefined();
    expect(alice.sees()).toContain("Used today");
  });
});
