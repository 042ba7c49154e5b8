import { beforeEach, describe, expect, test } from "vitest";
import { alice, openBotApi, token } from "./bot-api-world.ts";

let world: ReturnType<typeof openBotApi>;
beforeEach(async () => {
  world = openBotApi();
  await world.withAlice();
});
const chat_id = alice.id;
const shown = () => world.api.chat(alice.id);

describe("commands", () => {
  const set = (name: string, more: object = {}) =>
    world.result("setMyCommands", { commands: [{ command: name, description: name }], ...more });
  const seen = () => shown().commands.map(({ command }) => command);

  test("are those of the narrowest scope, in the person's language before without one", async () => {
    const privately = { scope: { type: "all_private_chats" } };
    const here = { scope: { type: "chat", chat_id } };
    const steps: [string, object][] = [
      ["default", {}],
      ["default_zh", { language_code: "zh" }],
      ["private", privately],
      ["private_zh", { ...privately, language_code: "zh" }],
      ["here", here],
      ["here_zh", { ...here, language_code: "zh" }],
    ];
    for (const [name, more] of steps) {
      await set(name, more);
      expect(seen()).toEqual([name]);
    }
    world.api.setLanguage(alice.id, "en");
    expect(seen()).toEqual(["here"]);
    await world.result("deleteMyCommands", here);
    expect(seen()).toEqual(["private"]);
    expect(await world.result("getMyCommands", privately)).toEqual([
      { command: "private", description: "private" },
    ]);
    expect(await world.result("getMyCommands", here)).toEqual([]);
  });

  const command = (fields: object) => ({ commands: [{ command: "a", description: "b", ...fields }] });
  const refused: [string, object, string][] = [
    ["capitals", command({ command: "Start" }), "BOT_COMMAND_INVALID"],
    ["a slash", command({ command: "/start" }), "BOT_COMMAND_INVALID"],
    ["33 letters", command({ command: "x".repeat(33) }), "BOT_COMMAND_INVALID"],
    ["no description", command({ description: " " }), "BOT_COMMAND_DESCRIPTION_INVALID"],
    ["a long description", command({ description: "x".repeat(257) }), "BOT_COMMAND_DESCRIPTION_INVALID"],
    ["zh-hans", { ...command({}), language_code: "zh-hans" }, "invalid language code specified"],
    ["a stranger's chat", { ...command({}), scope: { type: "chat", chat_id: 42 } }, "chat not found"],
    [
      "101 of them",
      { commands: Array.from({ length: 101 }, (_, i) => ({ command: `c${i}`, description: "x" })) },
      "BOT_COMMANDS_TOO_MUCH",
    ],
    [
      "an unknown scope",
      { ...command({}), scope: { type: "some" } },
      'parameter "scope" must be of type BotCommandScope',
    ],
  ];
  test.each(refused)("%s is refused", async (_, params, description) => {
    expect((await world.call("setMyCommands", params)).description).toBe(`Bad Request: ${description}`);
  });
});

test("descriptions and names are kept by language", async () => {
  await world.result("setMyDescription", { description: "Keeps SIMs alive" });
  await world.result("setMyDescription", { description: "让 SIM 卡常在", language_code: "zh" });
  const describe = async (language_code: string) =>
    (await world.result("getMyDescription", { language_code })).description;
  expect([await describe("zh"), await describe("fr"), await describe("")]).toEqual([
    "让 SIM 卡常在",
    "Keeps SIMs alive",
    "Keeps SIMs alive",
  ]);
  const long = await world.call("setMyShortDescription", { short_description: "x".repeat(121) });
  expect(long.description).toBe("Bad Request: short description is too long");
  expect(await world.result("getMyName")).toEqual({ name: "Travel SIM" });
});

test("copies keep the words and not the author, forwards keep both", async () => {
  const message_id = world.api.send(alice.id, { kind: "text", text: "see https://example.com" });
  const source = { chat_id, from_chat_id: chat_id, message_id };
  const copied = await world.result("copyMessage", source);
  expect(shown().messages.at(-1)).toMatchObject({
    messageId: copied.message_id,
    from: "bot",
    entities: [{ type: "url" }],
  });
  const forwarded = await world.result("forwardMessage", source);
  expect(forwarded).toMatchObject({
    text: "see https://example.com",
    forward_origin: { type: "user", sender_user: { id: alice.id } },
  });
  const missing = await world.call("copyMessage", { ...source, message_id: 999 });
  expect(missing.description).toBe("Bad Request: message to copy not found");
});

test("reactions and pins are held against the rules", async () => {
  const message_id = world.api.send(alice.id, { kind: "text", text: "thanks" });
  const react = (emoji: string) =>
    world.call("setMessageReaction", { chat_id, message_id, reaction: [{ type: "emoji", emoji }] });
  expect((await react("👍")).ok).toBe(true);
  expect((await react("🚗")).description).toBe("Bad Request: REACTION_INVALID");
  await world.result("pinChatMessage", { chat_id, message_id });
  expect((await world.result("getChat", { chat_id })).pinned_message.text).toBe("thanks");
  await world.result("unpinChatMessage", { chat_id });
  expect((await world.result("getChat", { chat_id })).pinned_message).toBeUndefined();
});

test("typing shows until the message comes", async () => {
  const changes: number[] = [];
  const stop = world.api.onChange((chatId) => changes.push(chatId));
  await world.result("sendChatAction", { chat_id, action: "typing" });
  expect(shown().typing).toBe(true);
  await world.result("sendMessage", { chat_id, text: "x" });
  expect(shown().typing).toBe(false);
  expect(new Set(changes)).toEqual(new Set([chat_id]));
  stop();
  const wrong = await world.call("sendChatAction", { chat_id, action: "thinking" });
  expect(wrong.description).toBe("Bad Request: wrong parameter action in request");
});

test("a reply shows what it answers, and a long text goes in pieces", async () => {
  const { message_id } = await world.result("sendMessage", { chat_id, text: "how are you?" });
  world.api.send(alice.id, { kind: "text", text: "fine", replyToMessageId: message_id });
  expect(await world.result("getUpdates")).toMatchObject([
    { message: { text: "fine", reply_to_message: { message_id, text: "how are you?" } } },
  ]);
  world.api.send(alice.id, { kind: "text", text: `${"x".repeat(4095)}📱tail` });
  expect(
    shown()
      .messages.slice(-2)
      .map(({ text }) => text),
  ).toEqual(["x".repeat(4095), "📱tail"]);
});

test("a snapshot brings everything back, over JSON", async () => {
  await world.result("setMyCommands", { commands: [{ command: "start", description: "x" }] });
  await world.result("setWebhook", { url: "http://127.0.0.1:9/", secret_token: "s" });
  await world.api.close();
  world.api.send(alice.id, { kind: "photo", caption: "pending" });
  const snapshot = JSON.parse(JSON.stringify(world.api.snapshot()));

  const other = openBotApi({ webhookRetryMs: 60_000 });
  other.api.restore(snapshot);
  expect(other.api.chat(alice.id)).toEqual(shown());
  expect(other.api.people()).toEqual([alice]);
  expect(await other.result("getWebhookInfo")).toMatchObject({
    url: "http://127.0.0.1:9/",
    pending_update_count: 1,
  });
  await other.result("deleteWebhook");
  const [update] = await other.result("getUpdates");
  expect(update.message.caption).toBe("pending");
  const next = await other.result("sendMessage", { chat_id, text: "x" });
  expect(next.message_id).toBe(update.message.message_id + 1);
  const { file_path } = await other.result("getFile", { file_id: update.message.photo[0].file_id });
  const file = await other.api.fetch(new Request(`http://127.0.0.1/file/bot${token}/${file_path}`));
  expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(10);
  expect(() => other.api.restore({ hello: 1 })).toThrow(/no snapshot/);
  await other.api.close();
});

test("rate limits, when enforced, say how long to wait", async () => {
  world = openBotApi({ enforceRateLimits: true });
  await world.withAlice();
  const send = () => world.call("sendMessage", { chat_id, text: "x" });
  for (let i = 0; i < 3; i += 1) expect((await send()).ok).toBe(true);
  expect(await send()).toEqual({
    ok: false,
    error_code: 429,
    description: "Too Many Requests: retry after 1",
    parameters: { retry_after: 1 },
  });
  world.passTime(1_000);
  expect((await send()).ok).toBe(true);

  const group = world.api.addToGroup(alice.id, "Support");
  const toGroup = () => world.call("sendMessage", { chat_id: group, text: "x" });
  for (let i = 0; i < 20; i += 1) expect((await toGroup()).ok).toBe(true);
  expect((await toGroup()).parameters).toEqual({ retry_after: 3 });
});
