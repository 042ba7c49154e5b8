import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { embeddedTestDatabase, findServer, serverTestDatabase, type TestDatabase } from "../kit/database.ts";
import { type Shopper, startShopping } from "../kit/pay.ts";
import { promotionUses, seedPromotion } from "../kit/promotions.ts";
import { startWorld, type World } from "../kit/world.ts";

const serverUrl = await findServer();

describe.each([
  { place: "embedded", open: embeddedTestDatabase },
  {
    place: serverUrl ? "PostgreSQL" : "PostgreSQL (skipped: no server; set TEST_DATABASE_URL)",
    open: serverUrl ? () => serverTestDatabase(serverUrl) : undefined,
  },
])("at the same moment, $place", ({ open }) => {
  let database: TestDatabase;
  let world: World;
  beforeAll(async () => {
    if (open) database = await open();
  });
  afterAll(() => database?.close());
  beforeEach(async (context) => {
    if (!open) return context.skip();
    world = await startWorld({ database });
  });
  afterEach(() => open && world.stop());

  /** Everybody's message arrives before anybody is answered. */
  async function allSay(shoppers: Shopper[], text: string): Promise<void> {
    for (const { traveller } of shoppers) world.sandbox.botApi.send(traveller.id, { kind: "text", text });
    await world.settled();
  }

  async function shoppersOf(count: number): Promise<Shopper[]> {
    const shoppers: Shopper[] = [];
    for (let index = 0; index < count; index++) shoppers.push(await startShopping(world));
    return shoppers;
  }

  test("the last use is won by one order, and the others are told and can pay", async () => {
    await seedPromotion(world, "LAST", { limitTotal: 1 });
    const shoppers = await shoppersOf(5);
    await allSay(shoppers, "last");
    const winners = shoppers.filter(({ traveller }) => traveller.button("Pay $11.25"));
    const others = shoppers.filter((shopper) => !winners.includes(shopper));
    expect(winners).toHaveLength(1);
    for (const { traveller } of others) {
      expect(traveller.sees()).toContain("Somebody is just paying with the last LAST.");
      expect(traveller.button("Pay $12.50")).toBeDefined();
    }
    expect(await promotionUses(world)).toEqual(["LAST reserved"]);

    await Promise.all(
      shoppers.map(async (shopper) =>
        world.sandbox.checkout.act(await shopper.sessionId(), { type: "pay", method: "card" }),
      ),
    );
    await world.settled();
    const orders = await world.app.database.prisma.order.findMany({ where: { status: "fulfilled" } });
    expect(orders.map(({ amountMinor }) => amountMinor).toSorted()).toEqual([1125, 1250, 1250, 1250, 1250]);
    expect(await promotionUses(world)).toEqual(["LAST spent"]);
  });

  test("the last free one starts one renewal", async () => {
    await seedPromotion(world, "GIFT", {
      limitTotal: 1,
      discount: { type: "percent", percent: 100, currency: null },
    });
    const shoppers = await shoppersOf(3);
    await allSay(shoppers, "gift");
    for (const { traveller } of shoppers) expect(traveller.button("Renew now")).toBeDefined();
    await Promise.all(
      shoppers.map(({ traveller }) => {
        const { messageId, callbackData } = traveller.button("Renew now")!;
        return world.sandbox.botApi.press(traveller.id, messageId, callbackData!);
      }),
    );
    await world.settled();
    expect(await world.app.database.prisma.bundle.count()).toBe(1);
    expect(await promotionUses(world)).toEqual(["GIFT spent"]);
    expect(shoppers.filter(({ traveller }) => traveller.button("Pay $12.50"))).toHaveLength(2);
  });

  test("a first order's discount is promised once to a person with two chats", async () => {
    await seedPromotion(world, "HELLO", { firstOrderOnly: true });
    await seedPromotion(world, "FIRST", { firstOrderOnly: true });
    const [alice, bob] = await shoppersOf(2);
    const { prisma } = world.app.database;
    // Both chats are of one account, as with two phones.
    const accountId = alice!.accountId;
    await prisma.card.update({ where: { id: bob!.cardId }, data: { accountId } });
    await prisma.chat.update({ where: { id: BigInt(bob!.traveller.id) }, data: { accountId } });
    await prisma.order.update({ where: { id: bob!.orderId }, data: { accountId } });

    world.sandbox.botApi.send(alice!.traveller.id, { kind: "text", text: "hello" });
    world.sandbox.botApi.send(bob!.traveller.id, { kind: "text", text: "first" });
    await world.settled();
    expect(await promotionUses(world)).toHaveLength(1);
    const discounted = await prisma.order.count({ where: { discountMinor: { gt: 0 } } });
    expect(discounted).toBe(1);
  });

  test("applied ten times at once it is applied once", async () => {
    await seedPromotion(world, "ONCE", { offered: true, limitPerPerson: 1 });
    const alice = await startShopping(world);
    const { messageId, callbackData } = alice.traveller.button("Use ONCE")!;
    await Promise.all(
      Array.from({ length: 10 }, () =>
        world.sandbox.botApi.press(alice.traveller.id, messageId, callbackData!),
      ),
    );
    await world.settled();
    expect(alice.traveller.button("Pay $11.25")).toBeDefined();
    expect(await promotionUses(world)).toEqual(["ONCE reserved"]);
    const open = world.sandbox.checkout.sessions().filter(({ status }) => status === "open");
    expect(open.map(({ amountTotal }) => amountTotal)).toEqual([1125]);
  });

  test("paid at the old price while a code is being applied: the order is paid, once", async () => {
    await seedPromotion(world, "LATE");
    const alice = await startShopping(world);
    const session = await alice.sessionId();
    world.sandbox.botApi.send(alice.traveller.id, { kind: "text", text: "late" });
    await world.sandbox.checkout.act(session, { type: "pay", method: "card" });
    await world.settled();
    const order = await alice.order();
    const paid = world.sandbox.checkout.sessions().filter(({ paymentStatus }) => paymentStatus === "paid");
    if (paid.length > 0) {
      expect(order).toMatchObject({ status: "fulfilled", heldReason: null, amountMinor: 1250 });
      expect(await promotionUses(world)).toEqual([]);
    } else {
      expect(alice.traveller.button("Pay $11.25")).toBeDefined();
    }
  });
});
