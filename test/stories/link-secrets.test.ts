import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { codeIn, giveUpRetrying, mailsTo } from "../kit/mail.ts";
import { seedAccount } from "../kit/seed.ts";
import type { Traveller } from "../kit/traveller.ts";
import { startWorld, type World } from "../kit/world.ts";

/** Two addresses of one length: one has an account, of the other nobody has heard. */
const KNOWN = "known@example.com";
const UNKNOWN = "other@example.com";

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await startWorld({ database });
  await seedAccount(world.app.database, { email: KNOWN });
});
afterEach(() => world.stop());

test("nothing a chat shows tells an address that is registered from one that is not", async () => {
  const stories = await Promise.all(
    [KNOWN, UNKNOWN].map(async (email) => {
      const stranger = world.traveller({ firstName: "Anna" });
      await stranger.says("/link");
      await stranger.says(email);
      await stranger.presses("Send again");
      await stranger.says("123");
      for (let wrong = 1; wrong <= 5; wrong++) await stranger.says("000000");
      await stranger.says("000000");
      await stranger.presses("Another address");
      await stranger.presses("Cancel");
      return allSeen(stranger, email);
    }),
  );
  // A code may be 000000 once in a million runs, and then it is right.
  expect(stories[0]).toEqual(stories[1]);
  expect(mailsTo(world, KNOWN)).toHaveLength(1);
  expect(mailsTo(world, UNKNOWN)).toHaveLength(0);
});

test("both addresses leave the same rows and the same jobs behind", async () => {
  for (const email of [KNOWN, UNKNOWN]) await world.traveller().says(`/link ${email}`);
  const codes = await world.app.database.prisma.loginCode.findMany({ orderBy: { createdAt: "asc" } });
  expect(codes.map(({ mailState, attempts }) => ({ mailState, attempts }))).toEqual([
    { mailState: "sent", attempts: 0 },
    { mailState: "sent", attempts: 0 },
  ]);
  expect(codes[0]!.codeHash).toHaveLength(codes[1]!.codeHash!.length);
  const { rows: jobs } = await database.connection.executeSql(
    "SELECT state, data FROM pgboss.job WHERE name = 'send-login-code' ORDER BY created_on",
  );
  expect(jobs).toEqual(codes.map(({ id }) => ({ state: "completed", data: { loginCodeId: id } })));
});

test.each([
  ["is down", "down"],
  ["refuses", "refuses"],
] as const)(
  "a mail server that %s is told to both in the same words",
  { timeout: 60_000 },
  async (_how, mood) => {
    world.sandbox.mailbox.setMood(mood);
    const strangers = [KNOWN, UNKNOWN].map((email) => ({ email, chat: world.traveller() }));
    for (const { email, chat } of strangers) await chat.says(`/link ${email}`);
    await giveUpRetrying(world, "send-login-code");
    const [known, unknown] = strangers.map(({ email, chat }) => allSeen(chat, email));
    expect(known).toEqual(unknown);
    for (const { email, chat } of strangers) {
      expect(chat.sees()).toContain(`The mail with the code for ${email} could not be sent`);
      expect(chat.buttons()).toEqual([["Try again", "Another address"]]);
    }
    expect(world.log.lines.filter(({ fields }) => JSON.stringify(fields).includes("example.com"))).toEqual(
      [],
    );

    world.sandbox.mailbox.setMood("ok");
    await strangers[0]!.chat.presses("Try again");
    await strangers[0]!.chat.says(codeIn(mailsTo(world, KNOWN).at(-1)!));
    expect(strangers[0]!.chat.sees()).toContain("Welcome");
  },
);

test("a mail that could not go out is not spoken of after a newer code arrived", {
  timeout: 60_000,
}, async () => {
  world.sandbox.mailbox.setMood("down");
  const anna = world.traveller();
  await anna.says(`/link ${KNOWN}`);
  world.sandbox.mailbox.setMood("ok");
  world.clock.advance(60_000);
  await anna.presses("Send again");
  await giveUpRetrying(world, "send-login-code");
  expect(anna.messages().some(({ text }) => text.includes("could not be sent"))).toBe(false);
  expect(mailsTo(world, KNOWN)).toHaveLength(1);
});

test("a code is nowhere but in its mail: not in the database, its jobs, the log or the chat", async () => {
  const anna = world.traveller();
  await anna.says("/link");
  await anna.says(KNOWN);
  const code = codeIn(mailsTo(world, KNOWN)[0]!);
  expect(await everythingStored()).not.toContain(code);
  await anna.says(`${code.slice(0, 5)}x`);
  expect(await everythingStored()).not.toContain(code);
  await anna.says(code);
  expect(anna.sees()).toContain("Welcome");
  expect(await everythingStored()).not.toContain(code);
  expect(JSON.stringify(world.log.lines)).not.toContain(code);
  const said = anna.messages().filter(({ from }) => from === "bot");
  expect(JSON.stringify(said)).not.toContain(code);
  const { codeHash } = await world.app.database.prisma.loginCode.findFirstOrThrow();
  expect(codeHash).toBeNull();
});

test("an address with line breaks or a list of addresses reaches no mail server", async () => {
  const mallory = world.traveller();
  await mallory.says("/link");
  for (const address of [
    `${KNOWN}\r\nBcc: victim@example.com`,
    `${KNOWN}, victim@example.com`,
    `<${KNOWN}>\u2028victim@example.com`,
    `"${KNOWN} victim"@example.com`,
  ]) {
    await mallory.says(address);
    expect(mallory.sees()).toContain("does not look like an e-mail address");
  }
  expect(world.sandbox.mailbox.mails()).toEqual([]);
});

/** Every message with its buttons, and every press answered, with the address blotted out. */
function allSeen(traveller: Traveller, email: string): string {
  const seen = traveller.messages().map(({ from, text, buttons, editedAt }) => ({
    from,
    text: text.replaceAll(/\d\d seconds/g, "some seconds"),
    buttons: buttons.map((row) => row.map((button) => [button.text, button.callbackData])),
    edited: editedAt !== undefined,
  }));
  return JSON.stringify(seen, null, 1).replaceAll(email, "<address>");
}

/** All rows of all tables, as text. */
async function everythingStored(): Promise<string> {
  const { rows: tables } = await database.connection.executeSql(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname IN ('public', 'pgboss')`,
  );
  const contents = [];
  for (const { name } of tables) {
    const { rows } = await database.connection.executeSql(`SELECT t::text AS row FROM ${name} t`);
    contents.push(...rows.map(({ row }) => row));
  }
  return contents.join("\n");
}
