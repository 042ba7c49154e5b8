import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { goToPay, seedDraft, startShopping } from "../kit/pay.ts";
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

/** What the Bot API was asked to show, in order: the method and the first words. */
const shown = (from: number) =>
  world.sandbox.botApi
    .calls()
    .slice(from)
    .filter(({ method }) => ["sendMessage", "editMessageText", "editMessageReplyMarkup"].includes(method))
    .map(
      ({ method, params }) =>
        `${method}: ${String(params.text ?? "")
          .replace(/<[^>]*>/g, "")
          .slice(0, 20)}`,
    );

test("a paid card is renewed: a new message says so, and becomes the confirmation", async () => {
  const alice = await startShopping(world);
  const payMessage = alice.traveller.screen();
  expect(alice.traveller.button("Pay $12.50")?.url).toContain(await alice.sessionId());
  const before = world.sandbox.botApi.calls().length;

  await alice.atCheckout({ type: "pay", method: "card" });

  expect(shown(before)).toEqual([
    "editMessageReplyMarkup: ",
    "sendMessage: Payment received, th",
    "editMessageText: ✅ Renewed: Japan wee",
  ]);
  const confirmation = alice.traveller.sees();
  for (const fact of ["Renewed", alice.number, "$12.50", "10 GB", "Mon 30 Nov, 05:02"]) {
    expect(confirmation).toContain(fact);
  }
  expect(
    alice.traveller.messages().find(({ messageId }) => messageId === payMessage.messageId)?.buttons,
  ).toEqual([]);

  const order = await alice.order();
  expect(order).toMatchObject({
    status: "fulfilled",
    heldReason: null,
    provisionDueAt: null,
    checkDueAt: null,
  });
  expect(order.payments).toMatchObject([
    { status: "succeeded", amountMinor: 1250, currency: "USD", method: "card", surplus: false },
  ]);
  expect(order.bundle).toMatchObject({ cardId: alice.cardId });
  expect(order.events.map(({ type, cause }) => `${type} ${cause.split(" ")[0]}`)).toEqual([
    "checkout_started customer",
    "payment_seen webhook",
    "renewal_started carrier",
    "renewed carrier",
  ]);
});

test.each(["paypal", "alipay"] as const)("%s pays as well", async (method) => {
  const alice = await startShopping(world);
  await alice.atCheckout({ type: "pay", method });
  expect(alice.traveller.sees()).toContain("Renewed");
  expect((await alice.order()).payments).toMatchObject([{ status: "succeeded", method }]);
});

test("yen have no decimals, from the summary to the confirmation", async () => {
  const alice = await startShopping(world, { priceMinor: 1800, currency: "JPY" });
  expect(alice.traveller.button("Pay ¥1,800")).toBeDefined();
  await alice.atCheckout({ type: "pay", method: "card" });
  expect(alice.traveller.sees()).toContain("¥1,800");
  expect((await alice.order()).payments).toMatchObject([{ amountMinor: 1800, currency: "JPY" }]);
});

test("the news comes in the person's own language", async () => {
  const lin = await startShopping(world, { languageCode: "zh-hans" });
  await lin.atCheckout({ type: "pay", method: "alipay" });
  expect(lin.traveller.sees()).toContain("续费成功");
});

test("a declined card is told with its reason, and another method pays the same order", async () => {
  const alice = await startShopping(world);
  const session = await alice.sessionId();
  await alice.atCheckout({ type: "pay", method: "card", card: "insufficient_funds" });
  expect(alice.traveller.sees()).toContain("not enough money");
  expect(alice.traveller.sees()).toContain("Nothing was charged");
  expect(alice.traveller.buttons()).toEqual([["Another payment method"], ["Later", "Ask a human"]]);
  const told = alice.said().length;
  await alice.atCheckout({ type: "pay", method: "card", card: "declined" });
  expect(alice.said()).toHaveLength(told);

  await alice.traveller.presses("Another payment method");
  expect(await alice.sessionId()).toBe(session);
  await alice.atCheckout({ type: "pay", method: "paypal" });
  expect(alice.traveller.sees()).toContain("Renewed");
  expect((await alice.order()).payments).toMatchObject([{ status: "succeeded", method: "paypal" }]);
});

test.each([
  ["paypal", "failed", "refused"],
  ["alipay", "canceled", "not approved in the wallet"],
] as const)("%s that %s is told in plain words", async (method, wallet, words) => {
  const alice = await startShopping(world);
  await alice.atCheckout({ type: "pay", method, wallet });
  expect(alice.traveller.sees()).toContain(words);
  expect((await alice.order()).status).toBe("awaiting_payment");
});

test("the same open order is resumed, also from a second draft and by two presses at once", async () => {
  const alice = await startShopping(world);
  const { accountId, cardId, planId, traveller } = alice;
  const session = await alice.sessionId();
  const second = await seedDraft(world, { chatId: traveller.id, accountId, cardId, planId });
  const { messageId } = traveller.screen();
  await Promise.all([
    traveller.pressesRaw(messageId, `go:resume:${second.number}`),
    traveller.pressesRaw(messageId, `go:resume:${alice.number}`),
    traveller.pressesRaw(messageId, `go:resume:${second.number}`),
  ]);
  expect(world.sandbox.checkout.sessions().map(({ id }) => id)).toEqual([session]);
  const orders = await world.app.database.prisma.order.findMany({ where: { chatId: BigInt(traveller.id) } });
  expect(orders.map(({ number }) => number)).toEqual([alice.number]);
});

test("an answer lost between provider and database is asked for again to the letter", async () => {
  const alice = await startShopping(world, { draftOnly: true });
  // The client tries twice by itself: both answers are lost, then the whole attempt is repeated.
  world.sandbox.checkout.addFault({ path: "/v1/checkout", status: "drop", afterTheFact: true, times: 2 });
  await goToPay(alice);
  expect((await alice.order()).checkoutSessionId).toBeNull();
  await goToPay(alice);
  expect(world.sandbox.checkout.sessions()).toHaveLength(1);
  expect(new Set(world.sandbox.checkout.calls().map(({ idempotencyKey }) => idempotencyKey))).toEqual(
    new Set([`${alice.orderId}:1`]),
  );
  await alice.atCheckout({ type: "pay", method: "card" });
  expect(alice.traveller.sees()).toContain("Renewed");
});

test("the promised price stands while the catalogue changes, and lapses with its checkout", async () => {
  const alice = await startShopping(world);
  const { plan } = world.app.database.prisma;
  await plan.update({ where: { id: alice.planId }, data: { priceMinor: 1500 } });
  await goToPay(alice);
  expect(alice.traveller.button("Pay $12.50")).toBeDefined();

  world.clock.advance(3 * 60 * 60_000);
  await world.sandbox.checkout.expireDue();
  await world.settled();
  await alice.traveller.pressesRaw(alice.traveller.screen().messageId, `go:resume:${alice.number}`);
  expect(alice.traveller.sees()).toContain("price of that plan has just changed");
  expect((await alice.order()).status).toBe("canceled");
});
