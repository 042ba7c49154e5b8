import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createAddCard } from "../../src/use-cases/add-card.ts";
import { createCheckLoginCode } from "../../src/use-cases/check-login-code.ts";
import { createFindClaim } from "../../src/use-cases/find-claim.ts";
import { createLinkAccount } from "../../src/use-cases/link-account.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { codeIn, mailsTo } from "../kit/mail.ts";
import { iccidOf, seedAccount, seedBundle, seedCard } from "../kit/seed.ts";
import { startWorld, type World } from "../kit/world.ts";

const ANNA = "anna@example.com";
const ICCID = iccidOf(4417);
const SPACED = ICCID.replace(/(\d{4})(?=\d)/g, "$1 ");

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

const cardOf = (iccid: string) =>
  world.app.database.prisma.card.findUnique({ where: { iccid }, include: { account: true } });

describe("somebody with a new card and no account", () => {
  test("types its number, an address and the code, and sees what is on the card", async () => {
    const card = await seedCard(world.app.database, { accountId: null, iccid: ICCID });
    await seedBundle(world.app.database, { cardId: card.id });
    const anna = world.traveller({ firstName: "Anna" });
    await anna.says("/start");
    await anna.presses("Register a new card");
    expect(anna.sees()).toContain("begins with 89");
    await anna.says(`It says ${SPACED}F`);
    expect(anna.sees()).toContain(`Heyon ··${ICCID.slice(-4)} is free`);
    await anna.says("Anna@Example.com");
    expect(anna.sees()).toContain("on its way to anna@example.com");
    await anna.says(codeIn(mailsTo(world, ANNA)[0]!));
    expect(anna.sees()).toContain("Registered.");
    expect((await cardOf(ICCID))!.account).toMatchObject({ email: ANNA });
    await anna.presses("What is left");
    expect(anna.sees()).toContain("10 GB");
  });

  test("is told what is wrong with a number, and the question stays", async () => {
    await seedCard(world.app.database, { accountId: null, iccid: ICCID });
    const anna = world.traveller();
    await anna.says("/register");
    await anna.sends({ kind: "photo" });
    expect(anna.sees()).toContain("What is the number of your card?");
    const wrong = ICCID.slice(0, -1) + ((Number(ICCID.at(-1)) + 1) % 10);
    await anna.says(wrong);
    expect(anna.sees()).toContain("one of its digits must be different");
    await anna.says(ICCID.slice(0, 14));
    expect(anna.sees()).toContain("18 to 20 digits");
    await anna.says("89049032000000000000000000000199");
    expect(anna.sees()).toContain("EID");
    await anna.says(iccidOf(999));
    expect(anna.sees()).toContain("I know no card with that number");
    await anna.says(ICCID);
    expect(anna.sees()).toContain("is free");
  });

  test("who knows the address already gets the card onto that account", async () => {
    const account = await seedAccount(world.app.database, { email: ANNA });
    await seedCard(world.app.database, { accountId: null, iccid: ICCID });
    const anna = world.traveller();
    await anna.says(`/register ${ICCID}`);
    await anna.says(ANNA);
    await anna.says(codeIn(mailsTo(world, ANNA)[0]!));
    expect((await cardOf(ICCID))!.accountId).toBe(account.id);
  });

  test("can stop, and a code asked for with /link afterwards registers nothing", async () => {
    await seedAccount(world.app.database, { email: ANNA });
    await seedCard(world.app.database, { accountId: null, iccid: ICCID });
    const anna = world.traveller();
    await anna.says(`/register ${ICCID}`);
    await anna.presses("Cancel");
    await anna.says(`/link ${ANNA}`);
    await anna.says(codeIn(mailsTo(world, ANNA)[0]!));
    expect(anna.sees()).toContain("Linked.");
    expect((await cardOf(ICCID))!.accountId).toBeNull();
  });
});

test("a further card goes onto the linked account with one press", async () => {
  const anna = world.traveller();
  const account = await seedAccount(world.app.database, { email: ANNA, chatId: anna.id });
  await seedCard(world.app.database, { accountId: null, iccid: ICCID });
  await anna.says("/balance");
  await anna.presses("Register a new card");
  await anna.says(ICCID);
  expect(anna.sees()).toContain("on your account a•••@example.com?");
  await anna.presses("Yes, add it");
  expect(anna.sees()).toContain("Registered.");
  expect((await cardOf(ICCID))!.accountId).toBe(account.id);
  await anna.says(`/register ${ICCID}`);
  expect(anna.sees()).toContain("on your account already");
});

test("a card that belongs to somebody is not given away: its owner is told once, the asker nothing of the owner", async () => {
  const owner = world.traveller({ firstName: "Olga" });
  await owner.says("/start");
  const { id } = await seedAccount(world.app.database, { email: "olga@example.com", chatId: owner.id });
  await seedCard(world.app.database, { accountId: id, iccid: ICCID, label: "<b>Olga’s</b>" });
  const mallory = world.traveller({ firstName: "Mallory" });
  await mallory.says(`/register ${ICCID}`);
  await mallory.says(ICCID);
  expect(mallory.sees()).toContain("registered already");
  expect(JSON.stringify(mallory.messages())).not.toMatch(/olga/i);
  const told = owner.messages().filter(({ text }) => text.includes("gave the number of your card"));
  expect(told).toHaveLength(1);
  expect(told[0]!.text).toContain("<b>Olga’s</b>");
  expect((await cardOf(ICCID))!.accountId).toBe(id);
});

test("numbers cannot be tried through", async () => {
  await seedCard(world.app.database, { accountId: null, iccid: ICCID });
  const mallory = world.traveller();
  await mallory.says("/register");
  for (let number = 1; number <= 8; number++) await mallory.says(iccidOf(number));
  await mallory.says(`/register ${ICCID}`);
  expect(mallory.sees()).toContain("That were many card numbers");
  world.clock.advance(24 * 60 * 60_000);
  await mallory.says(`/register ${ICCID}`);
  expect(mallory.sees()).toContain("is free");
});

describe("claimed by several at the same instant", () => {
  const useCases = () => {
    const deps = { database: world.app.database, clock: world.clock };
    return {
      check: createCheckLoginCode({ ...deps, linkAccount: createLinkAccount(deps) }),
      add: createAddCard({ ...deps, findClaim: createFindClaim(deps) }),
    };
  };

  test("of two with a code each, one gets the card and the other no account", async () => {
    await seedCard(world.app.database, { accountId: null, iccid: ICCID });
    const people = [];
    for (const email of ["one@example.com", "two@example.com"]) {
      const chat = world.traveller();
      await chat.says(`/register ${ICCID}`);
      await chat.says(email);
      people.push({ chat, code: codeIn(mailsTo(world, email)[0]!) });
    }
    const { check } = useCases();
    const results = await Promise.all(people.map(({ chat, code }) => check(BigInt(chat.id), code)));
    expect(results.map((result) => (result.ok ? "registered" : result.error.type)).sort()).toEqual([
      "card_taken",
      "registered",
    ]);
    expect(await world.app.database.prisma.account.count()).toBe(1);
    expect(await world.app.database.prisma.chat.count({ where: { accountId: { not: null } } })).toBe(1);
  });

  test("of two linked chats of different accounts one gets it, and the other is told", async () => {
    await seedCard(world.app.database, { accountId: null, iccid: ICCID });
    const chats = [world.traveller(), world.traveller()];
    for (const chat of chats) {
      await seedAccount(world.app.database, { chatId: chat.id });
      await chat.says(`/register ${ICCID}`);
    }
    await Promise.all(chats.map((chat) => chat.presses("Yes, add it")));
    const seen = chats.map(
      (chat) => /Registered|registered already|number of your card/.exec(chat.sees())?.[0],
    );
    expect(seen).toContain("Registered");
    expect(seen.filter((text) => text === "Registered")).toHaveLength(1);
  });
});

test("an account's last chat unlinked at that moment gets no card", async () => {
  const anna = world.traveller();
  await seedAccount(world.app.database, { email: ANNA, chatId: anna.id });
  await seedCard(world.app.database, { accountId: null, iccid: ICCID });
  await anna.says(`/register ${ICCID}`);
  const old = anna.button("Yes, add it")!;
  await world.app.database.prisma.chat.update({ where: { id: BigInt(anna.id) }, data: { accountId: null } });
  await anna.pressesRaw(old.messageId, old.callbackData!);
  expect((await cardOf(ICCID))!.accountId).toBeNull();
});

test("in Chinese it is said in Chinese", async () => {
  await seedCard(world.app.database, { accountId: null, iccid: ICCID, product: "yuanyou" });
  const [hans, hant] = ["zh-hans", "zh-hant"].map((languageCode) => world.traveller({ languageCode }));
  await hans!.says(`/register ${ICCID}`);
  expect(hans!.sees()).toContain("可以登记");
  await hant!.says(`/register ${ICCID}`);
  expect(hant!.sees()).toContain("可以登錄");
});
