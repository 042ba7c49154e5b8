import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createLinkAccount } from "../../src/use-cases/link-account.ts";
import { createUseLinkToken } from "../../src/use-cases/link-token/use-link-token.ts";
import { embeddedTestDatabase, findServer, serverTestDatabase, type TestDatabase } from "../kit/database.ts";
import { codeIn, mailsTo } from "../kit/mail.ts";
import { operatorTypes } from "../kit/operator.ts";
import { iccidOf, seedAccount, seedCard } from "../kit/seed.ts";
import type { Traveller } from "../kit/traveller.ts";
import { startWorld, type World } from "../kit/world.ts";

const ANNA = "anna@example.com";
const ICCID = iccidOf(4417);
const server = await findServer();

describe.each([
  { where: "embedded", open: embeddedTestDatabase },
  ...(server ? [{ where: "on PostgreSQL", open: () => serverTestDatabase(server) }] : []),
])("a printed link, $where", ({ open, where }) => {
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

  /** What the operator's link makes Telegram send when somebody opens it and presses Start. */
  async function linkFor(...words: string[]): Promise<string> {
    const { text, code } = await operatorTypes(world, ["link-token", ...words]);
    expect(code, text).toBe(0);
    return /start=(link_[\w-]{22})$/.exec(text)![1]!;
  }
  const open_ = (person: Traveller, payload: string) => person.says(`/start ${payload}`);
  const accountOf = async ({ id }: Traveller) =>
    (await world.app.database.prisma.chat.findUnique({ where: { id: BigInt(id) } }))?.accountId;

  test("of many who open it at the same instant one is let in", async () => {
    const { id } = await seedAccount(world.app.database, { email: ANNA });
    const payload = await linkFor(ANNA);
    const people = Array.from({ length: 6 }, () => world.traveller());
    for (const person of people) await person.says("/start");
    const { database: db } = world.app;
    const use = createUseLinkToken({
      database: db,
      clock: world.clock,
      linkAccount: createLinkAccount(world),
    });
    const results = await Promise.all(
      people.map((person) => use(BigInt(person.id), payload.slice("link_".length), { sure: false })),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await db.prisma.chat.count({ where: { accountId: id } })).toBe(1);
  });

  if (where !== "embedded") return;

  test("lets in with one press, once, and shows no more of the address than its owner knows", async () => {
    const { id } = await seedAccount(world.app.database, { email: ANNA });
    await seedCard(world.app.database, { accountId: id, iccid: ICCID });
    const payload = await linkFor(ICCID);
    const [anna, mallory] = [world.traveller({ firstName: "<i>Anna</i>" }), world.traveller()];
    await open_(anna, payload);
    expect(anna.sees()).toContain("Linked. Welcome, <i>Anna</i>!");
    expect(anna.sees()).toContain("a•••@example.com");
    expect(await accountOf(anna)).toBe(id);
    await open_(mallory, payload);
    expect(mallory.sees()).toContain("no longer works");
    expect(mallory.sees()).not.toContain("example.com");
    expect(mallory.buttons()[0]).toEqual(["Link my account"]);
  });

  test("of an account that the chat has already is not used up", async () => {
    const anna = world.traveller();
    await seedAccount(world.app.database, { email: ANNA, chatId: anna.id });
    const payload = await linkFor(ANNA);
    await open_(anna, payload);
    expect(anna.sees()).toContain("is linked to a•••@example.com");
    const second = world.traveller();
    await open_(second, payload);
    expect(second.sees()).toContain("Linked.");
    expect(anna.sees()).toMatch(/another chat|was linked/i);
  });

  test("takes a chat off another account only after a second press, which no link can say", async () => {
    const victim = world.traveller();
    const mine = await seedAccount(world.app.database, { email: "victim@example.com", chatId: victim.id });
    const theirs = await seedAccount(world.app.database, { email: ANNA });
    const payload = await linkFor(ANNA);
    await open_(victim, payload.replace("link_", "link_sure_"));
    expect(victim.sees()).toContain("v•••@example.com");
    expect(await accountOf(victim)).toBe(mine.id);
    await victim.presses("Yes, switch");
    expect(victim.sees()).toContain("Linked.");
    expect(await accountOf(victim)).toBe(theirs.id);
  });

  test("on a card of nobody leads to registering it, and is dead once somebody has", async () => {
    await seedCard(world.app.database, { accountId: null, iccid: ICCID });
    const payload = await linkFor(ICCID);
    const anna = world.traveller();
    await open_(anna, payload);
    expect(anna.sees()).toContain("is free");
    await anna.says(ANNA);
    await anna.says(codeIn(mailsTo(world, ANNA)[0]!));
    expect(anna.sees()).toContain("Registered.");
    const finder = world.traveller();
    await open_(finder, payload);
    expect(finder.sees()).toContain("no longer works");
    expect(await accountOf(finder)).toBeNull();
  });

  test("is dead when the card has another owner, when it expired, and when it was replaced", async () => {
    const { id } = await seedAccount(world.app.database, { email: ANNA });
    const card = await seedCard(world.app.database, { accountId: id, iccid: ICCID });
    const sold = await linkFor(ICCID);
    const other = await seedAccount(world.app.database, { email: "other@example.com" });
    await world.app.database.prisma.card.update({ where: { id: card.id }, data: { accountId: other.id } });
    const person = world.traveller();
    await open_(person, sold);
    expect(person.sees()).toContain("no longer works");

    const [expired, forever] = [await linkFor(ANNA, "--days", "1"), await linkFor(ANNA, "--days", "0")];
    world.clock.advance(24 * 60 * 60_000);
    await open_(person, expired);
    expect(person.sees()).toContain("no longer works");

    const newer = await linkFor(ANNA, "--replace");
    await open_(person, forever);
    expect(person.sees()).toContain("no longer works");
    await open_(person, newer);
    expect(person.sees()).toContain("Linked.");
  });

  test("stands nowhere but on the paper: not in the database, not in a log line", async () => {
    await seedAccount(world.app.database, { email: ANNA });
    const payload = await linkFor(ANNA);
    const token = payload.slice("link_".length);
    await open_(world.traveller(), payload);
    const tokens = await world.app.database.prisma.linkToken.findMany();
    expect(JSON.stringify(tokens)).not.toContain(token);
    expect(JSON.stringify(world.log)).not.toContain(token);
  });
});
