import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { embeddedTestDatabase, findServer, serverTestDatabase, type TestDatabase } from "../kit/database.ts";
import { anotherCheckout, startShopping } from "../kit/pay.ts";
import { startWorld, type World } from "../kit/world.ts";

/** What the bot or its customer missed: lost webhooks nobody would ask about, and news to a closed door. */

const MINUTE_MS = 60_000;
const server = await findServer();
const databases: [string, () => Promise<TestDatabase>][] = [
  ["PGlite", embeddedTestDatabase],
  ...(server
    ? [["PostgreSQL", () => serverTestDatabase(server)] as [string, () => Promise<TestDatabase>]]
    : []),
];

describe.each(databases)("%s", (_name, open) => {
  let database: TestDatabase;
  let world: World;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    world = await startWorld({ database });
  });
  afterEach(() => world.stop());

  async function pass(ms: number): Promise<void> {
    world.clock.advance(ms);
    await world.app.catchUp();
    await world.settled();
  }

  test.each([
    ["soon after", 0.2],
    ["at the first look, a day later", 24],
  ])("money at a second link is found without its webhook %s, and goes back", async (_when, hours) => {
    const alice = await startShopping(world);
    const second = await anotherCheckout(world, alice);
    await alice.atCheckout({ type: "pay", method: "card" });
    world.sandbox.checkout.setWebhookMood({ drop: true });
    await world.sandbox.checkout.act(second, { type: "pay", method: "card" });
    await pass(hours * 60 * MINUTE_MS);
    expect((await alice.order()).payments).toMatchObject([
      { status: "succeeded", surplus: false },
      { status: "refunded", surplus: true, refundedMinor: 1250 },
    ]);
    expect(alice.traveller.sees()).toContain("You paid twice");
  });

  test("what is known already is not asked about again", async () => {
    const alice = await startShopping(world);
    await alice.atCheckout({ type: "pay", method: "card" });
    await world.app.catchUp();
    await pass(11 * MINUTE_MS);
    const asked = world.sandbox.checkout.calls().length;
    await pass(11 * MINUTE_MS);
    const later = world.sandbox.checkout.calls().slice(asked);
    expect(later.map(({ path }) => path)).toEqual(["/v1/events"]);
  });

  test("who blocked the bot while paying hears of it on return", async () => {
    const alice = await startShopping(world);
    alice.traveller.blocks();
    await alice.atCheckout({ type: "pay", method: "card" });
    expect(alice.said().join()).not.toContain("Renewed");
    await pass(3 * MINUTE_MS);
    alice.traveller.unblocks();
    await world.settled();
    expect(alice.said().filter((text) => text.includes("Renewed"))).toHaveLength(1);
    expect(alice.traveller.sees()).toContain(alice.number);
  });

  test("a return that Telegram did not announce is noticed by the first message", async () => {
    const alice = await startShopping(world);
    world.sandbox.botApi.addFault({ method: "sendMessage", code: 403 });
    await alice.atCheckout({ type: "pay", method: "card" });
    const heard = alice.said().join();
    await alice.traveller.says("/start");
    await world.settled();
    expect(heard).not.toContain("Payment received");
    expect(alice.said().join()).toContain("Renewed");
  });
});
