import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { startWorld, type World } from "../kit/world.ts";

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  // 05:02 in London, 14:02 in Tokyo, 13:02 in Shanghai and Taipei.
  world = await startWorld({ database, now: "2026-11-23T05:02:00Z" });
});
afterEach(() => world.stop());

test("the panel opens in the menu's message and leads back to it", async () => {
  const alice = world.traveller();
  await alice.says("/start");
  await alice.presses("Settings");
  expect(alice.sees()).toBe("Settings\nLanguage: English\nTime zone: UTC, a guess (now 05:02)");
  expect(alice.buttons()).toEqual([
    ["🌐 Language", "🕑 Time zone"],
    ["🔔 Reminders", "🏷 Offers"],
    ["Privacy"],
    ["Menu"],
  ]);
  await alice.presses("Menu");
  expect(alice.sees()).toContain("Hello Alice");
  expect(alice.messages().filter(({ from }) => from === "bot")).toHaveLength(1);
});

test("choosing a language changes the panel at once, in place, and the command list with it", async () => {
  const alice = world.traveller();
  await alice.says("/settings");
  const commandsBefore = commandsOf(alice.id);
  await alice.presses("Language");
  expect(alice.buttons()).toEqual([
    ["English"],
    ["简体中文"],
    ["繁體中文"],
    ["✓ Same as Telegram (English)"],
    ["‹ Back"],
  ]);
  expect(await alice.presses("繁體中文")).toBe("之後我說繁體中文。");
  expect(alice.sees()).toContain("語言：繁體中文");
  expect(alice.messages().filter(({ from }) => from === "bot")).toHaveLength(1);
  expect(commandsOf(alice.id)).toContain((await words("zh-Hant")).commands.settings);

  await alice.says("/start");
  expect(alice.sees()).toContain("Alice，你好");
  await alice.says("/language");
  expect(alice.buttons()).toContainEqual(["✓ 繁體中文"]);
  await alice.presses("跟隨 Telegram（English）");
  expect(alice.sees()).toContain("Language: English");
  expect(commandsOf(alice.id)).toEqual(commandsBefore);
});

test.each([
  ["zh-hant", "zh-Hant"],
  ["zh-TW", "zh-Hant"],
  ["zh-hans", "zh-Hans"],
  ["en-GB", "en"],
  ["fr", "en"],
  [undefined, "en"],
])("a person whose Telegram speaks %s finds the commands in %s", async (languageCode, locale) => {
  const person = world.traveller({ languageCode: languageCode! });
  world.sandbox.botApi.setLanguage(person.id, languageCode);
  await person.says("/help");
  await person.says("/help");
  expect(commandsOf(person.id)).toContain((await words(locale)).commands.balance);
  const own = world.sandbox.botApi
    .calls()
    .filter(({ method, params }) => method === "setMyCommands" && JSON.stringify(params).includes("chat_id"));
  expect(own).toHaveLength(locale === "zh-Hant" ? 1 : 0);
});

test("the command list follows when Telegram's own language changes", async () => {
  const person = world.traveller({ languageCode: "zh-TW" });
  await person.says("/help");
  world.sandbox.botApi.setLanguage(person.id, "en");
  await person.says("/help");
  expect(commandsOf(person.id)).toContain("What is left on my cards");
});

test("a command list that Telegram does not take is no trouble to the person, and is tried again", async () => {
  const person = world.traveller({ languageCode: "zh-TW" });
  world.sandbox.botApi.addFault({ method: "setMyCommands", code: 400, description: "Bad Request: no" });
  await person.says("/help");
  expect(person.sees()).toContain("/balance");
  await person.says("/help");
  expect(commandsOf(person.id)).toContain((await words("zh-Hant")).commands.balance);
});

test("a time zone is picked from common ones by its clock, and can be guessed again", async () => {
  const alice = world.traveller();
  await alice.says("/settings");
  await alice.presses("Time zone");
  expect(alice.buttons()).toContainEqual(["Taipei 13:02", "Tokyo 14:02"]);
  expect(await alice.presses("Tokyo 14:02")).toBe(
    "Times are shown for Tokyo from now on: it is 14:02 there.",
  );
  expect(alice.sees()).toContain("Time zone: Tokyo (now 14:02)");
  await alice.presses("Time zone");
  expect(alice.buttons().flat()).toContain("✓ Tokyo 14:02");
  await alice.presses("Guess it for me");
  expect(alice.sees()).toContain("UTC, a guess");
  expect(alice.messages().filter(({ from }) => from === "bot")).toHaveLength(1);
});

test.each([
  ["en", "Type a place", "Osaka", "Tokyo (now 14:02)"],
  ["en", "Type a place", "+8", "UTC+8 (now 13:02)"],
  ["zh-hans", "输入地名", "东京", "东京（现在 14:02）"],
  ["zh-hant", "輸入地名", "我在東京", "東京（現在 14:02）"],
  ["zh-hant", "輸入地名", "Seoul", "首爾"],
])("in %s a place can be typed: %s %s", async (languageCode, typeLabel, typed, seen) => {
  const person = world.traveller({ languageCode });
  await person.says("/settings");
  await person.presses("🕑");
  await person.presses(typeLabel);
  await person.says(typed);
  expect(person.sees()).toContain(seen);
  expect(await world.app.database.prisma.conversationState.count()).toBe(0);
});

test("a place with several clocks offers them as buttons", async () => {
  const alice = await askedForPlace();
  await alice.says("USA");
  expect(alice.sees()).toContain("Which of these clocks is yours?");
  expect(alice.buttons().flat()).toEqual(expect.arrayContaining(["New York 00:02", "Los Angeles 21:02"]));
  const { messageId } = alice.button("New York")!;
  await alice.presses("Los Angeles 21:02");
  expect(alice.sees()).toContain("Time zone: Los Angeles (now 21:02)");

  // An old button, after the talk.
  await alice.pressesRaw(messageId, "settings:zone:America/New_York");
  expect(alice.sees()).toContain("Time zone: New York (now 00:02)");
  await alice.pressesRaw(messageId, "settings:zone:Mars/Olympus");
  expect(alice.sees()).toContain("Time zone: New York (now 00:02)");
});

test("odd answers get one kind sentence each, and the question stays, also after a restart", async () => {
  const alice = await askedForPlace();
  const before = await storedTalk();
  for (const text of ["🙈", "xyzzyx <b>", "y".repeat(4096), "+99"]) {
    await alice.says(text);
    expect(alice.sees()).toContain("I know no time zone for");
  }
  expect(alice.sees().length).toBeLessThan(200);
  for (const kind of ["sticker", "photo", "voice"] as const) {
    await alice.sends({ kind });
    expect(alice.sees()).toContain("Type a city or a country");
  }
  expect(await storedTalk()).toBe(before);
  await world.restart();
  await alice.says("Seoul");
  expect(alice.sees()).toContain("Time zone: Seoul");
});

test("Cancel leaves the question and shows the panel as it was", async () => {
  const alice = await askedForPlace();
  await alice.presses("Cancel");
  expect(alice.sees()).toContain("UTC, a guess");
  await alice.says("Seoul");
  const { timeZone } = await world.app.database.prisma.chat.findFirstOrThrow();
  expect(timeZone).toBeNull();
});

test("the panel answers in the middle of a talk, which then goes on in the new language", async () => {
  const alice = world.traveller();
  await alice.says("/link");
  await alice.says("/settings");
  await alice.presses("Language");
  await alice.presses("简体中文");
  expect(alice.sees()).toContain("语言：简体中文");
  await alice.says("not an address");
  expect(alice.sees()).toContain("不像邮箱地址");
  await alice.says("/language");
  await alice.presses("English");
  await alice.says("anna@example.com");
  expect(alice.sees()).toContain("If anna@example.com is registered");
});

test("a panel pressed after it was changed elsewhere does what its label says", async () => {
  const alice = world.traveller();
  await alice.says("/language");
  const older = alice.button("简体中文")!;
  await alice.presses("繁體中文");
  await alice.pressesRaw(older.messageId, older.callbackData!);
  expect(alice.sees()).toContain("语言：简体中文");
});

test("ten presses on one language at the same instant end in that language, each answered", async () => {
  const alice = world.traveller();
  await alice.says("/language");
  const { messageId, callbackData } = alice.button("简体中文")!;
  await Promise.all(Array.from({ length: 10 }, () => alice.pressesRaw(messageId, callbackData!)));
  expect(alice.sees()).toContain("语言：简体中文");
  const answers = world.sandbox.botApi.calls().filter(({ method }) => method === "answerCallbackQuery");
  expect(answers).toHaveLength(10);
});

async function askedForPlace() {
  const alice = world.traveller();
  await alice.says("/settings");
  await alice.presses("Time zone");
  await alice.presses("Type a place");
  expect(alice.sees()).toContain("Type a city or a country");
  return alice;
}

async function storedTalk(): Promise<string> {
  const { state } = await world.app.database.prisma.conversationState.findFirstOrThrow();
  return state;
}

/** The descriptions Telegram shows this person, in one text. */
const commandsOf = (chatId: number) =>
  world.sandbox.botApi
    .chat(chatId)
    .commands.map(({ description }) => description)
    .join("\n");

interface Words {
  commands: Record<string, string>;
}

const words = async (locale: string): Promise<Words> =>
  (await import(`../../locales/${locale}.json`, { with: { type: "json" } })).default as Words;
