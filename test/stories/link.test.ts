import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { codeIn, mailsTo } from "../kit/mail.ts";
import { seedAccount } from "../kit/seed.ts";
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

test("an e-mail address and the code from its mailbox link the chat", async () => {
  await seedAccount(world.app.database, { email: "anna@example.com" });
  const anna = world.traveller({ firstName: "Anna" });
  await anna.says("/start");
  await anna.presses("Link my account");
  expect(anna.sees()).toContain("e-mail address");
  expect(anna.messages().filter(({ from }) => from === "bot")).toHaveLength(1);

  await anna.says(" Anna@Example.COM ");
  expect(anna.sees()).toContain("If anna@example.com is registered");
  const [mail] = mailsTo(world, "anna@example.com");
  expect(mail!.subject).toMatch(/^Your code: \d{6}$/);
  expect(mail!.text.split("\n")[0]).toMatch(/^\d{6}$/);
  expect(mail!.html).toContain(codeIn(mail!));
  expect(mail!.html).not.toMatch(/<img|<script|src=|https?:/);

  await anna.says(codeIn(mail!));
  expect(anna.sees()).toContain("Welcome, Anna!");
  expect(anna.buttons()).toEqual([["What is left", "Renew"], ["Menu"]]);
  const chat = await world.app.database.prisma.chat.findUniqueOrThrow({
    where: { id: BigInt(anna.id) },
    include: { account: true },
  });
  expect(chat.account?.email).toBe("anna@example.com");
  expect(await talksUnderWay()).toBe(0);
});

test("the mail and the talk are in the person's language", async () => {
  await seedAccount(world.app.database, { email: "xiaoyu@example.com" });
  const xiaoyu = world.traveller({ firstName: "小雨", languageCode: "zh-hant" });
  await xiaoyu.says("/link xiaoyu@example.com");
  expect(xiaoyu.sees()).toContain("如果 xiaoyu@example.com 已註冊");
  const [mail] = mailsTo(world, "xiaoyu@example.com");
  expect(mail!.subject).toContain("你的驗證碼");
  await xiaoyu.says(codeIn(mail!));
  expect(xiaoyu.sees()).toContain("綁定好了");
});

test.each([
  ["spaced in pairs", (code: string) => code.replace(/(\d\d)(?=\d)/g, "$1 ")],
  [
    "in full-width digits",
    (code: string) => [...code].map((d) => String.fromCodePoint(0xff10 + +d)).join(""),
  ],
  ["with a hyphen", (code: string) => `${code.slice(0, 3)}-${code.slice(3)}`],
  ["in a sentence", (code: string) => `code: ${code}`],
])("a code may be typed %s", async (_how, dress) => {
  const anna = await atCodeQuestion("anna@example.com");
  await anna.says(dress(newestCode("anna@example.com")));
  expect(anna.sees()).toContain("Welcome");
});

test.each([
  "my mail is anna@example.com.",
  "我的邮箱是anna@example.com",
  "Anna <anna@example.com>",
  "ＡＮＮＡ＠ＥＸＡＭＰＬＥ．ＣＯＭ",
  "mailto:anna@example.com",
])("the address may be typed as %j", async (said) => {
  await seedAccount(world.app.database, { email: "anna@example.com" });
  const anna = world.traveller();
  await anna.says("/link");
  await anna.says(said);
  await anna.says(newestCode("anna@example.com"));
  expect(await linkedEmail(anna.id)).toBe("anna@example.com");
});

test("wrong codes are counted down, and the fifth kills the code", async () => {
  const anna = await atCodeQuestion("anna@example.com");
  const right = newestCode("anna@example.com");
  for (const left of ["4 more tries", "3 more tries", "2 more tries", "one more try"]) {
    await anna.says(wrongFor(right));
    expect(anna.sees()).toContain(left);
  }
  await anna.says(wrongFor(right));
  expect(anna.sees()).toContain("fifth wrong code");
  await anna.says(right);
  expect(anna.sees()).toContain("no longer works");
  expect(await linkedEmail(anna.id)).toBeNull();

  world.clock.advance(60_000);
  await anna.presses("Send a new code");
  await anna.says(newestCode("anna@example.com"));
  expect(anna.sees()).toContain("Welcome");
});

test("a code dies after ten minutes", async () => {
  const anna = await atCodeQuestion("anna@example.com");
  world.clock.advance(10 * 60_000);
  await anna.says(newestCode("anna@example.com"));
  expect(anna.sees()).toContain("no longer works");
  expect(anna.buttons()[0]).toEqual(["Send a new code", "Another address"]);
});

test("a code dies when a newer one is asked for", async () => {
  const anna = await atCodeQuestion("anna@example.com");
  const old = newestCode("anna@example.com");
  world.clock.advance(61_000);
  await anna.presses("Send again");
  const fresh = newestCode("anna@example.com");
  if (old !== fresh) {
    await anna.says(old);
    expect(anna.sees()).toContain("4 more tries");
  }
  await anna.says(fresh);
  expect(anna.sees()).toContain("Welcome");
});

test("a used code opens nothing a second time", async () => {
  const anna = await atCodeQuestion("anna@example.com");
  const code = newestCode("anna@example.com");
  await anna.says(code);
  await anna.says("/unlink");
  await anna.presses("Yes, unlink");
  await anna.says("/link");
  await anna.says(code);
  expect(anna.sees()).toContain("I need the e-mail address of your account first");
  expect(await linkedEmail(anna.id)).toBeNull();
});

test("the same right code twice at the same instant links once", async () => {
  const anna = await atCodeQuestion("anna@example.com");
  const code = newestCode("anna@example.com");
  world.sandbox.botApi.send(anna.id, { kind: "text", text: code });
  await anna.says(code);
  const welcomes = anna.messages().filter(({ text }) => text.includes("Welcome"));
  expect(welcomes).toHaveLength(1);
  expect(await linkedEmail(anna.id)).toBe("anna@example.com");
});

test("asking again is limited to one a minute and five an hour, and says when the next is possible", async () => {
  const anna = await atCodeQuestion("anna@example.com");
  await anna.presses("Send again");
  expect(anna.sees()).toMatch(/still works.*another in (60|59|58|57) seconds/);
  expect(mailsTo(world, "anna@example.com")).toHaveLength(1);
  for (let sent = 2; sent <= 5; sent++) {
    world.clock.advance(60_000);
    await anna.presses("Send again");
    expect(mailsTo(world, "anna@example.com")).toHaveLength(sent);
  }
  world.clock.advance(60_000);
  await anna.presses("Send again");
  expect(anna.sees()).toMatch(/another in 5\d minutes/);
  world.clock.advance(55 * 60_000 + 10_000);
  await anna.presses("Send again");
  expect(mailsTo(world, "anna@example.com")).toHaveLength(6);
});

test("one address cannot be flooded from many chats", async () => {
  await seedAccount(world.app.database, { email: "anna@example.com" });
  for (let chat = 0; chat < 10; chat++) await world.traveller().says("/link anna@example.com");
  expect(mailsTo(world, "anna@example.com")).toHaveLength(10);
  const eleventh = world.traveller();
  await eleventh.says("/link anna@example.com");
  expect(eleventh.sees()).toMatch(/next code in (60|59) minutes/);
  expect(mailsTo(world, "anna@example.com")).toHaveLength(10);
});

test("the talk goes on after a restart, at either question", async () => {
  await seedAccount(world.app.database, { email: "anna@example.com" });
  const anna = world.traveller();
  await anna.says("/link");
  await world.restart();
  await anna.says("anna@example.com");
  await world.restart();
  await anna.says(newestCode("anna@example.com"));
  expect(anna.sees()).toContain("Welcome");
});

test("odd answers get one kind sentence each, and the question stays", async () => {
  await seedAccount(world.app.database, { email: "anna@example.com" });
  const anna = world.traveller();
  await anna.says("/link");
  const before = await storedTalk(anna.id);
  await oddAnswers(anna, "does not look like an e-mail address");
  await anna.says("anna@example.com");
  await oddAnswers(anna, "six digits in the mail to anna@example.com");
  // What was said is not kept, and the talk does not grow.
  expect(await storedTalk(anna.id)).toBe(before);
  await anna.says(newestCode("anna@example.com"));
  expect(anna.sees()).toContain("Welcome");
});

test("an address typed at the code question takes the place of the first", async () => {
  await seedAccount(world.app.database, { email: "anna@example.com" });
  const anna = await atCodeQuestion("ana@example.com");
  await anna.says("anna@example.com");
  expect(anna.sees()).toMatch(/code for ana@example.com still works.*another in \d\d seconds/);
  world.clock.advance(60_000);
  await anna.says("anna@example.com");
  await anna.says(newestCode("anna@example.com"));
  expect(await linkedEmail(anna.id)).toBe("anna@example.com");
});

test("after Another address and a change of mind, the code that was sent still works", async () => {
  const anna = await atCodeQuestion("anna@example.com");
  await anna.presses("Another address");
  expect(anna.sees()).toContain("What is the e-mail address");
  await anna.presses("Another address").catch(() => {});
  await anna.says("anna@example.com");
  expect(anna.sees()).toContain("The code for anna@example.com still works");
  await anna.says(newestCode("anna@example.com"));
  expect(anna.sees()).toContain("Welcome");
});

test("Cancel ends the talk, and a message after it is no code any more", async () => {
  const anna = await atCodeQuestion("anna@example.com");
  await anna.presses("Cancel");
  expect(anna.sees()).toContain("stopped");
  await anna.says(newestCode("anna@example.com"));
  expect(anna.sees()).toContain("I did not get that");
  expect(await linkedEmail(anna.id)).toBeNull();
});

test("another command leaves the talk, and /link takes it up again where it was", async () => {
  const anna = await atCodeQuestion("anna@example.com");
  await anna.says("/help");
  await anna.says("nonsense");
  expect(anna.sees()).toContain("six digits in the mail");
  await anna.says("/start");
  await anna.presses("Link my account");
  expect(anna.sees()).toContain("If anna@example.com is registered");
  await anna.says(newestCode("anna@example.com"));
  expect(anna.sees()).toContain("Welcome");
});

test("buttons of a talk that has ended take it up again, and every press is answered", async () => {
  const anna = await atCodeQuestion("anna@example.com");
  const { messageId } = anna.button("Send again")!;
  await anna.says("/cancel");
  world.clock.advance(60_000);
  await anna.pressesRaw(messageId, "link:again");
  await anna.says(newestCode("anna@example.com"));
  expect(anna.sees()).toContain("Welcome");

  await anna.pressesRaw(messageId, "link:again");
  expect(anna.button("Use another account")).toBeDefined();
  await anna.pressesRaw(messageId, "link:other");
  expect(anna.messages().some(({ text }) => text.includes("What is the e-mail address"))).toBe(true);
  await anna.pressesRaw(messageId, "link:cancel");
  const answers = world.sandbox.botApi.calls().filter(({ method }) => method === "answerCallbackQuery");
  expect(answers).toHaveLength(4);
  expect(answers.every(({ ok }) => ok)).toBe(true);
});

test("ten presses on Send again at the same instant send one mail", async () => {
  const anna = await atCodeQuestion("anna@example.com");
  world.clock.advance(60_000);
  const { messageId } = anna.button("Send again")!;
  await Promise.all(Array.from({ length: 10 }, () => anna.pressesRaw(messageId, "link:again")));
  expect(mailsTo(world, "anna@example.com")).toHaveLength(2);
});

test("one account can be linked from several chats", async () => {
  const phone = await atCodeQuestion("anna@example.com");
  await phone.says(newestCode("anna@example.com"));
  const tablet = world.traveller();
  await tablet.says("/link anna@example.com");
  await tablet.says(newestCode("anna@example.com"));
  expect(tablet.sees()).toContain("Welcome");
  expect(await linkedEmail(phone.id)).toBe("anna@example.com");
  expect(await linkedEmail(tablet.id)).toBe("anna@example.com");
});

test("a linked chat is told to whom, and can switch to another account", async () => {
  await seedAccount(world.app.database, { email: "work@example.com" });
  const anna = await atCodeQuestion("anna@example.com");
  await anna.says(newestCode("anna@example.com"));
  await anna.says("/link");
  expect(anna.sees()).toContain("linked to a•••@example.com");
  expect(anna.buttons()).toEqual([
    ["Use another account", "Unlink"],
    ["New password", "Leave it so"],
  ]);
  await anna.presses("Use another account");
  await anna.says("work@example.com");
  expect(await linkedEmail(anna.id)).toBe("anna@example.com");
  await anna.says(newestCode("work@example.com"));
  expect(await linkedEmail(anna.id)).toBe("work@example.com");
});

test("somebody else's code opens nothing", async () => {
  await atCodeQuestion("anna@example.com");
  const thief = world.traveller({ firstName: "Mallory" });
  await thief.says("/link");
  await thief.says(newestCode("anna@example.com"));
  expect(thief.sees()).toContain("e-mail address of your account first");
  expect(await linkedEmail(thief.id)).toBeNull();
});

function newestCode(email: string): string {
  return codeIn(mailsTo(world, email).at(-1)!);
}

const wrongFor = (code: string) => (code === "000000" ? "000001" : "000000");

async function atCodeQuestion(email: string) {
  await seedAccount(world.app.database, { email: email });
  const traveller = world.traveller({ firstName: "Anna" });
  await traveller.says("/link");
  await traveller.says(email);
  return traveller;
}

async function linkedEmail(chatId: number): Promise<string | null> {
  const chat = await world.app.database.prisma.chat.findUnique({
    where: { id: BigInt(chatId) },
    include: { account: true },
  });
  return chat?.account?.email ?? null;
}

async function storedTalk(chatId: number): Promise<string> {
  const where = { chatId: BigInt(chatId) };
  const { state } = await world.app.database.prisma.conversationState.findUniqueOrThrow({ where });
  return state;
}

const talksUnderWay = () => world.app.database.prisma.conversationState.count();

async function oddAnswers(traveller: ReturnType<World["traveller"]>, sentence: string): Promise<void> {
  const before = traveller.messages().filter(({ from }) => from === "bot").length;
  for (const text of ["🙈", "hunter2!", "x".repeat(4096), "12345", "anna@", "@", "/nonsense"]) {
    await traveller.says(text);
    expect(traveller.sees()).toContain(sentence);
  }
  for (const kind of ["sticker", "photo", "voice", "document", "video"] as const) {
    await traveller.sends({ kind });
    expect(traveller.sees()).toContain(sentence);
  }
  const after = traveller.messages().filter(({ from }) => from === "bot").length;
  expect(after - before).toBe(12);
}
