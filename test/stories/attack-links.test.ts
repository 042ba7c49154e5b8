import { inspect } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { linkIn, openPage, sendForm, signInUrl } from "../kit/account-page.ts";
import { embeddedTestDatabase, findServer, serverTestDatabase, type TestDatabase } from "../kit/database.ts";
import { mailsTo } from "../kit/mail.ts";
import { seedAccount } from "../kit/seed.ts";
import type { Traveller } from "../kit/traveller.ts";
import { startWorld, type World } from "../kit/world.ts";

const EMAIL = "anna.secret@example.com";
const PASSWORD = "seven quiet lanterns";
const server = await findServer();

describe.each([
  { where: "embedded", open: embeddedTestDatabase },
  ...(server ? [{ where: "on PostgreSQL", open: () => serverTestDatabase(server) }] : []),
])("at the same instant, $where", ({ open }) => {
  const { world } = newWorld(open);

  test("of many uses of one sign-in link one wins", async () => {
    const anna = world().traveller({ firstName: "Anna" });
    const url = await signInUrl(anna);
    const sent = Array.from({ length: 4 }, () =>
      sendForm(world(), url, { email: EMAIL, password: PASSWORD }),
    );
    const statuses = (await Promise.all(sent)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 410, 410, 410]);
    expect(anna.messages().filter(({ text }) => text.includes("Welcome"))).toHaveLength(1);
    expect(mailsTo(world(), EMAIL)).toHaveLength(1);
  });

  test("of many uses of one link for a new password one wins, and its password is the one that counts", async () => {
    const url = await resetUrl(world());
    const choices = ["eleven copper kettles", "twelve wooden spoons", "thirteen paper birds"];
    const answers = await Promise.all(
      choices.map((password) => sendForm(world(), url, { password, repeat: password })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410]);
    const winner = choices[answers.findIndex(({ status }) => status === 200)]!;
    const signIn = await signInUrl(world().traveller());
    expect((await sendForm(world(), signIn, { email: EMAIL, password: winner })).status).toBe(200);
  });
});

describe("links", () => {
  const { world, database } = newWorld(embeddedTestDatabase);

  test("a link from somebody else says whose chat it links, links no other, and is told everywhere", async () => {
    const anna = world().traveller({ firstName: "Anna" });
    await anna.says("/start");
    await seedAccount(world().app.database, { email: EMAIL, chatId: anna.id });
    const mallory = world().traveller({ firstName: "Mallory" });
    const url = await signInUrl(mallory);

    const page = await openPage(url);
    expect(page.text).toContain("The chat belongs to: Mallory Is that not you?");
    await sendForm(world(), url, { email: EMAIL, password: PASSWORD, chatId: String(anna.id) });
    expect(anna.sees()).toContain("Mallory in Telegram sees your cards now");
    expect(mailsTo(world(), EMAIL).at(-1)!.text).toContain("The chat belongs to: Mallory");
  });

  test("there is no session to fix: no cookie is given, and none is looked at", async () => {
    const anna = world().traveller();
    const url = await signInUrl(anna);
    const cookie = { cookie: "session=mallorys; sid=1" };
    for (const page of [
      await openPage(url, cookie),
      await sendForm(world(), url, { email: EMAIL, password: PASSWORD }, cookie),
      await openPage(`${world().app.url}/account/forgot`, cookie),
    ]) {
      expect(page.headers.get("set-cookie")).toBeNull();
    }
    const other = await openPage(await signInUrl(world().traveller({ firstName: "Bo" })), cookie);
    expect(other.text).toContain("E-mail");
  });

  test("another site cannot send our forms", async () => {
    const anna = world().traveller();
    const url = await signInUrl(anna);
    for (const site of ["cross-site", "same-site"]) {
      const sent = await sendForm(
        world(),
        url,
        { email: EMAIL, password: PASSWORD },
        { "sec-fetch-site": site },
      );
      expect(sent.status).toBe(403);
    }
    expect(
      (
        await sendForm(
          world(),
          url,
          { email: EMAIL, password: PASSWORD },
          { "sec-fetch-site": "same-origin" },
        )
      ).status,
    ).toBe(200);
  });

  test("every page forbids frames, scripts, caches and referrers", async () => {
    const url = await signInUrl(world().traveller());
    for (const page of [
      await openPage(url),
      await openPage(await resetUrl(world())),
      await openPage(`${url}x`),
    ]) {
      expect(page.headers.get("content-security-policy")).toMatch(
        /^default-src 'none'; style-src 'nonce-[^']+'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/,
      );
      expect(page.headers.get("cache-control")).toBe("no-store");
      expect(page.headers.get("referrer-policy")).toBe("no-referrer");
      expect(page.html.replace(/https:\/\/t\.me\/\w+/g, "")).not.toMatch(/https?:|<script|<img|<link/);
    }
  });

  test.each([
    [
      "a token that is one character off",
      (url: string) => url.replace(/.$/, (last) => (last === "A" ? "B" : "A")),
    ],
    ["an empty-looking token", (url: string) => url.replace(/[^/]+$/, "%20")],
    ["a NUL", (url: string) => url.replace(/[^/]+$/, "%00")],
    ["half a character", (url: string) => url.replace(/[^/]+$/, "%ED%A0")],
    ["SQL", (url: string) => url.replace(/[^/]+$/, "'%20OR%201=1--")],
    ["a very long token", (url: string) => url.replace(/[^/]+$/, "a".repeat(8_000))],
    ["the hash that is kept", (url: string) => url],
  ])("%s opens nothing", async (name, forge) => {
    const anna = world().traveller();
    const url = await signInUrl(anna);
    const { tokenHash } = await world().app.database.prisma.signInToken.findFirstOrThrow();
    const forged = name.includes("hash") ? url.replace(/[^/]+$/, tokenHash) : forge(url);
    for (const page of [
      await openPage(forged),
      await sendForm(world(), forged, { email: EMAIL, password: PASSWORD }),
      await openPage(forged.replace("sign-in", "reset")),
      await sendForm(world(), forged.replace("sign-in", "reset"), { password: PASSWORD, repeat: PASSWORD }),
    ]) {
      expect(page.status).toBe(404);
    }
    expect(await linked(anna)).toBeNull();
  });

  test("a link of one kind is no link of the other", async () => {
    const anna = world().traveller();
    const signIn = await signInUrl(anna);
    const reset = await resetUrl(world());
    expect((await openPage(signIn.replace("sign-in", "reset"))).status).toBe(404);
    expect((await openPage(reset.replace("reset", "sign-in"))).status).toBe(404);
  });

  test("a new password ends the open links of the account's chats", async () => {
    const anna = world().traveller();
    await anna.says("/start");
    await seedAccount(world().app.database, { email: EMAIL, chatId: anna.id });
    await anna.says("/link");
    await anna.presses("Use another account");
    const old = await signInUrl(anna);
    const reset = await resetUrl(world());
    const fresh = "eleven copper kettles";
    await sendForm(world(), reset, { password: fresh, repeat: fresh });
    expect((await openPage(old)).status).toBe(404);
    expect((await sendForm(world(), reset, { password: PASSWORD, repeat: PASSWORD })).status).toBe(410);
  });

  test("names, addresses and languages bring no markup and no headers along", async () => {
    const name = `"><script>alert(1)</script>\u202e`;
    const anna = world().traveller({ firstName: name });
    const url = await signInUrl(anna);
    const page = await openPage(`${url}?lang=%22%3E%3Cscript%3E`);
    expect(page.status).toBe(200);
    expect(page.html).not.toContain("<script");
    expect(page.html).toMatch(/<bdi>[^<]*&gt;&lt;script&gt;alert\(1\)[^<]*<\/bdi>/);
    const typed = await sendForm(world(), url, { email: `"><script>x</script>@example.com`, password: "x" });
    expect(typed.status).toBe(422);
    expect(typed.html).not.toContain("<script");

    await sendForm(world(), url, { email: EMAIL, password: PASSWORD });
    const [mail] = mailsTo(world(), EMAIL);
    expect(mail!.html).not.toContain("<script");
    expect(mail!.html).toContain("&lt;script&gt;");

    const forgot = `${world().app.url}/account/forgot`;
    const before = world().sandbox.mailbox.mails().length;
    for (const email of [
      `${EMAIL}\r\nBcc: victim@example.com`,
      `${EMAIL}, victim@example.com`,
      `<${EMAIL}>`,
    ]) {
      expect((await sendForm(world(), forgot, { email })).status).toBe(422);
    }
    expect(world().sandbox.mailbox.mails()).toHaveLength(before);
  });

  test("the mail's link leads to our own address, whatever the request called us", async () => {
    await sendForm(
      world(),
      `${world().app.url}/account/forgot`,
      { email: EMAIL },
      {
        "x-forwarded-host": "evil.example.com",
        "x-forwarded-proto": "https",
        forwarded: "host=evil.example.com",
      },
    );
    const [mail] = mailsTo(world(), EMAIL);
    expect(linkIn(mail!).startsWith(`${world().app.url}/account/reset/`)).toBe(true);
    expect(mail!.text + mail!.html).not.toContain("evil");
  });

  test("what is no form, or far too much of one, is refused", async () => {
    const url = await signInUrl(world().traveller());
    const json = { "content-type": "application/json" };
    expect((await fetch(url, { method: "POST", body: "{}", headers: json })).status).toBe(400);
    expect((await sendForm(world(), url, { email: EMAIL, password: "x".repeat(9_000) })).status).toBe(400);
    expect((await sendForm(world(), url, {})).status).toBe(422);
  });

  test("neither the log nor the database ever holds a token, a password or, in the log, an address", async () => {
    world().log.expectErrors("Request failed");
    const anna = world().traveller({ firstName: "Anna-of-the-logs" });
    const typed = "hunter2-in-the-chat";
    const urls = [await signInUrl(anna)];
    await anna.says(typed);
    urls.push(anna.screen().buttons.flat()[0]!.url!);
    await anna.says("/link");
    await anna.says(typed);
    urls.push(anna.screen().buttons.flat()[0]!.url!);
    await sendForm(world(), urls[0]!, { email: EMAIL, password: "a wrong password" });
    await database().connection.executeSql('ALTER TABLE "SignInToken" RENAME TO "Gone"');
    expect((await openPage(urls[1]!)).status).toBe(500);
    expect((await sendForm(world(), urls[1]!, { email: EMAIL, password: PASSWORD })).status).toBe(500);
    await database().connection.executeSql('ALTER TABLE "Gone" RENAME TO "SignInToken"');
    world().sandbox.botApi.addFault({ method: "sendMessage", code: 500, times: 1 });
    await sendForm(world(), urls[1]!, { email: EMAIL, password: PASSWORD });
    const reset = await resetUrl(world());
    const fresh = "eleven copper kettles";
    await sendForm(world(), reset, { password: fresh, repeat: fresh });

    const secrets = [...urls, reset].map((url) => url.split("/").at(-1)!);
    secrets.push(typed, "a wrong password", PASSWORD, fresh);
    const lines = world()
      .log.lines.map((line) => inspect(line, { depth: 12 }))
      .join("\n");
    expect(lines).toContain("/account/sign-in/…");
    for (const secret of [...secrets, EMAIL, "anna.secret", "$scrypt$", "Anna-of-the-logs"]) {
      expect(lines, `the log holds ${secret}`).not.toContain(secret);
    }
    const rows = await everything(database());
    expect(rows).toContain("$scrypt$");
    for (const secret of secrets) expect(rows, `the database holds ${secret}`).not.toContain(secret);
  });

  async function linked(person: Traveller): Promise<string | null> {
    const { prisma } = world().app.database;
    return (await prisma.chat.findUniqueOrThrow({ where: { id: BigInt(person.id) } })).accountId;
  }
});

/** A world for each test of the suite it is called in, with an account that has a password. */
function newWorld(open: () => Promise<TestDatabase>) {
  let database: TestDatabase;
  let world: World;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    world = await startWorld({ database });
    await seedAccount(world.app.database, { email: EMAIL, password: PASSWORD });
  });
  afterEach(() => world.stop());
  return { world: () => world, database: () => database };
}

async function resetUrl(world: World): Promise<string> {
  await sendForm(world, `${world.app.url}/account/forgot`, { email: EMAIL });
  return linkIn(mailsTo(world, EMAIL).at(-1)!);
}

/** Every row of every table, the queue's own included, as text. */
async function everything({ connection }: TestDatabase): Promise<string> {
  const { rows: tables } = await connection.executeSql(
    "SELECT schemaname AS schema, tablename AS name FROM pg_tables WHERE schemaname IN ('public', 'pgboss')",
  );
  const texts: string[] = [];
  for (const { schema, name } of tables as { schema: string; name: string }[]) {
    const { rows } = await connection.executeSql(
      `SELECT row_to_json(t)::text AS row FROM "${schema}"."${name}" t`,
    );
    texts.push(...(rows as { row: string }[]).map(({ row }) => row));
  }
  return texts.join("\n");
}
