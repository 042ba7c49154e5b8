import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { linkIn, openPage, sendForm, signInUrl } from "../kit/account-page.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { giveUpRetrying, mailsTo } from "../kit/mail.ts";
import { seedAccount } from "../kit/seed.ts";
import { startWorld, type World } from "../kit/world.ts";

const KNOWN = "known@example.com";
const NOBODYS = "other@example.com";
const PASSWORD = "seven quiet lanterns";

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await startWorld({ database });
  await seedAccount(world.app.database, { email: KNOWN, password: PASSWORD });
});
afterEach(() => world.stop());

test("a mail server that is down for a moment delays the link, and nobody is bothered", async () => {
  const anna = world.traveller();
  await signInUrl(anna);
  await anna.presses("Forgot my password");
  world.sandbox.mailbox.setMood("down");
  await anna.says(KNOWN);
  world.sandbox.mailbox.setMood("ok");
  await giveUpRetrying(world, "send-reset-link");
  expect((await openPage(linkIn(mailsTo(world, KNOWN)[0]!))).status).toBe(200);
  expect(anna.sees()).toContain("If known@example.com is registered");
});

test("one that stays down is told in the chat that asked, in the same words for every address", async () => {
  world.sandbox.mailbox.setMood("refuses");
  const seen = [];
  for (const email of [KNOWN, NOBODYS]) {
    const stranger = world.traveller({ firstName: "Anna" });
    await signInUrl(stranger);
    await stranger.presses("Forgot my password");
    await stranger.says(email);
    await giveUpRetrying(world, "send-reset-link");
    seen.push([stranger.sees().replace(email, "…"), stranger.buttons()]);
  }
  expect(seen[0]![0]).toContain("The mail with the link for … could not be sent");
  expect(seen[1]).toEqual(seen[0]);
  expect(JSON.stringify(world.log.lines)).not.toContain("example.com");
});

test("asked on the page it is told to the account's chats, and it may be asked again at once", async () => {
  const anna = world.traveller();
  await anna.says("/start");
  await seedAccount(world.app.database, { email: KNOWN, chatId: anna.id });
  world.sandbox.mailbox.setMood("refuses");
  await sendForm(world, `${world.app.url}/account/forgot`, { email: KNOWN });
  await giveUpRetrying(world, "send-reset-link");
  expect(anna.sees()).toContain("could not be sent");
  world.sandbox.mailbox.setMood("ok");
  await anna.presses("Try again");
  expect(mailsTo(world, KNOWN)).toHaveLength(1);
});

test("what a mailbox is told of its password comes late rather than never", async () => {
  await sendForm(world, `${world.app.url}/account/forgot`, { email: KNOWN });
  const url = linkIn(mailsTo(world, KNOWN)[0]!);
  world.sandbox.mailbox.setMood("down");
  const fresh = "eleven copper kettles";
  expect((await sendForm(world, url, { password: fresh, repeat: fresh })).status).toBe(200);
  world.sandbox.mailbox.setMood("ok");
  await giveUpRetrying(world, "send-account-mail");
  expect(mailsTo(world, KNOWN).at(-1)!.subject).toBe("Your password was changed");
});

test("the link outlives a restart", async () => {
  const anna = world.traveller({ firstName: "Anna" });
  const url = await signInUrl(anna);
  await world.restart();
  expect((await sendForm(world, url, { email: KNOWN, password: PASSWORD })).status).toBe(200);
  expect(anna.sees()).toContain("Welcome, Anna!");
});
