import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { goToPay, startShopping } from "../kit/pay.ts";
import { promotionUses, seedPromotion } from "../kit/promotions.ts";
import { seedPlan } from "../kit/seed.ts";
import { startWorld, type World } from "../kit/world.ts";

const HOUR_MS = 60 * 60_000;

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

const sessions = () =>
  world.sandbox.checkout.sessions().map(({ status, amountTotal }) => `${status} ${amountTotal}`);

/** Lets time pass for everybody. */
async function pass(ms: number): Promise<void> {
  world.clock.advance(ms);
  await world.sandbox.checkout.expireDue();
  await world.app.catchUp();
  await world.settled();
}

test("a code is asked for, typed in any spelling, shown as a line, and paid", async () => {
  await seedPromotion(world, "WELCOME10", { name: { en: "Welcome gift" } });
  const alice = await startShopping(world);
  const { traveller, number } = alice;
  expect(traveller.sees()).toContain("To pay: $12.50");

  await traveller.presses("Promotion code");
  expect(traveller.sees()).toContain("What is your promotion code?");
  await traveller.says(" welcome 10");
  expect(traveller.sees()).toContain("Discount (Welcome gift · WELCOME10): −$1.25\nTo pay: $11.25");
  expect(traveller.sees()).toContain(number);
  expect(traveller.button("Pay $11.25")?.url).toContain(await alice.sessionId());
  expect(sessions()).toEqual(["expired 1250", "open 1125"]);
  expect(await promotionUses(world)).toEqual(["WELCOME10 reserved"]);

  await alice.atCheckout({ type: "pay", method: "card" });
  expect(traveller.sees()).toContain("Renewed");
  expect(traveller.sees()).toContain("$11.25");
  expect(await alice.order()).toMatchObject({
    status: "fulfilled",
    heldReason: null,
    amountMinor: 1125,
    discountMinor: 125,
    payments: [{ amountMinor: 1125, status: "succeeded" }],
  });
  expect(await promotionUses(world)).toEqual(["WELCOME10 spent"]);
  await traveller.says(`/orders ${number}`);
  expect(traveller.sees()).toContain("Discount (Welcome gift · WELCOME10): −$1.25");
});

test("an offer that applies is one tap, the best of several, and the tap can be taken back", async () => {
  await seedPromotion(world, "TEN", { offered: true });
  await seedPromotion(world, "TWENTY", {
    offered: true,
    discount: { type: "percent", percent: 20, currency: null },
  });
  await seedPromotion(world, "FRANCE50", {
    offered: true,
    countries: ["FR"],
    discount: { type: "percent", percent: 50, currency: null },
  });
  const alice = await startShopping(world);
  expect(alice.traveller.buttons().slice(0, 3)).toEqual([
    ["Pay $12.50"],
    ["Use TWENTY: −$2.50"],
    ["Promotion code"],
  ]);
  await alice.traveller.presses("Use TWENTY");
  expect(alice.traveller.sees()).toContain("Discount (TWENTY): −$2.50\nTo pay: $10.00");
  expect(alice.traveller.buttons().slice(0, 2)).toEqual([["Pay $10.00"], ["Remove TWENTY"]]);

  await alice.traveller.presses("Remove TWENTY");
  expect(alice.traveller.sees()).not.toContain("Discount");
  expect(alice.traveller.button("Pay $12.50")).toBeDefined();
  expect(sessions()).toEqual(["expired 1250", "expired 1000", "open 1250"]);
  expect(await promotionUses(world)).toEqual([]);
});

test("without any promotion there is nothing to press", async () => {
  const alice = await startShopping(world);
  expect(alice.traveller.buttons().flat()).not.toContain("Promotion code");
});

test("a code typed out of the blue applies to the order that waits, and is kept without one", async () => {
  await seedPromotion(world, "WELCOME10");
  const alice = await startShopping(world);
  await alice.traveller.says("Ｗｅｌｃｏｍｅ１０");
  expect(alice.traveller.sees()).toContain("To pay: $11.25");
  await alice.traveller.says("welcome10");
  expect(alice.traveller.sees()).toContain("WELCOME10 is applied already.");
  expect(alice.traveller.sees()).toContain("To pay: $11.25");
  expect(sessions()).toEqual(["expired 1250", "open 1125"]);
  const stranger = world.traveller({ firstName: "Bob" });
  await stranger.says("WELCOME10");
  expect(stranger.sees()).toContain("WELCOME10 is kept");
  await stranger.says("NOSUCH10");
  expect(stranger.sees()).not.toContain("kept");
});

test("a code that is not known is said so, the summary stays, and the next try is heard", async () => {
  await seedPromotion(world, "WELCOME10");
  const alice = await startShopping(world);
  const session = await alice.sessionId();
  await alice.traveller.presses("Promotion code");
  await alice.traveller.sends({ kind: "sticker" });
  expect(alice.traveller.sees()).toContain("Please type the code as a message.");
  for (const odd of ["WELCOM10", "🙃🙃🙃", "x".repeat(4096), "<b>10%</b>"]) {
    await alice.traveller.says(odd);
    expect(alice.traveller.sees()).toContain("I know no code");
    expect(alice.traveller.sees()).toContain("To pay: $12.50");
  }
  expect(await alice.sessionId()).toBe(session);
  await alice.traveller.says("WELCOME10");
  expect(alice.traveller.sees()).toContain("To pay: $11.25");
});

test("back from the question, and commands and a restart in the middle of it", async () => {
  await seedPromotion(world, "WELCOME10");
  const alice = await startShopping(world);
  const session = await alice.sessionId();
  await alice.traveller.presses("Promotion code");
  await alice.traveller.presses("Back");
  expect(alice.traveller.sees()).toContain("To pay: $12.50");
  expect(await alice.sessionId()).toBe(session);

  await alice.traveller.presses("Promotion code");
  await alice.traveller.says("/balance");
  await world.restart();
  await alice.traveller.says("welcome10");
  expect(alice.traveller.sees()).toContain("To pay: $11.25");
});

test("why a code does not apply is said, and the order stays as it was", async () => {
  const day = 24 * HOUR_MS;
  const at = (ms: number) => new Date(world.clock.now().getTime() + ms);
  await seedPromotion(world, "OVER", { endsAt: at(-1) });
  await seedPromotion(world, "SOON", { startsAt: at(day) });
  await seedPromotion(world, "BRAND", { products: ["yuanyou"] });
  await seedPromotion(world, "FRANCE", { countries: ["FR", "DE"] });
  await seedPromotion(world, "DAILY", { kinds: ["daily", "monthly"] });
  await seedPromotion(world, "EURO", { discount: { type: "amount", amountMinor: 500, currency: "EUR" } });
  const stopped = await seedPromotion(world, "STOPPED");
  const { promotion } = world.app.database.prisma;
  await promotion.update({ where: { id: stopped }, data: { stoppedAt: at(0) } });
  const alice = await startShopping(world);
  const session = await alice.sessionId();
  for (const [code, why] of [
    ["over", "OVER has expired."],
    ["soon", "SOON is valid from Tue 24 Nov"],
    ["brand", "BRAND is only for Yuanyou 远遊 cards."],
    ["france", "FRANCE is only for trips to 🇫🇷 France and 🇩🇪 Germany."],
    ["daily", "DAILY is only for these plans: Per day and Monthly."],
    ["euro", "EURO is only for prices in EUR."],
    ["stopped", "STOPPED is no longer valid."],
  ] as const) {
    await alice.traveller.says(code);
    expect(alice.traveller.sees()).toContain(why);
    expect(alice.traveller.button("Pay $12.50")?.url).toContain(session);
  }
  expect(sessions()).toEqual(["open 1250"]);
});

test("a first order's code is for the first order, and one of them at a time", async () => {
  await seedPromotion(world, "FIRST", { firstOrderOnly: true });
  const alice = await startShopping(world);
  await alice.traveller.says("first");
  expect(alice.traveller.sees()).toContain("To pay: $11.25");

  await seedPlan(world.app.database, { sku: "KR", countries: ["KR"], priceMinor: 1000 });
  const again = async () => {
    await alice.traveller.says("/renew KR");
    await alice.traveller.presses("Japan week · $10.00");
    await alice.traveller.says("first");
  };
  await again();
  expect(alice.traveller.sees()).toContain(`FIRST is kept for your unpaid order ${alice.number}`);
  expect(alice.traveller.button("Pay $10.00")).toBeDefined();

  await alice.atCheckout({ type: "pay", method: "card" });
  await again();
  expect(alice.traveller.sees()).toContain("You have already used FIRST.");
});

test("a code per person is free again when the order is given up", async () => {
  await seedPromotion(world, "ONCE", { limitPerPerson: 1, limitTotal: 1 });
  const alice = await startShopping(world);
  await alice.traveller.says("once");
  expect(await promotionUses(world)).toEqual(["ONCE reserved"]);
  const bob = await startShopping(world);
  await bob.traveller.says("ONCE");
  expect(bob.traveller.sees()).toContain("Somebody is just paying with the last ONCE.");

  await alice.traveller.presses("Cancel");
  expect(await promotionUses(world)).toEqual(["ONCE released"]);
  await bob.traveller.says("ONCE");
  expect(bob.traveller.sees()).toContain("To pay: $11.25");
  await bob.atCheckout({ type: "pay", method: "alipay" });

  const carol = await startShopping(world);
  await carol.traveller.says("ONCE");
  expect(carol.traveller.sees()).toContain("ONCE has been used up.");
});

test("a checkout that expires frees the code; resumed, it is promised again while there is one", async () => {
  await seedPromotion(world, "LAST", { limitTotal: 1 });
  const alice = await startShopping(world);
  await alice.traveller.says("last");
  await pass(2 * HOUR_MS + 60_000);
  expect((await alice.order()).status).toBe("expired");
  expect(await promotionUses(world)).toEqual(["LAST released"]);

  await alice.traveller.presses("Pay $11.25");
  expect(alice.traveller.sees()).toContain("Discount (LAST): −$1.25");
  expect(await promotionUses(world)).toEqual(["LAST reserved"]);
  await pass(2 * HOUR_MS + 60_000);

  const bob = await startShopping(world);
  await bob.traveller.says("last");
  expect(bob.traveller.button("Pay $11.25")).toBeDefined();
  await alice.traveller.presses("Pay $11.25");
  expect(alice.traveller.sees()).toContain("Somebody is just paying with the last LAST.");
  expect(alice.traveller.sees()).toContain("So this is the price without it:");
  expect(alice.traveller.button("Pay $12.50")).toBeDefined();
  expect(alice.traveller.buttons().flat()).toContain("Promotion code");
});

test("a code that ends between applying and paying keeps its price, and is gone with the promise", async () => {
  const id = await seedPromotion(world, "TODAY", {
    endsAt: new Date(world.clock.now().getTime() + HOUR_MS),
  });
  const alice = await startShopping(world);
  await alice.traveller.says("today");
  world.clock.advance(HOUR_MS + 60_000);
  const { promotion } = world.app.database.prisma;
  await promotion.update({ where: { id }, data: { stoppedAt: world.clock.now() } });
  await goToPay(alice);
  expect(alice.traveller.button("Pay $11.25")).toBeDefined();

  await pass(HOUR_MS);
  await goToPay(alice);
  expect(alice.traveller.sees()).toContain("TODAY is no longer valid.\nSo this is the price without it:");
  expect(alice.traveller.button("Pay $12.50")).toBeDefined();
  expect(await alice.order()).toMatchObject({ discountMinor: 0, amountMinor: 1250, promotionId: null });
});

test("late money for an order whose code went to somebody else buys at the promised price all the same", async () => {
  await seedPromotion(world, "LAST", { limitTotal: 1 });
  const alice = await startShopping(world);
  await alice.traveller.says("last");
  world.sandbox.checkout.addFault({ path: "/v1/checkout/sessions/", method: "POST", status: 500, times: 2 });
  await alice.traveller.presses("Cancel");
  expect(await promotionUses(world)).toEqual(["LAST released"]);
  world.sandbox.checkout.clearFaults();
  const bob = await startShopping(world);
  await bob.traveller.says("last");
  await bob.atCheckout({ type: "pay", method: "card" });
  await alice.atCheckout({ type: "pay", method: "card" });
  expect(await alice.order()).toMatchObject({ status: "fulfilled", amountMinor: 1125, heldReason: null });
  expect(await promotionUses(world)).toEqual(["LAST spent", "LAST spent"]);
});

test("another plan keeps the code where it applies, and says why where it does not", async () => {
  await seedPromotion(world, "JAPAN5", {
    countries: ["JP"],
    discount: { type: "amount", amountMinor: 500, currency: "USD" },
  });
  const plans = world.app.database;
  await seedPlan(plans, { sku: "JP-20", name: { en: "Japan big" }, priceMinor: 2000 });
  await seedPlan(plans, { sku: "FR", name: { en: "France week" }, priceMinor: 990, countries: ["FR"] });
  const alice = await startShopping(world);
  await alice.traveller.says("japan5");
  expect(alice.traveller.sees()).toContain("To pay: $7.50");
  await alice.traveller.presses("Other plans");
  await alice.traveller.presses("Japan big");
  expect(alice.traveller.sees()).toContain("Discount (JAPAN5): −$5.00\nTo pay: $15.00");

  await alice.traveller.presses("Another country");
  await alice.traveller.says("France");
  await alice.traveller.presses("France week");
  expect(alice.traveller.sees()).toContain("JAPAN5 is only for trips to 🇯🇵 Japan.");
  expect(alice.traveller.button("Pay $9.90")).toBeDefined();
  expect(await promotionUses(world)).toEqual(["JAPAN5 released", "JAPAN5 released"]);
});

test("the same renewal begun again resumes the open order with its discount", async () => {
  await seedPromotion(world, "WELCOME10");
  const alice = await startShopping(world);
  await alice.traveller.says("welcome10");
  await alice.traveller.says("/renew JP");
  await alice.traveller.presses("Japan week · $12.50");
  expect(alice.traveller.sees()).toContain("Discount (WELCOME10): −$1.25\nTo pay: $11.25");
  expect(alice.traveller.sees()).toContain(alice.number);
});

test("yen are discounted in whole yen", async () => {
  await seedPromotion(world, "WELCOME10");
  const alice = await startShopping(world, { priceMinor: 1855, currency: "JPY" });
  await alice.traveller.says("welcome10");
  expect(alice.traveller.sees()).toContain("Discount (WELCOME10): −¥185\nTo pay: ¥1,670");
  await alice.atCheckout({ type: "pay", method: "card" });
  expect((await alice.order()).status).toBe("fulfilled");
});

test.each([
  ["zh-hans", "免费", "立即续费", "无需付款", "续费成功"],
  ["zh-hant", "免費", "立即續費", "不用付款", "續費完成"],
])("nothing left to pay is said in %s", async (languageCode, free, now, nothing, renewed) => {
  await seedPromotion(world, "FREE", { discount: { type: "percent", percent: 100, currency: null } });
  const lin = await startShopping(world, { languageCode });
  await lin.traveller.says("free");
  expect(lin.traveller.sees()).toContain(free);
  await lin.traveller.presses(now);
  const said = lin.said().join("\n");
  expect(said).toContain(nothing);
  expect(lin.traveller.sees()).toContain(renewed);
});

test("nothing left to pay: no checkout, one tap, the same news, and a second tap does nothing", async () => {
  await seedPromotion(world, "FREE", {
    offered: true,
    discount: { type: "amount", amountMinor: 1220, currency: "USD" },
    limitTotal: 1,
  });
  const alice = await startShopping(world);
  expect(alice.traveller.buttons()[1]).toEqual(["Use FREE: free"]);
  await alice.traveller.presses("Use FREE");
  expect(alice.traveller.sees()).toContain("Discount (FREE): −$12.50\nTo pay: nothing");
  expect(alice.traveller.sees()).toContain("Nothing will be charged.");
  expect(sessions()).toEqual(["expired 1250"]);
  expect(await promotionUses(world)).toEqual([]);
  expect((await alice.order()).status).toBe("expired");

  const button = alice.traveller.button("Renew now")!;
  await Promise.all([
    world.sandbox.botApi.press(alice.traveller.id, button.messageId, button.callbackData!),
    world.sandbox.botApi.press(alice.traveller.id, button.messageId, button.callbackData!),
  ]);
  await world.settled();
  const panel = alice.traveller.messages().find(({ messageId }) => messageId === button.messageId)!;
  expect(panel.text).toContain("nothing to pay, renewing now");
  expect(panel.buttons).toEqual([]);
  expect(alice.traveller.sees()).toContain("Renewed");
  expect(alice.traveller.sees()).toContain("nothing was charged");
  expect(alice.said().join("\n")).not.toContain("Payment received");
  const order = await alice.order();
  expect(order).toMatchObject({ status: "fulfilled", amountMinor: 0, payments: [] });
  expect(order.bundle).toBeTruthy();
  expect(await promotionUses(world)).toEqual(["FREE spent"]);
  await alice.traveller.says(`/orders ${alice.number}`);
  expect(alice.traveller.sees()).toContain("nothing to pay");
});

test("a free renewal that somebody else took first is offered at its price", async () => {
  await seedPromotion(world, "FREE", {
    discount: { type: "percent", percent: 100, currency: null },
    limitTotal: 1,
  });
  const [alice, bob] = [await startShopping(world), await startShopping(world)];
  await alice.traveller.says("free");
  await bob.traveller.says("free");
  await alice.traveller.presses("Renew now");
  await bob.traveller.presses("Renew now");
  expect(bob.traveller.sees()).toContain("FREE has been used up.");
  expect(bob.traveller.button("Pay $12.50")).toBeDefined();
  expect((await bob.order()).bundle).toBeNull();
});

test("a free renewal that is late and then refused is said without a word of payment, and frees the code", async () => {
  await seedPromotion(world, "FREE", { discount: { type: "percent", percent: 100, currency: null } });
  const alice = await startShopping(world);
  await alice.traveller.says("free");
  world.carrier.mood = "down";
  await alice.traveller.presses("Renew now");
  expect(alice.traveller.sees()).toContain("still working on it");
  expect(alice.traveller.sees()).not.toContain("Payment");
  expect(await promotionUses(world)).toEqual(["FREE spent"]);

  await world.app.database.prisma.order.update({ where: { id: alice.orderId }, data: { cardId: null } });
  world.carrier.mood = "ok";
  await pass(2 * HOUR_MS);
  expect(alice.traveller.sees()).toContain("You have paid nothing.");
  expect((await alice.order()).status).toBe("failed");
  expect(await promotionUses(world)).toEqual(["FREE released"]);
});

test("a full refund gives the code back", async () => {
  await seedPromotion(world, "ONCE", { limitPerPerson: 1 });
  const alice = await startShopping(world);
  await alice.traveller.says("once");
  await alice.atCheckout({ type: "pay", method: "card" });
  expect(await promotionUses(world)).toEqual(["ONCE spent"]);
  const [payment] = (await alice.order()).payments;
  await world.sandbox.checkout.refund(payment!.providerPaymentId);
  await world.settled();
  expect((await alice.order()).status).toBe("refunded");
  expect(await promotionUses(world)).toEqual(["ONCE released"]);
});

test("while the provider is down a code is kept, and applied when it answers", async () => {
  await seedPromotion(world, "WELCOME10");
  const alice = await startShopping(world);
  world.sandbox.checkout.addFault({ path: "/v1/checkout", status: 500, times: 4 });
  await alice.traveller.says("welcome10");
  expect(alice.traveller.sees()).toContain("The payment page cannot be reached right now");
  world.sandbox.checkout.clearFaults();
  await alice.traveller.presses("Try again");
  expect(alice.traveller.sees()).toContain("To pay: $11.25");
  expect(world.sandbox.checkout.sessions().filter(({ status }) => status === "open")).toHaveLength(1);
});

test("somebody else's button and a forged one change nothing", async () => {
  await seedPromotion(world, "TEN", { offered: true });
  const alice = await startShopping(world);
  const use = alice.traveller.button("Use TEN")!;
  const bob = await startShopping(world);
  await bob.traveller.pressesRaw(bob.traveller.screen().messageId, use.callbackData!);
  await alice.traveller.pressesRaw(use.messageId, `${use.callbackData!.slice(0, -3)}AAA`);
  expect((await alice.order()).promotionId).toBeNull();
  expect(await promotionUses(world)).toEqual([]);
});
