import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import type { Traveller } from "../kit/traveller.ts";
import { until } from "../kit/until.ts";
import { startWorld, type World } from "../kit/world.ts";

const MINUTE_MS = 60_000;

let database: TestDatabase;
let world: World;
let [alice, bob, carol]: Traveller[] = [];
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  // One after the other, so that the order can be seen.
  world = await startWorld({ database, settings: { TELEGRAM_MESSAGES_PER_SECOND: "10" } });
  [alice, bob, carol] = ["Alice", "Bob", "Carol"].map((firstName) => world.traveller({ firstName }));
  for (const person of [alice!, bob!, carol!]) await person.says("/start");
});
afterEach(() => world.stop());

let said = 0;

/** Something to be said an hour from now, unless another time is named. */
async function waits(person: Traveller, priority: number, dueInMs = 60 * MINUTE_MS): Promise<bigint> {
  const now = world.clock.now();
  const { id } = await world.app.database.prisma.outboxNotice.create({
    data: {
      chatId: BigInt(person.id),
      priority,
      notice: { type: "apology" },
      dedupeKey: `test:${said++}`,
      dueAt: new Date(now.getTime() + dueInMs),
      createdAt: now,
    },
  });
  return id;
}

async function pass(ms: number): Promise<void> {
  world.clock.advance(ms);
  await world.app.outbox.drain();
  await world.settled();
}

const notice = (id: bigint) => world.app.database.prisma.outboxNotice.findUniqueOrThrow({ where: { id } });

const sorry = (person: Traveller) => person.messages().filter(({ text }) => text.includes("went wrong"));

/** Who was written to since, in this order. */
function writtenTo(since: number): number[] {
  return world.sandbox.botApi
    .calls()
    .slice(since)
    .filter(({ method, ok }) => method === "sendMessage" && ok)
    .map(({ params }) => Number(params.chat_id));
}

const callsSoFar = () => world.sandbox.botApi.calls().length;

test("payment news goes before support, support before nudges, nudges before broadcasts", async () => {
  await waits(alice!, 3);
  await waits(bob!, 2);
  await waits(carol!, 0);
  const before = callsSoFar();
  await pass(60 * MINUTE_MS);
  expect(writtenTo(before)).toEqual([carol!.id, bob!.id, alice!.id]);
});

test("a chat hears things in their order, the more important first, one after the other", async () => {
  const [broadcast, first, second] = [await waits(alice!, 3), await waits(alice!, 1), await waits(alice!, 1)];
  await pass(60 * MINUTE_MS);
  const ids = await Promise.all([first, second, broadcast].map(async (id) => (await notice(id)).messageId!));
  expect(ids).toEqual(ids.toSorted((one, other) => one - other));
});

test("what is said for tomorrow does not hold up what is said now", async () => {
  const tomorrow = await waits(alice!, 2, 24 * 60 * MINUTE_MS);
  const now = await waits(alice!, 2, 0);
  await pass(0);
  expect((await notice(now)).sentAt).not.toBeNull();
  expect((await notice(tomorrow)).sentAt).toBeNull();
});

test("a chat that Telegram wants left alone waits as long as it was told, the others do not", async () => {
  const [first, second, other] = [await waits(alice!, 0), await waits(alice!, 0), await waits(bob!, 3)];
  world.sandbox.botApi.addFault({ method: "sendMessage", code: 429, retryAfterSeconds: 120 });
  await pass(60 * MINUTE_MS);
  expect((await notice(other)).sentAt).not.toBeNull();
  expect(sorry(alice!)).toHaveLength(0);
  expect((await notice(second)).sentAt).toBeNull();
  await pass(2 * MINUTE_MS);
  const [one, two] = [await notice(first), await notice(second)];
  expect(sorry(alice!)).toHaveLength(2);
  expect(one.messageId).toBeLessThan(two.messageId!);
});

test("two chats refused at once: everybody waits, and nobody is asked again before the time", async () => {
  for (const person of [alice!, bob!, carol!]) await waits(person, 0);
  world.sandbox.botApi.addFault({ method: "sendMessage", code: 429, retryAfterSeconds: 60, times: 2 });
  world.clock.advance(60 * MINUTE_MS);
  await until("two refusals", async () => {
    const rows = await world.app.database.prisma.outboxNotice.findMany({ where: { attempts: 1 } });
    return rows.length === 2;
  });
  await world.app.outbox.drain();
  expect(sorry(carol!)).toHaveLength(0);
  const before = callsSoFar();
  await pass(MINUTE_MS);
  expect(writtenTo(before).toSorted()).toEqual([alice!.id, bob!.id, carol!.id].toSorted());
});

test("somebody who blocked the bot is tried once; a nudge that waited is dropped, and they are not tried again", async () => {
  bob!.blocks();
  // What Telegram said of it was lost.
  await world.app.database.prisma.chat.updateMany({ data: { unreachableSince: null } });
  const waiting = [await waits(bob!, 2), await waits(bob!, 2), await waits(bob!, 3)];
  const before = callsSoFar();
  await pass(60 * MINUTE_MS);
  const tries = world.sandbox.botApi.calls().slice(before);
  expect(tries.filter(({ method }) => method === "sendMessage")).toHaveLength(1);
  waiting.push(await waits(bob!, 2, 0));
  await pass(0);
  expect(world.sandbox.botApi.calls().slice(before + 1)).toEqual([]);
  for (const id of waiting)
    expect(await notice(id)).toMatchObject({ lastError: "unreachable", sentAt: null });

  bob!.unblocks();
  await bob!.says("/start");
  const later = await waits(bob!, 2, 0);
  await pass(0);
  expect(sorry(bob!)).toHaveLength(1);
  expect((await notice(later)).sentAt).not.toBeNull();
});

test("a person's answer never waits for what goes out to others", async () => {
  for (let count = 0; count < 30; count++) await waits([alice!, bob!, carol!][count % 3]!, 3, 0);
  await carol!.says("/help");
  const calls = writtenTo(0);
  const help = carol!.messages().findLast(({ text }) => text.includes("/balance"));
  expect(help).toBeDefined();
  expect(calls.length).toBeGreaterThan(30);
});

test("what was said is forgotten after half a year, what waits is not", async () => {
  const DAY_MS = 24 * 60 * MINUTE_MS;
  const [saidLongAgo, waiting] = [await waits(alice!, 0, 0), await waits(bob!, 0, 400 * DAY_MS)];
  await pass(MINUTE_MS);
  world.clock.advance(170 * DAY_MS);
  const saidLately = await waits(alice!, 0, 0);
  await world.app.catchUp();
  expect((await notice(saidLongAgo)).sentAt).not.toBeNull();
  await pass(11 * DAY_MS);
  await world.app.catchUp();
  const left = await world.app.database.prisma.outboxNotice.findMany({ orderBy: { id: "asc" } });
  expect(left.map(({ id }) => id)).toEqual([waiting, saidLately]);
});
