import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createFindSignIn } from "../../src/use-cases/password/find-sign-in.ts";
import { createSignIn } from "../../src/use-cases/password/sign-in.ts";
import { createTakePasswordTry } from "../../src/use-cases/password/take-password-try.ts";
import { linkIn, sendForm, signInUrl } from "../kit/account-page.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { codeIn, mailsTo } from "../kit/mail.ts";
import { seedAccount } from "../kit/seed.ts";
import { startWorld, type World } from "../kit/world.ts";

/** Of one length: the first has a password, the second an account without one, of the third nobody has heard. */
const KNOWN = "known@example.com";
const BARE = "plain@example.com";
const NOBODYS = "other@example.com";
const PASSWORD = "seven quiet lanterns";

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await startWorld({ database, settings: { TRUSTED_PROXIES: "1" } });
  await seedAccount(world.app.database, { email: KNOWN, password: PASSWORD });
  await seedAccount(world.app.database, { email: BARE });
});
afterEach(() => world.stop());

test("the page tells no address with a password from one without and from one that nobody has", async () => {
  const stories = [];
  for (const email of [KNOWN, BARE, NOBODYS]) {
    const url = await signInUrl(world.traveller({ firstName: "Anna" }));
    const story = [];
    for (let count = 0; count < 6; count++) {
      const { status, html } = await sendForm(world, url, { email, password: "wrong one" });
      story.push({ status, html: html.replaceAll(email, "…").replace(/nonce="[^"]+"/, "") });
    }
    stories.push(story);
  }
  expect(stories[0]!.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422, 429]);
  expect(stories[1]).toEqual(stories[0]);
  expect(stories[2]).toEqual(stories[0]);
});

test("each of them costs one comparison at full price, so that time tells nothing either", async () => {
  const deps = { database: world.app.database, clock: world.clock };
  const compared: (string | null)[] = [];
  const signIn = createSignIn({
    ...deps,
    passwords: {
      hash: () => Promise.reject(new Error("Nothing is hashed at sign-in")),
      matches: async (_password, hash) => {
        compared.push(hash);
        return false;
      },
    },
    findSignIn: createFindSignIn(deps),
    takePasswordTry: createTakePasswordTry(deps),
    linkAccount: () => Promise.reject(new Error("Nobody is linked")),
  });
  const url = await signInUrl(world.traveller());
  for (const email of [KNOWN, BARE, NOBODYS]) {
    await signIn(url.split("/").at(-1)!, { email, password: "wrong one", address: null });
  }
  expect(compared).toEqual([expect.stringContaining("$scrypt$"), null, null]);
});

test("asking for a new password says and leaves the same for everybody; only the mailbox differs", async () => {
  const answers = [];
  for (const email of [KNOWN, NOBODYS]) {
    const { status, html } = await sendForm(world, `${world.app.url}/account/forgot`, { email });
    const again = await sendForm(world, `${world.app.url}/account/forgot`, { email });
    const blank = (page: string) => page.replaceAll(email, "…").replace(/nonce="[^"]+"|\d+ seconds/g, "");
    answers.push([status, blank(html), again.status, blank(again.html)]);
    world.clock.advance(1);
  }
  expect(answers[1]).toEqual(answers[0]);
  const kept = await world.app.database.prisma.resetToken.findMany();
  expect(kept.map(({ mailState, tokenHash }) => [mailState, tokenHash?.length])).toEqual([
    ["sent", 43],
    ["sent", 43],
  ]);
  expect(mailsTo(world, KNOWN)).toHaveLength(1);
  expect(mailsTo(world, NOBODYS)).toHaveLength(0);
});

test("five wrong ones hold a chat up, also for the right one, and for a quarter of an hour only", async () => {
  const mallory = world.traveller({ firstName: "Mallory" });
  const url = await signInUrl(mallory);
  for (let count = 0; count < 5; count++) {
    await sendForm(world, url, { email: KNOWN, password: `guess number ${count}` });
  }
  const held = await sendForm(world, url, { email: KNOWN, password: PASSWORD });
  expect(held.status).toBe(429);
  expect(held.text).toContain("Please wait 15 minutes, or go back to Telegram and use a code by e-mail");
  expect((await sendForm(world, await signInUrl(mallory), { email: BARE, password: "x" })).status).toBe(429);

  world.clock.advance(15 * 60_000);
  const later = await sendForm(world, await signInUrl(mallory), { email: KNOWN, password: PASSWORD });
  expect(later.heading).toBe("You are linked");
});

test("tries at the same instant are counted one by one", async () => {
  const url = await signInUrl(world.traveller());
  const guesses = Array.from({ length: 12 }, (_, count) => ({ email: KNOWN, password: `guess ${count}` }));
  const answers = await Promise.all(guesses.map((guess) => sendForm(world, url, guess)));
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([...Array(5).fill(422), ...Array(7).fill(429)]);
});

test("an account under attack from many chats lets its owner in by mail, and by a new password", async () => {
  const { prisma } = world.app.database;
  const at = world.clock.now();
  const tries = (count: number) =>
    prisma.passwordTry.createMany({
      data: Array.from({ length: count }, (_, chat) => ({
        email: KNOWN,
        chatId: BigInt(9_000_000 + chat),
        at,
      })),
    });
  await tries(20);
  const owner = world.traveller({ firstName: "Anna" });
  const url = await signInUrl(owner);
  expect((await sendForm(world, url, { email: KNOWN, password: PASSWORD })).status).toBe(429);

  await owner.presses("Code by e-mail");
  await owner.says(KNOWN);
  await owner.says(codeIn(mailsTo(world, KNOWN).at(-1)!));
  expect(owner.sees()).toContain("Welcome, Anna!");

  await sendForm(world, `${world.app.url}/account/forgot`, { email: KNOWN });
  const fresh = "eleven copper kettles";
  await sendForm(world, linkIn(mailsTo(world, KNOWN).at(-1)!), { password: fresh, repeat: fresh });
  const other = world.traveller();
  expect((await sendForm(world, await signInUrl(other), { email: KNOWN, password: fresh })).status).toBe(200);
});

test("an address is held up by what our own proxy says of it, and by nothing that a guesser can write", async () => {
  await world.app.database.prisma.passwordTry.createMany({
    data: Array.from({ length: 50 }, (_, count) => ({
      email: `guess${count}@example.com`,
      chatId: BigInt(9_000_000 + count),
      address: "203.0.113.7",
      at: world.clock.now(),
    })),
  });
  const url = await signInUrl(world.traveller());
  const from = (forwarded: string) =>
    sendForm(world, url, { email: KNOWN, password: "wrong one" }, { "x-forwarded-for": forwarded });
  expect((await from("198.51.100.1, 203.0.113.7")).status).toBe(429);
  expect((await from("203.0.113.7, 198.51.100.1")).status).toBe(422);
});

test("a password that was changed while it was compared opens nothing", async () => {
  const { prisma } = world.app.database;
  const deps = { database: world.app.database, clock: world.clock };
  const signIn = createSignIn({
    ...deps,
    passwords: {
      hash: () => Promise.reject(new Error("Nothing is hashed at sign-in")),
      matches: async () => {
        await prisma.account.update({ where: { email: KNOWN }, data: { passwordHash: "$another$" } });
        return true;
      },
    },
    findSignIn: createFindSignIn(deps),
    takePasswordTry: createTakePasswordTry(deps),
    linkAccount: () => Promise.reject(new Error("Nobody is linked")),
  });
  const url = await signInUrl(world.traveller());
  const given = { email: KNOWN, password: PASSWORD, address: null };
  expect(await signIn(url.split("/").at(-1)!, given)).toEqual({ ok: false, error: { type: "wrong" } });
});

test("links to the page cannot be collected without end", async () => {
  const mallory = world.traveller();
  for (let count = 0; count < 20; count++) await signInUrl(mallory);
  await mallory.says("/link");
  await mallory.presses("Sign in with password");
  expect(mallory.sees()).toContain("a lot of links");
  expect(mallory.buttons()[0]).toEqual(["Code by e-mail"]);
});
