import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createChatters, seedShelf } from "../kit/chatter.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { codeIn, mailsTo } from "../kit/mail.ts";
import { seedPromotion } from "../kit/promotions.ts";
import { seedAccount, seedBundle } from "../kit/seed.ts";
import { startWorld, type World } from "../kit/world.ts";

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await startWorld({ database });
  await seedShelf(world);
});
afterEach(() => world.stop());

const questions = [
  {
    languageCode: "en",
    begins: "/renew Japan",
    left: "how much is left?",
    balance: "10 of 10 GB left",
    question: "🇯🇵 Japan · Alice travel",
    plan: "Japan week",
    macau: "does it work in Macau?",
    no: "No, Japan week does not work in 🇲🇴 Macau. 🇲🇴 Macau: 1 plan works there, East Asia month for $39.00.",
    toPay: "To pay: $12.50",
    japan: "does it work in japan?",
    yes: "Yes, Japan week works in 🇯🇵 Japan.",
  },
  {
    languageCode: "zh-hans",
    begins: "/renew 日本",
    left: "还剩多少？",
    balance: "10 GB",
    question: "🇯🇵 日本 · Alice travel",
    plan: "日本一周",
    macau: "澳门能用吗？",
    no: "日本一周在🇲🇴 澳门不能用。 🇲🇴 澳门：有 1 个套餐可用，比如东亚一个月，US$39.00。",
    toPay: "应付：US$12.50",
    japan: "日本能用吗？",
    yes: "可以，日本一周在🇯🇵 日本能用。",
  },
  {
    languageCode: "zh-hant",
    begins: "/renew 日本",
    left: "還剩多少流量？",
    balance: "10 GB",
    question: "🇯🇵 日本 · Alice travel",
    plan: "日本一週",
    macau: "澳門可以用嗎？",
    no: "日本一週在🇲🇴 澳門不能用。 🇲🇴 澳門：有 1 個方案可用，例如東亞一個月，US$39.00。",
    toPay: "應付：US$12.50",
    japan: "日本可以用嗎？",
    yes: "可以，日本一週在🇯🇵 日本能用。",
  },
];

test.each(questions)(
  "in $languageCode a question in the middle is answered, and what was going on moves below the answer",
  async (talk) => {
    const mei = await createChatters(world)(talk.languageCode);
    const card = await world.app.database.prisma.card.findFirstOrThrow();
    await seedBundle(world.app.database, { cardId: card.id });
    await mei.says(talk.begins);
    const asked = mei.screen().messageId;
    const [balance, again, ...nothingMore] = await mei.hears(talk.left);
    expect(balance).toContain(talk.balance);
    expect(again).toContain(talk.question);
    expect(nothingMore).toEqual([]);
    expect(mei.messages().find(({ messageId }) => messageId === asked)!.buttons).toEqual([]);

    await mei.presses(talk.plan);
    const [no, summary] = await mei.hears(talk.macau);
    expect(no).toBe(talk.no);
    expect(summary).toContain(talk.toPay);
    expect(mei.buttons().flat().join()).toContain("US$12.50".slice(talk.languageCode === "en" ? 2 : 0));
    const [yes] = await mei.hears(talk.japan);
    expect(yes).toBe(talk.yes);
    const orders = await world.app.database.prisma.order.findMany();
    expect(orders).toMatchObject([{ status: "awaiting_payment", destination: "JP" }]);
  },
);

test("coverage is answered out of the blue too, with the plans a tap away", async () => {
  const mei = await createChatters(world)("en");
  const [answer, ...nothingMore] = await mei.hears("does it work in Macau?");
  expect(answer).toContain("Macau: 1 plan works there");
  expect(nothingMore).toEqual([]);
  expect((await mei.hears("can I use it in Brazil?"))[0]).toBe("🇧🇷 Brazil: no plan works there yet.");
  await mei.presses("Plans for 🇲🇴 Macau");
  expect(mei.messages().some(({ text }) => text.includes("East Asia month"))).toBe(true);
});

test("the link talk hears an address and a code first, and lets a question through", async () => {
  const bob = world.traveller({ firstName: "Bob" });
  await seedAccount(world.app.database, { email: "bob@example.com" });
  await bob.says("bob@example.com");
  expect(bob.sees()).toContain("a code is on its way");
  await bob.says("does it work in Macau?");
  const [answer, question] = bob.messages().slice(-2);
  expect(answer!.text).toContain("Macau: 1 plan works there");
  expect(question!.text).toContain("a code is on its way");
  await bob.says(codeIn(mailsTo(world, "bob@example.com")[0]!));
  expect(bob.sees()).toContain("Welcome, Bob");
});

test("a code in a sentence is kept for the next summary, or taken off the one that is open", async () => {
  await seedPromotion(world, "WELCOME10");
  const mei = await createChatters(world)("en");
  await mei.says("I have a code: WELCOME10");
  expect(mei.sees()).toContain("WELCOME10 is kept");
  await mei.says("Japan 7 days 10 GB");
  expect(mei.sees()).toContain("Discount (WELCOME10): −$1.25");
  await mei.says("/start");

  const bob = await createChatters(world)("en");
  await bob.says("/renew Japan");
  const [kept, question] = await bob.hears("use code welcome10 please");
  expect(kept).toContain("WELCOME10 is kept");
  expect(question).toContain("Japan week");
  await bob.presses("Japan week");
  expect(bob.sees()).toContain("To pay: $11.25");
  await bob.says("my promo code is NOSUCH99");
  expect(bob.messages().some(({ text }) => text.includes("I know no code “NOSUCH99”"))).toBe(true);
});

test("orders, a number, a card's number, thanks and a way out are understood in plain words", async () => {
  const mei = await createChatters(world)("en");
  await mei.says("Japan 7 days 10 GB");
  const { number } = await world.app.database.prisma.order.findFirstOrThrow();
  expect((await mei.hears("where are my orders"))[0]).toContain(number);
  expect((await mei.hears(number.toLowerCase()))[0]).toContain(`Order ${number}`);
  expect((await mei.hears("my payment failed"))[0]).toContain(`Order ${number}`);
  expect((await mei.hears("HY-000000"))[0]).toContain("I find no order HY-000000");
  const { iccid } = await world.app.database.prisma.card.findFirstOrThrow();
  expect((await mei.hears(iccid))[0]).toContain("Alice travel");
  expect((await mei.hears("thank you!"))[0]).toContain("You are welcome");
  expect((await mei.hears("hello"))[0]).toContain("Hello Mei");
  expect((await mei.hears("unlink this chat"))[0]).toContain("Unlink this chat from");
  expect((await mei.hears("change the language"))[0]).toContain("Which language");
  await mei.says("/renew");
  expect((await mei.hears("never mind"))[0]).toContain("All right, stopped");
});
