import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { megabytes } from "../../src/domain/data-size.ts";
import { DAY_MS } from "../../src/domain/plan.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { operatorTypes } from "../kit/operator.ts";
import { startShopping } from "../kit/pay.ts";
import { seedPromotion } from "../kit/promotions.ts";
import { seedAccount, seedCard, seedPlan } from "../kit/seed.ts";
import type { Traveller } from "../kit/traveller.ts";
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

const OFFER = `link: renew_JP

[en]
button: Renew for Japan
<b>Ten percent off Japan</b> until Sunday.
[zh-Hans]
button: 为日本续费
日本套餐<b>九折</b>。`;

/** Somebody with a card who said yes to offers. */
async function wantsOffers(person: { firstName?: string; languageCode?: string } = {}): Promise<Traveller> {
  const traveller = world.traveller(person);
  const { id: accountId } = await seedAccount(world.app.database, { chatId: traveller.id });
  await seedCard(world.app.database, { accountId });
  await traveller.says("/offers");
  await traveller.pressesRaw(traveller.screen().messageId, "offers:set:on");
  return traveller;
}

const broadcast = (file: string, ...more: string[]) =>
  operatorTypes(world, ["broadcast", "offer.txt", "--yes", ...more], { file });

async function pass(ms = 60_000): Promise<void> {
  world.clock.advance(ms);
  await world.app.catchUp();
  await world.settled();
}

const got = (person: Traveller, text: string) =>
  person.messages().filter((message) => message.text.includes(text));

test("an offer reaches those who said yes, each in their language, and one tap ends it", async () => {
  const alice = await wantsOffers();
  const mei = await wantsOffers({ firstName: "Mei", languageCode: "zh-hans" });
  const bob = world.traveller({ firstName: "Bob" });
  await bob.says("/start");

  const { code, text } = await broadcast(OFFER);
  expect(text).toContain("It goes to 2 chats.");
  expect(code).toBe(0);
  await pass();
  expect(alice.sees()).toBe("Ten percent off Japan until Sunday.");
  expect(alice.buttons()).toEqual([["Renew for Japan"], ["No more offers"]]);
  expect(mei.sees()).toBe("日本套餐九折。");
  expect(got(bob, "Ten percent")).toHaveLength(0);
  await pass();
  expect((await operatorTypes(world, ["broadcast", "list"])).text).toMatch(
    /1 {2}.*finished.*\n.*2 delivered, 0 could not be/,
  );

  expect(await alice.presses("No more offers")).toContain("no more offers");
  expect(alice.buttons()).toEqual([["Renew for Japan"]]);
  const next = await broadcast("[en]\nAnother one");
  expect(next.text).toContain("It goes to 1 chat.");
  await pass();
  expect(got(alice, "Another one")).toHaveLength(0);
  expect(mei.sees()).toBe("Another one");
});

test("a picture goes to Telegram once, with the first of them; the others get it from there", async () => {
  const people = [await wantsOffers(), await wantsOffers(), await wantsOffers()];
  const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex").toString("base64");
  await broadcast(`picture: data:;base64,${png}\n[en]\nLook at <b>this</b>`);
  await pass();
  await pass();
  for (const person of people) expect(got(person, "Look at this")).toHaveLength(1);
  const photos = world.sandbox.botApi.calls().filter(({ method }) => method === "sendPhoto");
  const ids = photos.map(({ params }) => String(params.photo));
  expect(photos).toHaveLength(3);
  expect(new Set(ids.slice(1)).size).toBe(1);
  expect(await world.app.database.prisma.broadcast.findFirstOrThrow()).toMatchObject({
    picture: null,
    pictureFileId: ids[1],
    status: "finished",
    delivered: 3,
  });
});

test("a paused broadcast goes on where it was, a stopped one does not", async () => {
  const alice = await wantsOffers();
  world.sandbox.botApi.addFault({ method: "sendMessage", code: 429, retryAfterSeconds: 60 });
  await broadcast(OFFER);
  await world.app.catchUp();
  expect((await operatorTypes(world, ["broadcast", "pause", "1"])).text).toContain("is paused");
  await pass(10 * 60_000);
  expect(got(alice, "Ten percent")).toHaveLength(0);
  expect((await operatorTypes(world, ["broadcast", "list"])).text).toContain("1 next");
  expect((await operatorTypes(world, ["broadcast", "pause", "1"])).code).toBe(1);
  await operatorTypes(world, ["broadcast", "resume", "1"]);
  await pass();
  expect(got(alice, "Ten percent")).toHaveLength(1);

  world.sandbox.botApi.addFault({ method: "sendMessage", code: 429, retryAfterSeconds: 60 });
  await broadcast("[en]\nToo late");
  await world.app.catchUp();
  await operatorTypes(world, ["broadcast", "stop", "2"]);
  await pass(10 * 60_000);
  expect(got(alice, "Too late")).toHaveLength(0);
});

test("who is told can be narrowed, and nobody who blocked the bot is", async () => {
  const alice = await wantsOffers();
  const bob = await wantsOffers({ firstName: "Bob" });
  bob.blocks();
  const carol = await wantsOffers({ firstName: "Carol" });
  await world.app.database.prisma.card.updateMany({
    where: { account: { chats: { some: { id: carol.id } } } },
    data: { product: "yuanyou" },
  });
  const asked = await operatorTypes(world, ["broadcast", "offer.txt", "--product", "heyon"], { file: OFFER });
  expect(asked.code).toBe(3);
  expect(asked.text).toContain("It goes to 1 chat.");
  const nobody = await operatorTypes(world, ["broadcast", "offer.txt", "--country", "KR"], { file: OFFER });
  expect(nobody).toMatchObject({ code: 1 });
  world.clock.advance(40 * DAY_MS);
  await carol.says("/start");
  const seen = await operatorTypes(world, ["broadcast", "offer.txt", "--seen-within", "30"], { file: OFFER });
  expect(seen.text).toContain("It goes to 1 chat.");
  expect(got(alice, "Ten percent")).toHaveLength(0);
});

test("a preview is shown to one chat in every language, and a file with mistakes to nobody", async () => {
  const alice = await wantsOffers();
  const boss = world.traveller({ firstName: "Boss" });
  await boss.says("/start");
  const { code } = await broadcast(OFFER, "--preview", String(boss.id));
  expect(code).toBe(0);
  expect(got(boss, "Ten percent off Japan")).toHaveLength(1);
  expect(got(boss, "日本套餐九折")).toHaveLength(1);
  expect(got(alice, "Ten percent")).toHaveLength(0);

  const wrong = await broadcast("[en]\n<h1>Hi</h1>\n[fr]\nSalut", "--product", "sim");
  expect(wrong.code).toBe(1);
  expect(wrong.text).toContain("Telegram does not know <h1>");
  expect(wrong.text).toContain("[fr] is no language");
  expect(wrong.text).toContain("--product takes heyon, yuanyou");
});

test("a text that Telegram does not take pauses the broadcast instead of failing for everybody", async () => {
  world.log.expectErrors("Notice refused by Telegram");
  world.log.expectErrors("Broadcast paused: Telegram takes neither its text nor its picture");
  await wantsOffers();
  await broadcast("[en]\nHello");
  world.sandbox.botApi.addFault({ method: "sendMessage", code: 400, description: "Bad Request: no" });
  await pass();
  await wantsOffers({ firstName: "Bob" });
  await world.app.database.prisma.broadcast.updateMany({ data: { status: "running", expandedAt: null } });
  await pass();
  expect(await world.app.database.prisma.broadcast.findFirstOrThrow()).toMatchObject({ status: "paused" });
});

test("the first renewal asks once whether to tell of offers", async () => {
  const alice = await startShopping(world);
  await alice.atCheckout({ type: "pay", method: "card" });
  const { traveller } = alice;
  expect(traveller.sees()).toContain("Renewed");
  expect(await traveller.presses("Tell me about offers")).toContain("/offers");
  expect(traveller.sees()).toContain("Renewed");
  expect(traveller.buttons().flat()).not.toContain("Tell me about offers");
  const chat = await world.app.database.prisma.chat.findFirstOrThrow({ where: { id: traveller.id } });
  expect(chat.offers).toBe(true);
  expect(chat.offersAskedAt).not.toBeNull();
});

test("/offers shows what fits this person's cards and nothing that is over, used or for others", async () => {
  const alice = world.traveller();
  const { id: accountId } = await seedAccount(world.app.database, { chatId: alice.id });
  await seedCard(world.app.database, { accountId });
  await alice.says("/offers");
  expect(alice.sees()).toContain("no offer for your cards");

  const offered = { offered: true };
  await seedPromotion(world, "JAPAN10", {
    ...offered,
    countries: ["JP"],
    name: { en: "Winter <sale>" },
    endsAt: new Date(world.clock.now().getTime() + 3 * DAY_MS),
  });
  await seedPromotion(world, "LONGSTAY", { ...offered, products: ["yuanyou"] });
  await seedPromotion(world, "SECRET10", { offered: false });
  await alice.says("/offers");
  expect(alice.sees()).toBe(
    "Offers for you\n\nWinter <sale>\n10% off with JAPAN10\n🇯🇵 Japan · until Thu 26 Nov, 05:02",
  );
  await alice.presses("Renew for Japan");
  expect(alice.sees()).toContain("Japan");
  world.clock.advance(4 * DAY_MS);
  await alice.says("/offers");
  expect(alice.sees()).toContain("no offer for your cards");
});

test("who wants it hears once a month that a smaller plan would have done, until they have enough of it", async () => {
  const { traveller: alice, atCheckout, cardId } = await startShopping(world);
  await atCheckout({ type: "pay", method: "card" });
  const { bundle } = world.app.database.prisma;
  await bundle.updateMany({ where: { cardId }, data: { dataUsedBytes: megabytes(3 * 1024) } });
  await seedPlan(world.app.database, {
    sku: "small",
    name: { en: "Small week" },
    dataMb: 5 * 1024,
    priceMinor: 800,
  });
  await seedPlan(world.app.database, {
    sku: "tiny",
    name: { en: "Tiny week" },
    dataMb: 2 * 1024,
    priceMinor: 300,
  });
  await alice.says("/offers");
  expect(await alice.presses("Monthly savings check")).toContain("Once a month");
  await pass(9 * DAY_MS);
  expect(got(alice, "would have saved")).toHaveLength(0);

  await pass(6 * 60 * 60_000);
  expect(alice.sees()).toContain("you used 3.0 of 10 GB of Japan week");
  expect(alice.sees()).toContain("Small week covers the same and would have saved you $4.50.");
  await pass(DAY_MS);
  expect(got(alice, "would have saved")).toHaveLength(1);

  expect(await alice.presses("No more checks")).toContain("no more monthly checks");
  const chat = await world.app.database.prisma.chat.findFirstOrThrow({ where: { id: alice.id } });
  expect(chat.habitCheckDueAt).toBeNull();
  await pass(31 * DAY_MS);
  expect(got(alice, "would have saved")).toHaveLength(1);
});
