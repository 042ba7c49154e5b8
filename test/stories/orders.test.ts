import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { seedDraft, startShopping } from "../kit/pay.ts";
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

test("an order shows what, how much, how it was paid, its history and its receipt", async () => {
  const alice = await startShopping(world);
  await alice.atCheckout({ type: "pay", method: "alipay" });
  await alice.traveller.says(`/orders ${alice.number}`);
  const seen = alice.traveller.sees();
  for (const fact of [
    alice.number,
    "renewed",
    "Japan week",
    "10 GB · 7 days",
    "Alice travel",
    "$12.50, by Alipay",
  ]) {
    expect(seen).toContain(fact);
  }
  expect(seen.slice(seen.indexOf("History")).split("\n").slice(1)).toEqual([
    "Mon 23 Nov, 05:02 · payment page opened",
    "Mon 23 Nov, 05:02 · paid",
    "Mon 23 Nov, 05:02 · renewed",
  ]);
  const receipt = alice.traveller.button("Receipt")?.url;
  expect((await fetch(receipt!)).status).toBe(200);
});

test.each([
  (number: string) => number.toLowerCase(),
  (number: string) => number.replace("-", " "),
  (number: string) => ` #${number.replace("-", "").replaceAll("0", "O").replaceAll("1", "I")} `,
])("a number is understood as people type it", async (typed) => {
  const alice = await startShopping(world);
  await alice.traveller.says(`/orders ${typed(alice.number)}`);
  expect(alice.traveller.sees()).toContain(`Order ${alice.number}`);
});

test.each(["HY-000000", "hello", "🛰️", "x".repeat(4000), "<b>"])(
  "nonsense after /orders is answered (%#)",
  async (typed) => {
    const alice = await startShopping(world);
    await alice.traveller.says(`/orders ${typed}`);
    expect(alice.traveller.sees()).toContain("I find no order");
  },
);

test("orders come five to a page, the newest first, without drafts and what was dropped unpaid", async () => {
  const alice = await startShopping(world);
  const { accountId, cardId, planId, traveller } = alice;
  const { order } = world.app.database.prisma;
  await order.update({ where: { id: alice.orderId }, data: { status: "expired" } });
  await seedDraft(world, { chatId: traveller.id, accountId, cardId, planId });
  const dropped = await seedDraft(world, { chatId: traveller.id, accountId, cardId, planId });
  await order.update({ where: { id: dropped.id }, data: { status: "canceled" } });
  const numbers = [alice.number];
  for (let count = 0; count < 6; count++) {
    world.clock.advance(1000);
    const { id, number } = await seedDraft(world, { chatId: traveller.id, accountId, cardId, planId });
    await order.update({ where: { id }, data: { status: "fulfilled" } });
    numbers.unshift(number);
  }

  await traveller.says("/orders");
  const shown = () =>
    traveller
      .buttons()
      .flat()
      .filter((label) => /^HY-/.test(label));
  expect(shown()).toEqual(numbers.slice(0, 5));
  expect(traveller.buttons().flat()).toContain("1 of 2");
  const messages = traveller.messages().length;
  await traveller.presses("›");
  expect(shown()).toEqual(numbers.slice(5));
  await traveller.presses(alice.number);
  expect(traveller.sees()).toContain("not paid");
  await traveller.presses("‹ Orders");
  expect(shown()).toEqual(numbers.slice(5));
  expect(traveller.messages()).toHaveLength(messages);
});

test("who has ordered nothing is shown the way", async () => {
  const alice = world.traveller();
  await alice.says("/orders");
  expect(alice.sees()).toContain("No orders yet");
  expect(alice.buttons().flat()).toContain("Renew");
});

test("nobody sees, cancels or resends somebody else's order", async () => {
  const alice = await startShopping(world);
  const eve = world.traveller({ firstName: "Eve" });
  await eve.says(`/orders ${alice.number}`);
  expect(eve.sees()).toContain("I find no order");
  const { messageId } = eve.screen();
  for (const action of ["show", "receipt", "cancel", "resend", "later"]) {
    const toast = await eve.pressesRaw(messageId, `orders:${action}:${alice.orderId}`);
    expect(toast).toContain("earlier talk");
  }
  await eve.pressesRaw(messageId, "orders:show:'; DROP TABLE");
  expect((await alice.order()).status).toBe("awaiting_payment");
});

test("another chat of the same account sees the order, but may not end it", async () => {
  const alice = await startShopping(world);
  const other = world.traveller({ firstName: "Alice's tablet" });
  await other.says("/start");
  await world.app.database.prisma.chat.update({
    where: { id: BigInt(other.id) },
    data: { accountId: alice.accountId },
  });
  await other.says(`/orders ${alice.number}`);
  expect(other.sees()).toContain("waiting for payment");
  expect(other.buttons().flat()).not.toContain("Cancel the order");
  const toast = await other.pressesRaw(other.screen().messageId, `orders:cancel:${alice.orderId}`);
  expect(toast).toContain("no longer be canceled");
  expect((await alice.order()).status).toBe("awaiting_payment");
});

test("an open order is canceled by its owner, its page closes, and it can be taken up again", async () => {
  const alice = await startShopping(world);
  const first = await alice.sessionId();
  await alice.traveller.says(`/orders ${alice.number}`);
  expect(await alice.traveller.presses("Cancel the order")).toContain("canceled");
  await world.settled();
  expect((await alice.order()).status).toBe("canceled");
  expect(world.sandbox.checkout.sessions().find(({ id }) => id === first)?.status).toBe("expired");

  await alice.traveller.presses("Pay $12.50");
  expect((await alice.order()).status).toBe("awaiting_payment");
  await alice.atCheckout({ type: "pay", method: "card" });
  expect((await alice.order()).status).toBe("fulfilled");
});

test("the confirmation can be had again, as a new message", async () => {
  const alice = await startShopping(world);
  await alice.atCheckout({ type: "pay", method: "card" });
  const confirmation = alice.traveller.sees();
  await alice.traveller.presses("The order");
  const messages = alice.traveller.messages().length;
  await alice.traveller.presses("Send the confirmation again");
  expect(alice.traveller.messages()).toHaveLength(messages + 1);
  expect(alice.traveller.sees()).toBe(confirmation);
});

test("a human can be asked for, with the number at hand", async () => {
  const alice = await startShopping(world);
  await alice.traveller.says(`/orders ${alice.number}`);
  await alice.traveller.presses("Ask a human");
  expect(alice.traveller.sees()).toContain(alice.number);
});
