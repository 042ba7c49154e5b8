import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findServer, serverTestDatabase, type TestDatabase } from "../kit/database.ts";
import { anotherCheckout, seedDraft, startShopping } from "../kit/pay.ts";
import { startWorld, type World } from "../kit/world.ts";

const serverUrl = await findServer();

// The stories that lean on locks, where statements really run side by side.
describe.skipIf(!serverUrl)("on PostgreSQL", () => {
  let database: TestDatabase;
  let world: World;
  beforeAll(async () => {
    database = await serverTestDatabase(serverUrl!);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    world = await startWorld({ database });
  });
  afterEach(() => world.stop());

  test("many people pay at once, each told of three times, and each is renewed once", async () => {
    world.sandbox.checkout.setWebhookMood({ copies: 3 });
    const shoppers = await Promise.all(Array.from({ length: 8 }, () => startShopping(world)));
    await Promise.all(shoppers.map((shopper) => shopper.atCheckout({ type: "pay", method: "card" })));
    for (const shopper of shoppers) {
      expect((await shopper.order()).status).toBe("fulfilled");
      expect(shopper.said().filter((text) => text.includes("Renewed"))).toHaveLength(1);
    }
    expect(await world.app.database.prisma.bundle.count()).toBe(shoppers.length);
  });

  test("paid at three links at the same moment: one renewal, two refunds", async () => {
    const alice = await startShopping(world);
    const links = [
      await alice.sessionId(),
      await anotherCheckout(world, alice),
      await anotherCheckout(world, alice),
    ];
    const { checkout } = world.sandbox;
    await Promise.all(links.map((id) => checkout.act(id, { type: "pay", method: "card" })));
    await world.settled();
    const order = await alice.order();
    expect(order.status).toBe("fulfilled");
    expect(order.payments.map(({ status }) => status).sort()).toEqual(["refunded", "refunded", "succeeded"]);
    expect(checkout.refunds()).toHaveLength(2);
  });

  test("the reconciliation of two processes at once asks once", async () => {
    const alice = await startShopping(world);
    world.sandbox.checkout.setWebhookMood({ drop: true });
    await alice.atCheckout({ type: "pay", method: "card" });
    world.clock.advance(4 * 60_000);
    await Promise.all([world.app.catchUp(), world.app.catchUp(), world.app.catchUp()]);
    await world.settled();
    expect((await alice.order()).status).toBe("fulfilled");
  });

  test("two identical drafts at once become one order", async () => {
    const alice = await startShopping(world, { draftOnly: true });
    const { traveller, accountId, cardId, planId } = alice;
    const second = await seedDraft(world, { chatId: traveller.id, accountId, cardId, planId });
    const { messageId } = traveller.screen();
    await Promise.all(
      [alice.number, second.number].map((number) => traveller.pressesRaw(messageId, `go:resume:${number}`)),
    );
    expect(world.sandbox.checkout.sessions()).toHaveLength(1);
  });
});
