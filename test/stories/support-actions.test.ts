import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { BotApiStandIn } from "../../src/sandbox/bot-api/index.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { type Agent, DESK_ID, type Desk, openDesk } from "../kit/desk.ts";
import { startShopping } from "../kit/pay.ts";
import { startWorld, type World } from "../kit/world.ts";

const HOUR_MS = 60 * 60_000;

let database: TestDatabase;
let world: World;
let botApi: BotApiStandIn;
let desk: Desk;
let settings: Record<string, string>;
let mia: Agent;
let noah: Agent;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  settings = { SUPPORT_CHAT_ID: DESK_ID };
  world = await startWorld({ database, settings });
  botApi = world.sandbox.botApi as BotApiStandIn;
  desk = openDesk(world);
  mia = desk.agent("Mia");
  noah = desk.agent("Noah");
});
afterEach(() => world.stop());

const boss: Pick<Agent, "presses"> = {
  async presses(label) {
    const founder = 8_000_000_001;
    for (const { message_id, reply_markup } of botApi.group(desk.chatId).messages.toReversed()) {
      const found = reply_markup?.inline_keyboard.flat().find(({ text }) => text.includes(label));
      if (!found?.callback_data) continue;
      const answer = await botApi.press(founder, message_id, found.callback_data, undefined, desk.chatId);
      await world.settled();
      return answer?.text;
    }
    throw new Error(`No button "${label}" in the group`);
  },
};
const lines = () => desk.lines(desk.topic());
const pass = async (ms: number) => {
  world.clock.advance(ms);
  await world.app.catchUp();
  await world.settled();
};
async function paidAndCalling() {
  const alice = await startShopping(world);
  await alice.atCheckout({ type: "pay", method: "card" });
  await alice.traveller.says("/support");
  await alice.traveller.says("It does not work");
  return alice;
}

test("an administrator sends the money back with two taps, and the history names who", async () => {
  const alice = await paidAndCalling();
  await mia.presses("Orders");
  expect(lines().at(-1)).toContain(alice.number);
  await mia.presses(alice.number);
  expect(await mia.presses("Refund $12.50")).toBe("Only administrators of this group can do that.");
  await boss.presses("Refund $12.50");
  expect(world.sandbox.checkout.refunds()).toEqual([]);
  expect(await boss.presses("Send $12.50 back")).toContain("on its way back");
  expect(world.sandbox.checkout.refunds()).toMatchObject([{ amount: 1250, status: "succeeded" }]);
  const order = await alice.order();
  expect(order.status).toBe("refunded");
  const asked = order.events.find(({ type }) => type === "refund_requested");
  expect(asked?.cause).toBe("agent Founder (8000000001)");
  expect(alice.said().join("\n")).toContain("$12.50 has been refunded");
  expect(lines().join("\n")).toContain(`Founder sends the money of ${alice.number} back`);
});

test("above the set sum a second administrator confirms, and nobody confirms their own", async () => {
  Object.assign(settings, { SUPPORT_REFUND_ALONE: "10 USD" });
  await world.restart();
  const alice = await paidAndCalling();
  await mia.presses("Orders");
  await mia.presses(alice.number);
  await boss.presses("Refund");
  await boss.presses("Send $12.50 back");
  expect(lines().join("\n")).toContain("a second administrator, please");
  expect(await boss.presses("Confirm $12.50")).toBe("A second administrator has to confirm this.");
  expect(await noah.presses("Confirm $12.50")).toBe("Only administrators of this group can do that.");
  expect(world.sandbox.checkout.refunds()).toEqual([]);
  await world.app.database.prisma.refundProposal.updateMany({ data: { agentId: BigInt(mia.id) } });
  expect(await boss.presses("Confirm $12.50")).toContain("on its way back");
  expect(world.sandbox.checkout.refunds()).toHaveLength(1);
});

test("the confirmation comes again, as a message of its own", async () => {
  const alice = await paidAndCalling();
  const renewed = () => alice.said().filter((text) => text.includes("Renewed")).length;
  const before = renewed();
  await mia.presses("Orders");
  await mia.presses(alice.number);
  expect(await mia.presses("Resend confirmation")).toBe("Sent again.");
  expect(renewed()).toBe(before + 1);
  await expect(mia.presses("Retry delivery")).rejects.toThrow("No button");
});

test("a delivery that waits for the carrier is tried at once", async () => {
  world.carrier.mood = "down";
  const alice = await paidAndCalling();
  expect((await alice.order()).status).not.toBe("fulfilled");
  world.carrier.mood = "ok";
  await mia.presses("Orders");
  await mia.presses(alice.number);
  expect(await mia.presses("Retry delivery")).toBe("The carrier is being asked now.");
  expect((await alice.order()).status).toBe("fulfilled");
  expect(alice.said().join("\n")).toContain("Renewed");
});

test("ready answers are sent in the customer's language, once, under the agent's name", async () => {
  const bo = world.traveller({ firstName: "Bo", languageCode: "zh-hans" });
  await bo.says("/support");
  await bo.says("怎么续费？");
  await mia.presses("Answers");
  await mia.presses("续费");
  const before = bo.messages().length;
  const shown = botApi.group(desk.chatId).messages.at(-1)!;
  expect(await mia.presses("Send to the customer")).toBe("Sent.");
  expect(bo.sees()).toContain("👤 Mia");
  expect(bo.sees()).toContain("续费");
  const said = bo.messages().length;
  expect(said).toBeGreaterThan(before);
  await botApi.press(mia.id, shown.message_id, "desk:say:x", undefined, desk.chatId);
  expect(bo.messages()).toHaveLength(said);
});

test("handed over, noted, rested and woken: the card and the topic say so", async () => {
  const alice = world.traveller();
  await alice.says("/support");
  await alice.says("Help");
  await noah.says("/name Noah K.", { topic: desk.topic() });
  await mia.presses("Take");
  await mia.presses("Hand over");
  await mia.presses("Noah K.");
  expect(alice.messages().some(({ text }) => text.includes("Noah K. has joined"))).toBe(true);
  expect(await world.app.database.prisma.ticket.findFirst()).toMatchObject({ agentId: BigInt(noah.id) });
  await noah.says("/note She has the XR", { topic: desk.topic() });
  expect(desk.pinned()[0]).toContain("Noah K.: She has the XR");

  await noah.says("Try it again tonight", { topic: desk.topic() });
  await noah.presses("Snooze");
  await noah.presses("4 hours");
  expect(desk.pinned()[0]).toContain("Rests until");
  await pass(3 * HOUR_MS);
  expect(lines().at(-1)).not.toContain("has rested");
  await pass(2 * HOUR_MS);
  expect(lines().at(-1)).toContain("It has rested");
  expect(alice.sees()).not.toContain("rested");

  await noah.presses("Snooze");
  await noah.presses("24 hours");
  await alice.says("Now it works");
  expect(await world.app.database.prisma.ticket.findFirst()).toMatchObject({ snoozedUntil: null });
});

test("a blocked customer is told once and no longer relayed, and money news still arrives", async () => {
  const alice = await startShopping(world);
  await alice.traveller.says("/support");
  await alice.traveller.says("$%&!");
  await mia.presses("Block");
  await mia.presses("Block");
  expect(alice.traveller.sees()).toContain("takes no messages from this chat");
  const before = desk.messages(desk.topic()).length;
  await alice.traveller.says("And another thing");
  await alice.traveller.says("/support");
  expect(alice.traveller.sees()).toContain("takes no messages from this chat");
  expect(desk.messages(desk.topic())).toHaveLength(before);
  await alice.atCheckout({ type: "pay", method: "card" });
  expect(alice.said().join("\n")).toContain("Renewed");
  await mia.presses("Unblock");
  await alice.traveller.says("/support");
  expect(alice.traveller.sees()).toContain("What is it about?");
});

test("a stranger and a button of another customer's case change nothing", async () => {
  const alice = await paidAndCalling();
  const topic = desk.topic();
  const bo = world.traveller({ firstName: "Bo" });
  await bo.says("/support");
  await bo.says("Me too");
  const card = desk.messages(topic).find(({ text }) => text?.startsWith("#1"))!;
  const orders = card.reply_markup!.inline_keyboard.flat().find(({ text }) => text === "Orders")!;
  const stranger = desk.agent("Stranger");
  botApi.leaveGroup(stranger.id, desk.chatId);
  const press = (id: number, messageId: number, data: string) =>
    botApi.press(id, messageId, data, undefined, desk.chatId);
  expect((await press(stranger.id, card.message_id, orders.callback_data!))?.text).toContain("Only members");
  const other = desk.messages().concat(desk.messages(desk.topics()[1]!.threadId));
  const elsewhere = other.find(({ message_thread_id }) => message_thread_id === desk.topics()[1]!.threadId)!;
  const stale = await press(mia.id, elsewhere.message_id, orders.callback_data!);
  expect(stale?.text).toBe("This button is from an older case.");
  expect((await alice.order()).status).toBe("fulfilled");
});

test("an administrator extends a plan, the customer hears its new end, and a second press adds nothing", async () => {
  const alice = await paidAndCalling();
  const { prisma } = world.app.database;
  const before = await prisma.bundle.findFirstOrThrow({ where: { cardId: alice.cardId } });
  expect(await mia.presses("Extend a plan")).toBe("Only administrators of this group can do that.");
  await boss.presses("Extend a plan");
  const question = botApi.group(desk.chatId).messages.at(-1)!;
  const button = question.reply_markup!.inline_keyboard.flat().find(({ text }) => text.includes("3 days"))!;
  expect(await boss.presses("3 days")).toContain("The customer is told");
  const until = new Date(+before.expiresAt! + 72 * HOUR_MS);
  const after = await prisma.bundle.findFirstOrThrow({ where: { cardId: alice.cardId } });
  expect(after).toMatchObject({ expiresAt: until, durationSeconds: 10 * 86_400 });
  const told = () => alice.said().filter((text) => text.includes("lasts longer"));
  expect(told()).toHaveLength(1);
  expect(lines().join("\n")).toMatch(/Founder made .+ last 3 days longer/);
  const cause = "agent Founder (8000000001)";
  expect(await prisma.bundleExtension.findMany()).toMatchObject([{ days: 3, until, cause }]);

  await botApi.press(8_000_000_001, question.message_id, button.callback_data!, undefined, desk.chatId);
  await botApi.press(mia.id, question.message_id, button.callback_data!, undefined, desk.chatId);
  await world.settled();
  expect(await prisma.bundle.findFirst({ where: { cardId: alice.cardId } })).toEqual(after);
  expect(told()).toHaveLength(1);
});

test("nothing is extended by a carrier that does not answer, nor on a card that is another’s by now", async () => {
  const alice = await paidAndCalling();
  await boss.presses("Extend a plan");
  world.carrier.mood = "down";
  expect(await boss.presses("7 days")).toContain("does not answer");
  expect(alice.said().join("\n")).not.toContain("lasts longer");
  world.carrier.mood = "ok";
  const { card } = world.app.database.prisma;
  const where = { id: alice.cardId };
  await card.update({ where, data: { accountId: null } });
  expect(await boss.presses("7 days")).toBe("This plan is no longer the customer’s.");
  await card.update({ where, data: { accountId: alice.accountId } });
  expect(await boss.presses("7 days")).toContain("Done");
  expect(alice.said().join("\n")).toContain("lasts longer");
});
