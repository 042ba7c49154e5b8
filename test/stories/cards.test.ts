import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shortId } from "../../src/domain/short-id.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { seedAccount, seedBundle, seedCard, seedPlan } from "../kit/seed.ts";
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

/** Anna with two cards, of which the first has a plan. */
async function annaWithTwo() {
  const anna = world.traveller({ firstName: "Anna" });
  const db = world.app.database;
  const { id } = await seedAccount(db, { email: "anna@example.com", chatId: anna.id, firstName: "Anna" });
  const used = await seedCard(db, { accountId: id, label: "Used" });
  await seedBundle(db, { cardId: used.id });
  const spare = await seedCard(db, { accountId: id, label: "Spare", product: "yuanyou" });
  await seedPlan(db);
  return { anna, accountId: id, used, spare };
}
const labelOf = async (id: string) =>
  (await world.app.database.prisma.card.findUniqueOrThrow({ where: { id } })).label;

describe("my cards", () => {
  test("the one that shall come first does, in the balance and in a renewal, in this chat", async () => {
    const { anna, accountId } = await annaWithTwo();
    await anna.says("/balance");
    expect(anna.sees()).toContain("Used");
    await anna.says("/settings");
    await anna.presses("My cards");
    await anna.presses("Spare");
    await anna.presses("Let it come first");
    expect(anna.sees()).toContain("Comes first");
    await anna.says("/balance");
    expect(anna.sees()).toMatch(/^Spare/);
    await anna.says("/renew");
    expect(anna.sees()).toContain("Spare");
    expect(anna.sees()).toContain("Where are you going?");
    await anna.presses("Another card");
    await anna.presses("Used");
    expect(anna.sees()).toContain("Used");

    const bob = world.traveller({ firstName: "Bob" });
    await seedAccount(world.app.database, { email: "anna@example.com", chatId: bob.id, firstName: "Bob" });
    expect(accountId).toBeTruthy();
    await bob.says("/balance");
    expect(bob.sees()).toMatch(/^Used/);

    await anna.says("/settings");
    await anna.presses("My cards");
    await anna.presses("✓ Spare");
    await anna.presses("No longer first");
    await anna.says("/balance");
    expect(anna.sees()).toMatch(/^Used/);
  });

  test("get names, which are text and nothing else", async () => {
    const { anna, spare } = await annaWithTwo();
    await anna.says("/settings");
    await anna.presses("My cards");
    await anna.presses("Spare");
    await anna.presses("Name it");
    expect(anna.sees()).toContain("What shall I call Spare");
    await anna.says("x".repeat(41));
    expect(anna.sees()).toContain("1 to 40 characters");
    await anna.sends({ kind: "sticker" } as never);
    expect(anna.sees()).toContain("1 to 40 characters");
    await anna.says("  <b>Mum’s</b> &\n\u202e card 👩‍👧 ");
    expect(await labelOf(spare.id)).toBe("<b>Mum’s</b> & card 👩‍👧");
    expect(anna.sees()).toContain("<b>Mum’s</b> & card 👩‍👧 · Yuanyou");
    await anna.presses("Name it");
    await anna.presses("No name");
    expect(await labelOf(spare.id)).toBe("");
    await anna.presses("Name it");
    await anna.presses("Cancel");
    expect(anna.buttons().flat()).toContain("Name it");
  });

  test("of somebody else cannot be named, made first or looked at by forged buttons", async () => {
    const { anna, spare } = await annaWithTwo();
    const mallory = world.traveller({ firstName: "Mallory" });
    await seedAccount(world.app.database, { chatId: mallory.id });
    await mallory.says("/settings");
    const { messageId } = mallory.screen();
    for (const data of [
      `cards:show:${spare.id}`,
      `cards:default:${spare.id}`,
      `go:cardname:${spare.id}`,
      `cards:unname:${spare.id}`,
    ]) {
      await mallory.pressesRaw(messageId, data);
      expect(mallory.sees(), data).not.toContain("Spare");
      await mallory.says("Mine");
    }
    expect(await labelOf(spare.id)).toBe("Spare");
    const chat = await world.app.database.prisma.chat.findUnique({ where: { id: BigInt(mallory.id) } });
    expect(chat!.defaultCardId).toBeNull();
    await anna.says("/balance");
    expect(anna.sees()).toContain("Used");
  });
});

describe("linked chats", () => {
  async function annaAndBob() {
    const { anna, accountId } = await annaWithTwo();
    await anna.says("/start");
    const bob = world.traveller({ firstName: "<u>Bob</u>" });
    await bob.says("/start");
    await seedAccount(world.app.database, {
      ...{ email: "anna@example.com", chatId: bob.id, firstName: "<u>Bob</u>" },
    });
    return { anna, bob, accountId };
  }
  const accountOf = async (id: number) =>
    (await world.app.database.prisma.chat.findUnique({ where: { id: BigInt(id) } }))?.accountId;

  test("are listed with first name and day, and any can be unlinked, which it is told", async () => {
    const { anna, bob } = await annaAndBob();
    await anna.says("/settings");
    await anna.presses("Linked chats");
    expect(anna.sees()).toContain("Anna (this chat) · since");
    expect(anna.sees()).toContain("<u>Bob</u> · since");
    await anna.presses("Unlink <u>Bob</u>");
    expect(anna.sees()).toContain("Unlink <u>Bob</u>?");
    expect(await anna.presses("Yes, unlink")).toBe("Unlinked.");
    expect(anna.sees()).not.toContain("Bob");
    expect(await accountOf(bob.id)).toBeNull();
    expect(bob.sees()).toContain("was unlinked");
    await bob.says("/balance");
    expect(bob.sees()).toContain("Link your account");
  });

  test("a new one is announced with the button that ends it", async () => {
    const { anna, accountId } = await annaAndBob();
    const thief = world.traveller({ firstName: "Thief" });
    await thief.says("/link anna@example.com");
    const mail = world.sandbox.mailbox.mails().at(-1)!;
    await thief.says(/\d{6}/.exec(mail.text)![0]);
    expect(await accountOf(thief.id)).toBe(accountId);
    await anna.presses("Unlink Thief");
    await anna.presses("Yes, unlink");
    expect(await accountOf(thief.id)).toBeNull();
  });

  test("nobody from outside unlinks one or learns a name, and an unlinked chat unlinks nobody", async () => {
    const { anna, bob, accountId } = await annaAndBob();
    const mallory = world.traveller({ firstName: "Mallory" });
    await seedAccount(world.app.database, { chatId: mallory.id });
    await mallory.says("/settings");
    const { messageId } = mallory.screen();
    expect(await mallory.pressesRaw(messageId, `chats:ask:${bob.id}`)).toContain("not linked any more");
    await mallory.pressesRaw(messageId, `chats:drop:${bob.id}:${shortId(accountId)}`);
    expect(JSON.stringify(mallory.messages())).not.toContain("Bob");
    expect(await accountOf(bob.id)).toBe(accountId);

    await bob.says("/settings");
    await bob.presses("Linked chats");
    await bob.presses("Unlink Anna");
    const old = bob.button("Yes, unlink")!;
    await anna.says("/settings");
    await anna.presses("Linked chats");
    await anna.presses("Unlink <u>Bob</u>");
    await anna.presses("Yes, unlink");
    await bob.pressesRaw(old.messageId, old.callbackData!);
    expect(await accountOf(anna.id)).toBe(accountId);
  });

  test("two that unlink each other at the same instant: one goes, one stays", async () => {
    const { anna, bob, accountId } = await annaAndBob();
    for (const [one, other] of [
      [anna, bob],
      [bob, anna],
    ] as const) {
      await one.says("/settings");
      await one.presses("Linked chats");
      await one.pressesRaw(one.screen().messageId, `chats:ask:${other.id}`);
    }
    const [mine, theirs] = [anna.button("Yes, unlink")!, bob.button("Yes, unlink")!];
    await Promise.all([
      anna.pressesRaw(mine.messageId, mine.callbackData!),
      bob.pressesRaw(theirs.messageId, theirs.callbackData!),
    ]);
    const left = [await accountOf(anna.id), await accountOf(bob.id)].filter((id) => id === accountId);
    expect(left).toHaveLength(1);
  });
});
