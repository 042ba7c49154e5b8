import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { linkIn, openPage, sendForm, signInUrl } from "../kit/account-page.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { mailsTo } from "../kit/mail.ts";
import { seedAccount } from "../kit/seed.ts";
import { startWorld, type World } from "../kit/world.ts";

const EMAIL = "anna@example.com";
const PASSWORD = "seven quiet lanterns";

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await startWorld({ database });
  await seedAccount(world.app.database, { email: EMAIL, password: PASSWORD });
});
afterEach(() => world.stop());

test("e-mail and password on the page link the chat that asked", async () => {
  const anna = world.traveller({ firstName: "Anna" });
  const url = await signInUrl(anna);
  expect(anna.sees()).toContain("for this chat only");
  const page = await openPage(url);
  expect(page).toMatchObject({ status: 200, heading: "Sign in" });
  expect(page.text).toContain("The chat belongs to: Anna");

  const done = await sendForm(world, url, { email: " Anna@Example.com ", password: PASSWORD });
  expect(done).toMatchObject({ status: 200, heading: "You are linked" });
  expect(done.text).toContain("The Telegram chat of Anna now shows the cards of anna@example.com.");
  expect(done.html).toMatch(/href="https:\/\/t\.me\/\w+"/);
  expect(anna.sees()).toContain("Linked. Welcome, Anna!");
  expect(await linkedEmail(anna.id)).toBe(EMAIL);

  const [mail] = mailsTo(world, EMAIL);
  expect(mail!.subject).toBe("A chat was linked to your account");
  expect(mail!.text).toContain("The chat belongs to: Anna");
});

test("opening the link, as previews and mail scanners do, uses nothing up", async () => {
  const anna = world.traveller();
  const url = await signInUrl(anna);
  for (let count = 0; count < 3; count++) await openPage(url);
  await fetch(url, { method: "HEAD" });
  expect((await sendForm(world, url, { email: EMAIL, password: PASSWORD })).heading).toBe("You are linked");
});

test("a wrong password says so, keeps the address, and can be corrected", async () => {
  const anna = world.traveller();
  const url = await signInUrl(anna);
  const wrong = await sendForm(world, url, { email: EMAIL, password: "not this one" });
  expect(wrong).toMatchObject({ status: 422, title: "The e-mail or the password is not right. – Sign in" });
  expect(wrong.html).toContain(`value="${EMAIL}"`);
  expect(wrong.html).toMatch(/id="password"[^>]*aria-invalid="true" aria-describedby="trouble"/);
  expect(wrong.html).not.toContain("not this one");
  const typo = await sendForm(world, url, { email: "anna@", password: PASSWORD });
  expect(typo.text).toContain("does not look like an e-mail address");
  expect((await sendForm(world, url, { email: EMAIL, password: PASSWORD })).status).toBe(200);
});

test("the link works for ten minutes, and once", async () => {
  const anna = world.traveller();
  const late = await signInUrl(anna);
  world.clock.advance(10 * 60_000);
  expect(await openPage(late)).toMatchObject({ status: 404, heading: "This link no longer works" });
  expect((await sendForm(world, late, { email: EMAIL, password: PASSWORD })).status).toBe(404);
  expect(await linkedEmail(anna.id)).toBeNull();

  const url = await signInUrl(anna);
  await sendForm(world, url, { email: EMAIL, password: PASSWORD });
  await anna.says("/unlink");
  await anna.presses("Yes, unlink");
  expect(await openPage(url)).toMatchObject({ status: 410, heading: "This link has been used" });
  expect((await sendForm(world, url, { email: EMAIL, password: PASSWORD })).status).toBe(410);
  expect(await linkedEmail(anna.id)).toBeNull();
});

test("the page speaks the language of the chat, and any other at a tap", async () => {
  const anna = world.traveller({ languageCode: "zh-TW" });
  const url = await signInUrl(anna, "用密碼登入");
  expect((await openPage(url)).html).toContain('<html lang="zh-Hant">');
  expect((await openPage(`${url}?lang=zh-Hans`)).heading).toBe("登录");
  const wrong = await sendForm(world, `${url}?lang=zh-Hans`, { email: EMAIL, password: "not this one" });
  expect(wrong.text).toContain("邮箱或密码不对");
});

test("a forgotten password is replaced by a link from the mailbox", async () => {
  const linked = world.traveller({ firstName: "Anna" });
  await linked.says("/start");
  await seedAccount(world.app.database, { email: EMAIL, chatId: linked.id });
  const anna = world.traveller({ firstName: "Anna" });
  const signIn = await signInUrl(anna);
  await anna.presses("Forgot my password");
  await anna.says(EMAIL);
  expect(anna.sees()).toContain("If anna@example.com is registered");

  const [mail] = mailsTo(world, EMAIL);
  expect(mail!.subject).toBe("A new password for your account");
  expect(mail!.html).toContain(linkIn(mail!));
  const url = linkIn(mail!);
  const page = await openPage(url);
  expect(page).toMatchObject({ status: 200, heading: "Choose a new password" });
  expect(page.html).toMatch(/autocomplete="username" readonly value="anna@example\.com"/);

  const fresh = "eleven copper kettles";
  const set = await sendForm(world, url, { password: fresh, repeat: fresh });
  expect(set).toMatchObject({ status: 200, heading: "Your new password is set" });
  expect(linked.sees()).toContain("The password of your account was changed");
  expect(mailsTo(world, EMAIL).at(-1)!.subject).toBe("Your password was changed");
  expect(anna.sees()).not.toContain("was changed");

  expect((await sendForm(world, signIn, { email: EMAIL, password: PASSWORD })).status).toBe(422);
  expect((await sendForm(world, signIn, { email: EMAIL, password: fresh })).status).toBe(200);
  expect((await openPage(url)).status).toBe(410);
});

test("the page for a forgotten password mails the link in the language it was asked in", async () => {
  const forgot = `${world.app.url}/account/forgot`;
  expect((await openPage(forgot, { "accept-language": "fr, zh-HK;q=0.8, en;q=0.5" })).heading).toBe(
    "設定新密碼",
  );
  const asked = await sendForm(world, `${forgot}?lang=zh-Hans`, { email: EMAIL });
  expect(asked.heading).toBe("请查收邮件");
  const [mail] = mailsTo(world, EMAIL);
  expect(mail!.subject).toBe("为你的账号设置新密码");
  expect((await openPage(linkIn(mail!))).heading).toBe("设置新密码");
});

test.each([
  ["short", "too short"],
  ["x".repeat(129), "too long"],
  ["password2026!", "Many people use that one"],
  ["1234567890", "Many people use that one"],
  ["anna@example.com", "too close to your e-mail address"],
])("a new password %j is refused, and the link is kept", async (password, reason) => {
  await sendForm(world, `${world.app.url}/account/forgot`, { email: EMAIL });
  const url = linkIn(mailsTo(world, EMAIL)[0]!);
  const refused = await sendForm(world, url, { password, repeat: password });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain(reason);
  expect(refused.html).not.toContain(`value="${password}"><`);
  const different = await sendForm(world, url, { password: "one good password", repeat: "another one" });
  expect(different.text).toContain("not the same");
  expect((await openPage(url)).status).toBe(200);
});

test("a link for a new password dies after an hour, and of a newer one", async () => {
  const forgot = `${world.app.url}/account/forgot`;
  await sendForm(world, forgot, { email: EMAIL });
  world.clock.advance(60_000);
  await sendForm(world, forgot, { email: EMAIL });
  const [older, newer] = mailsTo(world, EMAIL).map(linkIn);
  expect((await openPage(older!)).status).toBe(404);
  expect((await openPage(newer!)).status).toBe(200);
  world.clock.advance(60 * 60_000);
  expect((await openPage(newer!)).heading).toBe("This link no longer works");
});

test("a linked chat gets its new password without typing the address", async () => {
  const anna = world.traveller();
  await anna.says("/start");
  await seedAccount(world.app.database, { email: EMAIL, chatId: anna.id });
  await anna.says("/link");
  await anna.presses("New password");
  expect(anna.sees()).toContain("on its way to a•••@example.com");
  expect(mailsTo(world, EMAIL)).toHaveLength(1);
  await anna.says("/link");
  await anna.presses("New password");
  expect(anna.sees()).toMatch(/next link in (60|59|58|57) seconds/);
});

test.each([
  [
    "after the link to the page",
    async (anna: ReturnType<World["traveller"]>) => void (await signInUrl(anna)),
  ],
  ["where the address is asked for", (anna: ReturnType<World["traveller"]>) => anna.says("/link")],
  [
    "where the forgotten one is asked about",
    async (anna: ReturnType<World["traveller"]>) => {
      await signInUrl(anna);
      await anna.presses("Forgot my password");
    },
  ],
])("a password typed into the chat %s is deleted and answered with the page", async (_where, goThere) => {
  const anna = world.traveller();
  await goThere(anna);
  await anna.says("hunter2-secret");
  expect(anna.messages().some(({ text }) => text.includes("hunter2"))).toBe(false);
  expect(anna.sees()).toContain("That looked like a password, so I deleted it.");
  const url = anna.screen().buttons.flat()[0]!.url!;
  expect((await sendForm(world, url, { email: EMAIL, password: PASSWORD })).status).toBe(200);
  await anna.says("thank you");
  expect(anna.sees()).toContain("You are welcome");
});

test("where the message cannot be deleted, the person is asked to do it", async () => {
  const anna = world.traveller();
  await anna.says("/link");
  world.sandbox.botApi.addFault({
    method: "deleteMessage",
    code: 400,
    description: "Bad Request: message can't be deleted",
  });
  await anna.says(`${EMAIL} hunter2-secret`);
  expect(anna.sees()).toContain("please delete your message");
});

test("an address typed while the page waits is answered with a code", async () => {
  const anna = world.traveller();
  await signInUrl(anna);
  await anna.says(EMAIL);
  expect(anna.sees()).toContain("Type its six digits here");
});

async function linkedEmail(id: number): Promise<string | null> {
  const chat = await world.app.database.prisma.chat.findUniqueOrThrow({
    where: { id: BigInt(id) },
    include: { account: true },
  });
  return chat.account?.email ?? null;
}
