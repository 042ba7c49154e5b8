import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { openDatabase } from "../../src/db/database.ts";
import { createJobQueue } from "../../src/db/jobs.ts";
import { NEEDS_CONFIRMATION } from "../../src/ops/command.ts";
import { runConfirmed } from "../../src/ops/confirm.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { operatorTypes } from "../kit/operator.ts";
import { anotherCheckout, startShopping } from "../kit/pay.ts";
import { startWorld, type World } from "../kit/world.ts";
import { createWritten } from "../ops/written.ts";

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

const refund = (number: string, ...options: string[]) => operatorTypes(world, ["refund", number, ...options]);
const release = (number: string, ...options: string[]) =>
  operatorTypes(world, ["release", number, ...options]);

async function paid() {
  const alice = await startShopping(world);
  await alice.atCheckout({ type: "pay", method: "card" });
  return alice;
}

test("a refund says what it will do and does nothing until it is confirmed", async () => {
  const alice = await paid();
  const [payment] = (await alice.order()).payments;
  const { code, text } = await refund(alice.number.toLowerCase());
  expect(code).toBe(NEEDS_CONFIRMATION);
  for (const fact of ["12.50 USD back", "card", payment!.providerPaymentId, "stays on the card"]) {
    expect(text).toContain(fact);
  }
  expect((await alice.order()).status).toBe("fulfilled");
  expect(world.sandbox.checkout.refunds()).toEqual([]);
});

test("a refund that is confirmed sends the money back, once, and tells the customer what is true", async () => {
  const alice = await paid();
  const { code, text } = await refund(alice.number, "--yes", "--reason", "Wrong country 🙈");
  expect(code).toBe(0);
  expect(text).toContain("Asked for");
  expect(world.sandbox.checkout.refunds()).toMatchObject([{ amount: 1250, status: "succeeded" }]);
  const order = await alice.order();
  expect(order).toMatchObject({ status: "refunded", bundle: { cardId: alice.cardId } });
  const event = order.events.find(({ type }) => type === "refund_requested");
  expect(event).toMatchObject({ cause: "operator", detail: { reason: "Wrong country 🙈" } });
  const said = alice.said().join("\n");
  expect(said).toContain("$12.50 has been refunded");
  expect(said).not.toContain("cannot be delivered");
  expect(said).not.toContain("Wrong country");

  const again = await refund(alice.number, "--yes");
  expect(again).toMatchObject({ code: 1, text: expect.stringContaining("no money to send back") });
  expect(world.sandbox.checkout.refunds()).toHaveLength(1);
  await alice.traveller.says(`/orders ${alice.number}`);
  expect(alice.traveller.sees()).toContain("refund begun");
});

test("a refund on its way is said to be on its way, not that nothing could be delivered", async () => {
  world.sandbox.checkout.setRefundMood({ outcome: "pending" });
  const alice = await paid();
  await refund(alice.number, "--yes");
  expect(alice.traveller.sees()).toContain("$12.50 is being refunded");
  expect(alice.traveller.sees()).not.toContain("cannot be delivered");
  await alice.traveller.says(`/orders ${alice.number}`);
  await alice.traveller.presses("Send the confirmation again");
  expect(alice.traveller.sees()).toContain("$12.50 is being refunded");
  expect(alice.traveller.sees()).not.toContain("cannot be delivered");
});

test("what went back in part before is not sent twice", async () => {
  const alice = await paid();
  const [payment] = (await alice.order()).payments;
  await world.sandbox.checkout.refund(payment!.providerPaymentId, 500);
  await world.settled();
  expect((await refund(alice.number)).text).toContain("7.50 USD back");
  expect((await refund(alice.number, "--yes", "--amount", "7.50")).code).toBe(0);
  expect(world.sandbox.checkout.refunds().map(({ amount }) => amount)).toEqual([500, 750]);
  expect((await alice.order()).status).toBe("refunded");
});

test.each(["5.00", "12.51", "lots", "-1", "12.505"])(
  "an amount that is not the whole does nothing: %s",
  async (amount) => {
    const alice = await paid();
    const { code, text } = await refund(alice.number, "--yes", `--amount=${amount}`);
    expect(code).toBe(1);
    expect(text).toMatch(/nothing was done/i);
    expect((await alice.order()).status).toBe("fulfilled");
  },
);

test("what cannot be refunded is told with why", async () => {
  const alice = await startShopping(world);
  expect(await refund(alice.number, "--yes")).toMatchObject({
    code: 1,
    text: expect.stringContaining("awaiting_payment: there is no money"),
  });
  expect((await refund("HY-000000", "--yes")).text).toContain("no order HY-000000");
  expect((await refund("hello", "--yes")).text).toContain("no order number");
  expect((await release(alice.number)).text).toContain("nothing of it waits for a human");
});

test("an order paid twice gives back what was kept, and nothing more", async () => {
  const alice = await startShopping(world);
  const other = await anotherCheckout(world, alice);
  await alice.atCheckout({ type: "pay", method: "card" });
  await world.sandbox.checkout.act(other, { type: "pay", method: "card" });
  await world.settled();
  await refund(alice.number, "--yes");
  const refunds = world.sandbox.checkout.refunds();
  expect(refunds).toHaveLength(2);
  expect(new Set(refunds.map(({ paymentIntentId }) => paymentIntentId)).size).toBe(2);
});

test("decided by a process of its own, the bot does it as soon as it looks", async () => {
  const alice = await paid();
  const jobs = createJobQueue(database.connection, () => {});
  const apart = await openDatabase({ connection: database.connection, jobs, clock: world.clock });
  const { code } = await operatorTypes(world, ["refund", alice.number, "--yes"], { database: apart });
  expect(code).toBe(0);
  await apart.close();
  expect((await alice.order()).status).toBe("refunded");
  expect(alice.said().join("\n")).toContain("$12.50 has been refunded");
});

test("a held order that is released is delivered; one that is refunded instead is not", async () => {
  const [alice, bob] = [await startShopping(world), await startShopping(world)];
  for (const shopper of [alice, bob]) {
    await world.app.database.prisma.order.update({
      where: { id: shopper.orderId },
      data: { amountMinor: 1300 },
    });
    await shopper.atCheckout({ type: "pay", method: "card" });
    expect(await shopper.order()).toMatchObject({ status: "paid", heldReason: "amount_mismatch" });
  }
  expect((await operatorTypes(world, ["stats"])).text).toContain(`${alice.number}  paid since`);

  const released = await release(alice.number, "--reason", "They wrote");
  expect(released).toMatchObject({ code: 0, text: expect.stringContaining("amount_mismatch) and goes on") });
  expect(await alice.order()).toMatchObject({ status: "fulfilled", heldReason: null });
  expect(alice.traveller.sees()).toContain("Renewed");

  await refund(bob.number, "--yes");
  expect(await bob.order()).toMatchObject({ status: "refunded", heldReason: null, bundle: null });
  expect(bob.traveller.sees()).toContain("$12.50 has been refunded");
});

test("a disputed order waits, and is delivered when it is released", async () => {
  world.carrier.mood = "down";
  const alice = await startShopping(world);
  await alice.atCheckout({ type: "pay", method: "card" });
  const [payment] = (await alice.order()).payments;
  await world.sandbox.checkout.dispute(payment!.providerPaymentId);
  await world.settled();
  expect((await operatorTypes(world, ["stats"])).text).toMatch(
    new RegExp(`Held for a human:\\n.*${alice.number}.*disputed`),
  );
  world.carrier.mood = "ok";
  expect((await release(alice.number)).text).toContain("(disputed) and goes on");
  await world.settled();
  expect((await alice.order()).status).toBe("fulfilled");
});

test("the figures tell what was ordered, paid, renewed and sent back", async () => {
  const [alice, bob] = [await paid(), await paid()];
  await startShopping(world);
  const [payment] = (await bob.order()).payments;
  await world.sandbox.checkout.refund(payment!.providerPaymentId, 250);
  await world.settled();
  await world.sandbox.checkout.refund(payment!.providerPaymentId, 100);
  await world.settled();
  world.clock.advance(3 * 24 * 60 * 60_000);
  await refund(alice.number, "--yes");
  const { text } = await operatorTypes(world, ["stats"]);
  expect(text).toMatch(/made +0 · 3 · 3\n/);
  expect(text).toMatch(/paid +0 · 2 · 2\n/);
  expect(text).toMatch(/renewed +0 · 2 · 2\n/);
  expect(text.slice(text.indexOf("Refunds"))).toContain("12.50 USD (1) · 16.00 USD (3) · 16.00 USD (3)");
});

test("at a terminal it is asked, elsewhere it wants --yes", async () => {
  const asked: unknown[] = [];
  const run = async (options: Record<string, string | boolean>) => {
    asked.push(options);
    return options.yes ? 0 : NEEDS_CONFIRMATION;
  };
  const output = createWritten();
  expect(await runConfirmed(run, {}, { ask: async () => true, output })).toBe(0);
  expect(asked).toEqual([{}, { yes: true }]);
  expect(await runConfirmed(run, {}, { ask: async () => false, output })).toBe(1);
  expect(await runConfirmed(run, {}, { ask: undefined, output })).toBe(1);
  expect(output.lines).toEqual(["Nothing was done.", "Nothing was done. Add --yes to do it."]);
  expect(asked).toHaveLength(4);
});
