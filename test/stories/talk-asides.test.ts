import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createChatters, seedShelf } from "../kit/chatter.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { seedPromotion } from "../kit/promotions.ts";
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

const people = [
  {
    languageCode: "en",
    asks: "How do I pay?",
    answer: "Your card number stays with that page",
    left: "how much data do I have left?",
    japan: "Japan 7 days 10 GB",
    typeCode: "promotion code",
    toPay: "To pay: $11.25",
    nameQuestion: "What shall I call",
    named: "Mum in Osaka",
    email: "e-mail address",
  },
  {
    languageCode: "zh-hans",
    asks: "怎么付款？",
    answer: "卡号只留在付款页",
    left: "我还剩多少流量？",
    japan: "日本7天10GB",
    typeCode: "优惠码",
    toPay: "应付：US$11.25",
    nameQuestion: "什么名字",
    named: "妈妈的大阪卡",
    email: "邮箱",
  },
  {
    languageCode: "zh-hant",
    asks: "怎麼付款？",
    answer: "卡號只留在付款頁",
    left: "我還剩多少流量？",
    japan: "日本7天10GB",
    typeCode: "優惠碼",
    toPay: "應付：US$11.25",
    nameQuestion: "什麼名字",
    named: "媽媽的大阪卡",
    email: "信箱",
  },
];

test.each(people)(
  "in $languageCode a question where a code is asked for is answered, and the code is still heard",
  async (one) => {
    await seedPromotion(world, "WELCOME10");
    const mei = await createChatters(world)(one.languageCode);
    await mei.says(one.japan);
    const { number } = await world.app.database.prisma.order.findFirstOrThrow();
    await mei.pressesRaw(mei.screen().messageId, `go:code:${number}`);
    expect(mei.sees()).toContain(one.typeCode);
    for (const question of [one.asks, one.left]) {
      const [, again, ...nothingMore] = await mei.hears(question);
      expect(again).toContain(one.typeCode);
      expect(nothingMore).toEqual([]);
    }
    expect(mei.messages().some(({ text }) => text.includes(one.answer))).toBe(true);
    await mei.says("welcome10");
    expect(mei.sees()).toContain(one.toPay);
  },
);

test.each(people)(
  "in $languageCode a question where a name is asked for is answered, and never becomes the name",
  async (one) => {
    const mei = await createChatters(world)(one.languageCode);
    const card = await world.app.database.prisma.card.findFirstOrThrow();
    const label = async () => (await world.app.database.prisma.card.findFirstOrThrow()).label;
    await mei.says("/start");
    await mei.pressesRaw(mei.screen().messageId, `go:cardname:${card.id}`);
    const asked = mei.sees();
    expect(asked).toContain(one.nameQuestion);
    for (const question of [one.asks, one.left]) {
      const [, again] = await mei.hears(question);
      expect(again).toBe(asked);
    }
    expect(mei.messages().some(({ text }) => text.includes(one.answer))).toBe(true);
    expect(await label()).toBe("Alice travel");
    await mei.says(one.named);
    expect(await label()).toBe(one.named);
  },
);

test.each(people)(
  "in $languageCode a question where the address for a new password is asked for is answered",
  async (one) => {
    const bob = world.traveller({ firstName: "Bob", languageCode: one.languageCode });
    await bob.says("/start");
    await bob.pressesRaw(bob.screen().messageId, "go:password");
    expect(bob.sees()).toContain(one.email);
    await bob.says(one.asks);
    const [answer, question] = bob.messages().slice(-2);
    expect(answer!.text).toContain(one.answer);
    expect(question!.text).toContain(one.email);
    await bob.says("bob@example.com");
    expect(bob.sees()).toContain("bob@example.com");
  },
);

test.each(people)(
  "in $languageCode “how do I pay” is answered in the middle of a renewal and of a trip too",
  async (one) => {
    const mei = await createChatters(world)(one.languageCode);
    await mei.says(one.japan);
    const [answer, summary] = await mei.hears(one.asks);
    expect(answer).toContain(one.answer);
    expect(summary).toContain("12.50");
    expect(await world.app.database.prisma.order.count()).toBe(1);
  },
);
