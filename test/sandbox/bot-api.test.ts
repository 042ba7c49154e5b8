import { Bot, type BotConfig, type Context, GrammyError, HttpError, webhookCallback } from "grammy";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { alice, listen, openBotApi, serveBotApi, token } from "./bot-api-world.ts";

/** The real grammY against the stand-in, over real sockets. */
const counter = (count: number) => ({
  text: `<b>${count}</b> GB left`,
  keyboard: { inline_keyboard: [[{ text: "Use one", callback_data: `use:${count - 1}` }]] },
});

function countingBot(config: BotConfig<Context>) {
  const bot = new Bot(token, config);
  bot.command("start", async (ctx) => {
    const { text, keyboard } = counter(10);
    await ctx.replyWithChatAction("typing");
    await ctx.reply(text, { parse_mode: "HTML", reply_markup: keyboard });
  });
  bot.callbackQuery(/^use:(\d+)$/, async (ctx) => {
    const { text, keyboard } = counter(Number(ctx.match[1]));
    const edited = ctx.editMessageText(text, { parse_mode: "HTML", reply_markup: keyboard });
    const word = await edited.then(
      () => "Used",
      (error: GrammyError) => error.description,
    );
    await ctx.answerCallbackQuery({ text: word.slice(0, 200), show_alert: true });
  });
  bot.on("edited_message:text", (ctx) => ctx.reply(`You meant ${ctx.msg.text}`));
  bot.on("message:text", (ctx) => ctx.reply(ctx.msg.text));
  return bot;
}

let world: ReturnType<typeof openBotApi>;
let server: Awaited<ReturnType<typeof listen>>;
let bot: Bot;

beforeEach(async () => {
  world = openBotApi();
  world.api.addPerson(alice);
  server = await serveBotApi(world.api);
  bot = countingBot({ client: { apiRoot: server.url } });
});

afterEach(async () => {
  await world.api.close();
  await server.close();
});

const texts = () => world.api.chat(alice.id).messages.map(({ from, text }) => `${from}: ${text}`);

async function talk(): Promise<void> {
  const { api } = world;
  api.send(alice.id, { kind: "text", text: "/start" });
  await api.idle();
  expect(texts()).toEqual(["person: /start", "bot: 10 GB left"]);

  const answer = await api.press(alice.id, 2, "use:9");
  expect(answer).toEqual({ text: "Used", showAlert: true });
  await api.idle();
  const shown = api.chat(alice.id).messages[1];
  expect(shown).toMatchObject({
    text: "9 GB left",
    entities: [{ type: "bold", offset: 0, length: 1 }],
    buttons: [[{ text: "Use one", callbackData: "use:8" }]],
    editedAt: expect.any(Number),
  });

  const said = api.send(alice.id, { kind: "text", text: "helo" });
  api.edit(alice.id, said, "hello");
  await api.idle();
  expect(texts().slice(2).toSorted()).toEqual(["bot: You meant hello", "bot: helo", "person: hello"]);
}

test("a grammY bot talks by polling, and stops cleanly", async () => {
  const running = bot.start();
  await talk();
  await bot.stop();
  await running;
});

describe("by webhook", () => {
  let endpoint: Awaited<ReturnType<typeof listen>>;

  beforeEach(async () => {
    endpoint = await listen(webhookCallback(bot, "http", { secretToken: "s3cret" }));
    await bot.api.setWebhook(`${endpoint.url}/hook`, { secret_token: "s3cret" });
  });
  afterEach(() => endpoint.close());

  test("a grammY bot talks", talk);

  test("a refusal arrives as GrammyError with Telegram's words", async () => {
    world.api.send(alice.id, { kind: "text", text: "/start" });
    await world.api.idle();
    const { text, keyboard } = counter(10);
    const same = bot.api.editMessageText(alice.id, 2, text, { parse_mode: "HTML", reply_markup: keyboard });
    await expect(same).rejects.toThrow(/400: Bad Request: message is not modified/);
    await expect(same).rejects.toBeInstanceOf(GrammyError);
  });

  test("the same button ten times at once is ten queries, all answered", async () => {
    world.api.send(alice.id, { kind: "text", text: "/start" });
    await world.api.idle();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => world.api.press(alice.id, 2, "use:9")),
    );
    const words = answers.map((answer) => answer?.text);
    expect(words.filter((word) => word === "Used")).toHaveLength(1);
    expect(words.filter((word) => word?.includes("not modified"))).toHaveLength(9);
  });
});

describe("with faults", () => {
  test("429 carries the seconds to wait, and hits only as often as it was told", async () => {
    world.api.send(alice.id, { kind: "text", text: "hi" });
    world.api.addFault({ method: "sendMessage", code: 429, retryAfterSeconds: 7 });
    const error = await bot.api.sendMessage(alice.id, "x").catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(GrammyError);
    expect((error as GrammyError).parameters).toEqual({ retry_after: 7 });
    expect((await bot.api.sendMessage(alice.id, "x")).text).toBe("x");
  });

  test("a dropped connection is nobody's answer; after the fact, the message is there all the same", async () => {
    world.api.send(alice.id, { kind: "text", text: "hi" });
    world.api.addFault({ code: "drop" });
    world.api.addFault({ code: "drop", afterTheFact: true });
    await expect(bot.api.sendMessage(alice.id, "lost")).rejects.toBeInstanceOf(HttpError);
    await expect(bot.api.sendMessage(alice.id, "kept")).rejects.toBeInstanceOf(HttpError);
    expect(texts()).toEqual(["person: hi", "bot: kept"]);
    expect(world.api.calls().map(({ ok }) => ok)).toEqual([false, false]);
  });

  test("faults hit in the order they were added and leave polling alone", async () => {
    world.api.send(alice.id, { kind: "text", text: "hi" });
    world.api.addFault({ code: 500 });
    world.api.addFault({ code: 403, times: 2 });
    expect(await bot.api.getUpdates()).toHaveLength(1);
    const codes: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      const answer = await bot.api.sendMessage(alice.id, "x").catch((error: GrammyError) => error);
      codes.push(answer instanceof GrammyError ? answer.error_code : 200);
    }
    expect(codes).toEqual([500, 403, 403, 200]);
  });

  test("somebody who blocks is told to the bot, and refuses its messages until they return", async () => {
    world.api.send(alice.id, { kind: "text", text: "hi" });
    world.api.block(alice.id);
    expect(world.api.chat(alice.id).blocked).toBe(true);
    await expect(bot.api.sendMessage(alice.id, "x")).rejects.toThrow(
      "403: Forbidden: bot was blocked by the user",
    );
    expect(() => world.api.send(alice.id, { kind: "text", text: "hi" })).toThrow(/blocked/);
    world.api.unblock(alice.id);
    expect((await bot.api.sendMessage(alice.id, "x")).text).toBe("x");
    const changes = (await bot.api.getUpdates()).flatMap((update) => update.my_chat_member ?? []);
    expect(changes.map((change) => change.new_chat_member.status)).toEqual(["kicked", "member"]);
  });
});
