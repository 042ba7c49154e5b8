import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { shortId } from "../../src/domain/short-id.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { seedDraft, startShopping } from "../kit/pay.ts";
import { seedCard } from "../kit/seed.ts";
import { startWorld, type World } from "../kit/world.ts";

let database: TestDatabase;
let world: World;
let settings: Record<string, string>;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  settings = {};
  world = await startWorld({ database, settings });
});
afterEach(() => world.stop());

test("an account with several cards lists the orders of one of them, and finds its way back", async () => {
  const alice = await startShopping(world);
  const { traveller, accountId, planId, cardId } = alice;
  await traveller.says("/orders");
  expect(traveller.buttons().flat()).not.toContain("✓ All cards");

  const second = await seedCard(world.app.database, { accountId, label: "Work", product: "yuanyou" });
  const third = await seedCard(world.app.database, { accountId, label: "Spare" });
  world.clock.advance(1000);
  const other = await seedDraft(world, { chatId: traveller.id, accountId, cardId: second.id, planId });
  await world.app.database.prisma.order.update({ where: { id: other.id }, data: { status: "fulfilled" } });
  await traveller.says("/orders");
  const { messageId } = traveller.screen();
  const label = (card: { label: string; iccid: string }, brand: string) =>
    `${card.label} · ${brand} ··${card.iccid.slice(-4)}`;
  const work = label(second, "Yuanyou 远遊");
  expect(traveller.buttons().flat().slice(0, 5)).toEqual([
    other.number,
    alice.number,
    "✓ All cards",
    work,
    expect.stringContaining("Alice travel"),
  ]);

  await traveller.presses(work);
  expect(traveller.sees()).toContain(other.number);
  expect(traveller.sees()).not.toContain(alice.number);
  expect(traveller.buttons().flat()).toContain(`✓ ${work}`);
  await traveller.presses(other.number);
  await traveller.presses("‹ Orders");
  expect(traveller.sees()).not.toContain(alice.number);

  await traveller.presses("Spare");
  expect(traveller.sees()).toContain("No orders for Spare");
  await traveller.presses("All cards");
  expect(traveller.sees()).toContain(alice.number);
  expect(traveller.screen().messageId).toBe(messageId);

  await traveller.says(`/orders ${third.iccid.slice(-6)}`);
  expect(traveller.sees()).toContain("No orders for Spare");
  // Buttons of older releases.
  for (const data of ["orders:list", "orders:page:0", `orders:show:${alice.orderId}`]) {
    await traveller.pressesRaw(messageId, data);
    expect(traveller.sees()).not.toBe("");
  }
  expect(cardId).not.toBe(second.id);
});

test("a card of somebody else narrows nothing down", async () => {
  const alice = await startShopping(world);
  const eve = world.traveller({ firstName: "Eve" });
  await eve.says("/orders");
  const { messageId } = eve.screen();
  const card = shortId(alice.cardId);
  expect(await eve.pressesRaw(messageId, `orders:page:0:${card}`)).toContain("earlier talk");
  expect(await eve.pressesRaw(messageId, `orders:show:${shortId(alice.orderId)}:0:${card}`)).toContain(
    "earlier talk",
  );
  expect(await eve.pressesRaw(messageId, "orders:what:is:this")).toContain("earlier talk");
  expect(eve.sees()).toContain("No orders yet");
});

test("a chat that was unlinked still sees what was bought in it, and nothing else of the account", async () => {
  const alice = await startShopping(world);
  const { accountId, cardId, planId, traveller } = alice;
  const tablet = world.traveller({ firstName: "Tablet" });
  await tablet.says("/start");
  const elsewhere = await seedDraft(world, { chatId: tablet.id, accountId, cardId, planId });
  await world.app.database.prisma.order.update({
    where: { id: elsewhere.id },
    data: { status: "fulfilled" },
  });
  await traveller.says("/orders");
  expect(traveller.sees()).toContain(elsewhere.number);
  await world.app.database.prisma.chat.update({
    where: { id: BigInt(traveller.id) },
    data: { accountId: null },
  });
  await traveller.says("/orders");
  expect(traveller.sees()).toContain(alice.number);
  expect(traveller.sees()).not.toContain(elsewhere.number);
});

test("the confirmation that is sent again says what is true now", async () => {
  const alice = await startShopping(world);
  await alice.atCheckout({ type: "pay", method: "card" });
  const [payment] = (await alice.order()).payments;
  await world.sandbox.checkout.refund(payment!.providerPaymentId, 1250);
  await world.settled();
  expect((await alice.order()).status).toBe("refunded");
  await alice.traveller.says(`/orders ${alice.number}`);
  const messages = alice.traveller.messages().length;
  await alice.traveller.presses("Send the confirmation again");
  expect(alice.traveller.messages()).toHaveLength(messages + 1);
  expect(alice.traveller.sees()).toContain("$12.50 has been refunded");
});

test("times of the history are those of the person's zone", async () => {
  const alice = await startShopping(world);
  await world.app.database.prisma.chat.update({
    where: { id: BigInt(alice.traveller.id) },
    data: { timeZone: "Asia/Tokyo" },
  });
  await alice.traveller.says(`/orders ${alice.number}`);
  expect(alice.traveller.sees()).toContain("Mon 23 Nov, 14:02 · payment page opened");
});

test("asking for a human opens one case at the desk, with all that a human needs", async () => {
  const alice = await startShopping(world);
  await alice.atCheckout({ type: "pay", method: "card" });
  const { traveller } = alice;
  const bob = world.traveller({ firstName: "Bob" });
  const desk = world.sandbox.botApi.addToGroup(bob.id, "Support desk");
  settings.SUPPORT_CHAT_ID = String(desk);
  await world.restart();
  const asked = () =>
    world.sandbox.botApi
      .chat(desk)
      .messages.filter(({ from, text }) => from === "bot" && text.includes("Status: waiting"))
      .map(({ text }) => text);

  await traveller.says(`/orders ${alice.number}`);
  await traveller.presses("Ask a human");
  expect(traveller.sees()).toContain(`about order ${alice.number}`);
  const [message] = asked();
  const account = await world.app.database.prisma.account.findUniqueOrThrow({
    where: { id: alice.accountId },
  });
  for (const fact of [alice.number, "Japan week", "$12.50", "Alice", account.email]) {
    expect(message).toContain(fact);
  }

  await traveller.says(`/orders ${alice.number}`);
  await traveller.presses("Ask a human");
  expect(traveller.sees()).toContain("already been called");
  expect(asked()).toHaveLength(1);
});

test("without a support group the person is told whom to ask, with the number at hand", async () => {
  const alice = await startShopping(world);
  await alice.traveller.says(`/orders ${alice.number}`);
  await alice.traveller.presses("Ask a human");
  expect(alice.traveller.sees()).toContain(alice.number);
  expect(alice.traveller.sees()).toContain("ask where you bought your card");
});
