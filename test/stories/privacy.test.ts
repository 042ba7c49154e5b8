import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shortId } from "../../src/domain/short-id.ts";
import { createExportPerson } from "../../src/use-cases/privacy/export-person.ts";
import { impersonalTables, personalTables } from "../../src/use-cases/privacy/personal-tables.ts";
import { embeddedTestDatabase, findServer, serverTestDatabase, type TestDatabase } from "../kit/database.ts";
import { startShopping } from "../kit/pay.ts";
import { seedAccount, seedCard } from "../kit/seed.ts";
import type { Traveller } from "../kit/traveller.ts";
import { startWorld, type World } from "../kit/world.ts";

/** The plan that is bought has its buyer's number in its name here. */
const withoutSkus = (text: string) => text.replace(/JP-10GB-7D-\d+/g, "");

const HOUR_MS = 60 * 60_000;
const server = await findServer();

test("every table says whose it is", () => {
  const schema = readFileSync(new URL("../../prisma/schema.prisma", import.meta.url), "utf8");
  const models = [...schema.matchAll(/^model (\w+)/gm)].map(([, name]) => name!);
  const said = [...personalTables.map(({ name }) => name), ...Object.keys(impersonalTables)];
  expect(said.toSorted()).toEqual(models.toSorted());
});

describe.each([
  { where: "embedded", open: embeddedTestDatabase },
  ...(server ? [{ where: "on PostgreSQL", open: () => serverTestDatabase(server) }] : []),
])("privacy, $where", ({ open, where }) => {
  let database: TestDatabase;
  let world: World;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    world = await startWorld({ database });
  });
  afterEach(() => world.stop());

  const exported = (person: Traveller) =>
    createExportPerson({ database: world.app.database, clock: world.clock })(BigInt(person.id));
  /** Everything in the database, as text. */
  async function everything(): Promise<string> {
    const { prisma } = world.app.database;
    const names = [...personalTables.map(({ name }) => name)];
    const rows = await Promise.all(names.map((name) => prisma.$queryRawUnsafe(`SELECT * FROM "${name}"`)));
    return withoutSkus(
      JSON.stringify(rows, (_key, value) => (typeof value === "bigint" ? value.toString() : value)),
    );
  }
  async function deletes(person: Traveller, button = "Yes, delete account and all") {
    await person.says("/privacy");
    await person.presses("Delete my data");
    await person.presses(button);
  }
  /** Lets time pass, and does what fell due. */
  async function pass(ms: number): Promise<void> {
    world.clock.advance(ms);
    await world.app.catchUp();
    await world.settled();
  }

  test("whoever had everything deleted is in no table any more, and their orders are nobody's", async () => {
    const alice = await startShopping(world);
    await alice.atCheckout({ type: "pay", method: "card" });
    const { email } = await world.app.database.prisma.account.findFirstOrThrow();
    await alice.traveller.says("/link someone@example.com");
    await deletes(alice.traveller);
    expect(alice.traveller.sees()).toContain("All I knew about you is deleted");
    const left = await everything();
    expect(left).not.toContain(String(alice.traveller.id));
    expect(left).not.toContain(email);
    expect(left).not.toContain("someone@example.com");
    expect(left).not.toContain("Alice");
    expect(await alice.order()).toMatchObject({ status: "fulfilled", payments: [{ receiptUrl: null }] });
    const card = await world.app.database.prisma.card.findUniqueOrThrow({ where: { id: alice.cardId } });
    expect(card).toMatchObject({ accountId: null, label: "" });

    await alice.traveller.says("/start");
    expect(alice.traveller.buttons()[0]).toEqual(["Link my account"]);
    await alice.traveller.says("/orders");
    expect(alice.traveller.sees()).toContain("No orders yet");
  });

  if (where !== "embedded") return;

  test("says what is kept and sends a copy of it, without hashes and without others", async () => {
    const alice = await startShopping(world);
    await alice.atCheckout({ type: "pay", method: "card" });
    const bob = world.traveller({ firstName: "Bob" });
    const { email } = await world.app.database.prisma.account.findFirstOrThrow();
    await seedAccount(world.app.database, { email, chatId: bob.id, firstName: "Bob" });
    const stranger = world.traveller({ firstName: "Stranger" });
    const other = await seedAccount(world.app.database, {
      email: "stranger@example.com",
      chatId: stranger.id,
    });
    await seedCard(world.app.database, { accountId: other.id, label: "Secret card" });

    await alice.traveller.says("/privacy");
    expect(alice.traveller.sees()).toContain("What I keep about you");
    expect(await alice.traveller.presses("Send me a copy")).toContain("on its way");
    const sent = world.sandbox.botApi.calls().filter(({ method }) => method === "sendDocument");
    expect(sent).toHaveLength(1);

    const copy = await exported(alice.traveller);
    expect(copy).toMatchObject({
      Chat: [{ firstName: "Alice" }],
      Account: [{ email }],
      Card: [{ label: "Alice travel" }],
      Order: [{ number: alice.number, status: "fulfilled" }],
      Payment: [{ status: "succeeded" }],
    });
    const text = JSON.stringify(copy);
    expect(text).not.toMatch(/Hash"/);
    expect(text).not.toContain("Stranger");
    expect(text).not.toContain("Secret card");
    expect(text).not.toContain(String(bob.id));
    const theirs = withoutSkus(JSON.stringify(await exported(bob)));
    expect(theirs).toContain(alice.number);
    expect(theirs).not.toContain(String(alice.traveller.id));
  });

  test("a copy made while a deletion runs is whole or empty", async () => {
    const alice = await startShopping(world, { draftOnly: true });
    await alice.traveller.says("/privacy");
    await alice.traveller.presses("Delete my data");
    const sure = alice.traveller.button("Yes, delete account and all")!;
    const [copy] = await Promise.all([
      exported(alice.traveller),
      alice.traveller.pressesRaw(sure.messageId, sure.callbackData!),
    ]);
    const parts = Object.keys(copy).filter((name) => ["Account", "Card", "Chat"].includes(name));
    expect([0, 3]).toContain(parts.length);
  });

  test("money that is on its way is waited for; then it is done, and said", async () => {
    const alice = await startShopping(world);
    await alice.atCheckout({ type: "pay-delayed" });
    await deletes(alice.traveller);
    expect(alice.traveller.sees()).toContain(`money is still on its way for ${alice.number}`);
    await alice.traveller.says("/privacy");
    expect(alice.traveller.sees()).toContain("Your deletion waits");
    await pass(HOUR_MS);
    expect(await world.app.database.prisma.chat.count({ where: { id: BigInt(alice.traveller.id) } })).toBe(1);

    await alice.atCheckout({ type: "settle", outcome: "succeeded" });
    expect(alice.traveller.sees()).toContain("Renewed");
    await pass(HOUR_MS);
    expect(alice.traveller.sees()).toContain("All I knew about you is deleted");
    await pass(25 * HOUR_MS);
    expect(await everything()).not.toContain(String(alice.traveller.id));
  });

  test("whoever is taken off the account while the deletion waits is forgotten all the same", async () => {
    const alice = await startShopping(world);
    await alice.atCheckout({ type: "pay-delayed" });
    await deletes(alice.traveller);
    const id = BigInt(alice.traveller.id);
    await world.app.database.prisma.chat.update({ where: { id }, data: { accountId: null } });
    await alice.atCheckout({ type: "settle", outcome: "succeeded" });
    await pass(HOUR_MS);
    expect(alice.traveller.sees()).toContain("All I knew about you is deleted");
    expect(await world.app.database.prisma.chat.count({ where: { id } })).toBe(0);
    expect(await world.app.database.prisma.account.count({ where: { deletedAt: null } })).toBe(1);
  });

  test("a deletion that waits can be taken back", async () => {
    const alice = await startShopping(world);
    await alice.atCheckout({ type: "pay-delayed" });
    await deletes(alice.traveller);
    await alice.traveller.presses("Do not delete");
    expect(alice.traveller.sees()).not.toContain("waits");
    await alice.atCheckout({ type: "settle", outcome: "succeeded" });
    await pass(2 * HOUR_MS);
    expect(await world.app.database.prisma.account.count({ where: { deletedAt: null } })).toBe(1);
  });

  test("an order that is not paid is canceled first, and money that comes all the same goes back", async () => {
    const alice = await startShopping(world);
    const session = await alice.sessionId();
    world.sandbox.checkout.addFault({
      path: "/v1/checkout/sessions/",
      method: "POST",
      status: 500,
      times: 2,
    });
    await deletes(alice.traveller);
    expect(alice.traveller.sees()).toContain("All I knew about you is deleted");
    expect((await alice.order()).status).toBe("canceled");
    world.sandbox.checkout.clearFaults();
    await world.sandbox.checkout.act(session, { type: "pay", method: "card" });
    await world.settled();
    expect((await alice.order()).status).toMatch(/^refund/);
    expect(await world.app.database.prisma.bundle.count({ where: { cardId: alice.cardId } })).toBe(0);
  });

  test("an account's other chats lose it and are told; with this chat's data alone nothing happens to them", async () => {
    const [anna, bob] = [world.traveller({ firstName: "Anna" }), world.traveller({ firstName: "Bob" })];
    for (const person of [anna, bob]) {
      await person.says("/start");
      await seedAccount(world.app.database, { email: "both@example.com", chatId: person.id });
    }
    await deletes(anna, "Delete only this chat’s data");
    expect(await world.app.database.prisma.account.count({ where: { email: "both@example.com" } })).toBe(1);
    await anna.says("/start");
    await seedAccount(world.app.database, { email: "both@example.com", chatId: anna.id });
    await anna.says("/privacy");
    await anna.presses("Delete my data");
    expect(anna.sees()).toContain("Another chat is linked");
    await anna.presses("Yes, delete account and all");
    expect(bob.sees()).toContain("account of this chat was deleted");
    await bob.says("/balance");
    expect(bob.sees()).toContain("Link your account");
  });

  test("no button deletes somebody else, and an old one asks again", async () => {
    const anna = world.traveller({ firstName: "Anna" });
    const { id } = await seedAccount(world.app.database, { email: "anna@example.com", chatId: anna.id });
    const mallory = world.traveller({ firstName: "Mallory" });
    await seedAccount(world.app.database, { chatId: mallory.id });
    await mallory.says("/privacy");
    await mallory.pressesRaw(mallory.screen().messageId, `privacy:sure:${shortId(id)}:zzzzzz`);
    expect(await world.app.database.prisma.account.count({ where: { deletedAt: { not: null } } })).toBe(0);

    await anna.says("/privacy");
    await anna.presses("Delete my data");
    world.clock.advance(HOUR_MS);
    await anna.presses("Yes, delete account and all");
    expect(anna.sees()).toContain("Delete the account a•••@example.com");
    await anna.presses("No, keep everything");
    expect(anna.sees()).toContain("What I keep about you");
    expect(await world.app.database.prisma.account.count({ where: { deletedAt: { not: null } } })).toBe(0);
  });

  test("a printed link of a deleted account is dead", async () => {
    const anna = world.traveller();
    const { id } = await seedAccount(world.app.database, { email: "anna@example.com", chatId: anna.id });
    await anna.says("/start");
    await deletes(anna);
    const { prisma } = world.app.database;
    expect(await prisma.linkToken.count({ where: { accountId: id } })).toBe(0);
    expect(await prisma.account.findUnique({ where: { id } })).toMatchObject({
      ...{ email: `deleted:${id}`, passwordHash: null, lastCountry: null },
    });
  });
});
