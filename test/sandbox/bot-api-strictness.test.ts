import { beforeEach, describe, expect, test } from "vitest";
import { alice, openBotApi } from "./bot-api-world.ts";

/** What Telegram refuses, in its words: [what, method, parameters, description]. */
type Refused = [what: string, method: string, params: Record<string, unknown>, description: string];

const button = (fields: object) => ({ reply_markup: { inline_keyboard: [[{ text: "Pay", ...fields }]] } });
const here = { chat_id: alice.id };

let world: ReturnType<typeof openBotApi>;
/** A text of the bot's, a photo of the bot's, a message of Alice's. */
let ids: { text: number; photo: number; hers: number; withReplyKeyboard: number };

beforeEach(async () => {
  world = openBotApi();
  const hers = await world.withAlice();
  const { message_id: text } = await world.result("sendMessage", { ...here, text: "hello" });
  const { message_id: withReplyKeyboard } = await world.result("sendMessage", {
    ...here,
    text: "hello",
    reply_markup: { keyboard: [["Yes"]] },
  });
  const photo = world.api.send(alice.id, { kind: "photo" });
  const [update] = await world.result("getUpdates");
  const sent = await world.result("sendPhoto", { ...here, photo: update.message.photo[0].file_id });
  expect(photo).toBe(update.message.message_id);
  ids = { text, photo: sent.message_id, hers, withReplyKeyboard };
});

async function refuses(method: string, params: Record<string, unknown>, description: string, code = 400) {
  const answer = await world.call(method, params);
  expect(answer).toMatchObject({ ok: false, error_code: code });
  expect(answer.description).toBe(code === 400 ? `Bad Request: ${description}` : description);
}

describe("sendMessage refuses", () => {
  const cases: Refused[] = [
    ["no chat", "sendMessage", { text: "x" }, "chat_id is empty"],
    ["an unknown chat", "sendMessage", { chat_id: 42, text: "x" }, "chat not found"],
    ["an unknown channel", "sendMessage", { chat_id: "@nobody", text: "x" }, "chat not found"],
    ["no text", "sendMessage", here, "message text is empty"],
    ["blank text", "sendMessage", { ...here, text: " \n " }, "message text is empty"],
    [
      "tags without text",
      "sendMessage",
      { ...here, text: "<b></b>", parse_mode: "HTML" },
      "message text is empty",
    ],
    ["4097 characters", "sendMessage", { ...here, text: "x".repeat(4097) }, "message is too long"],
    ["text that is no text", "sendMessage", { ...here, text: 5 }, 'parameter "text" must be of type String'],
    ["a lone surrogate", "sendMessage", { ...here, text: "\ud83d" }, "strings must be encoded in UTF-8"],
    ["an unknown parameter", "sendMessage", { ...here, text: "x", txet: 1 }, 'unexpected parameter "txet"'],
    [
      "parameters of long ago",
      "sendMessage",
      { ...here, text: "x", reply_to_message_id: 1 },
      'unexpected parameter "reply_to_message_id"',
    ],
    [
      "an unknown parse mode",
      "sendMessage",
      { ...here, text: "x", parse_mode: "BBCode" },
      "unsupported parse_mode",
    ],
    [
      "a reply to nothing",
      "sendMessage",
      { ...here, text: "x", reply_parameters: { message_id: 999 } },
      "message to be replied not found",
    ],
    [
      "a topic where none are",
      "sendMessage",
      { ...here, text: "x", message_thread_id: 3 },
      "message thread not found",
    ],
  ];
  test.each(cases)("%s", (_, method, params, description) => refuses(method, params, description));

  test("somebody who never started the bot, with 403", async () => {
    world.api.addPerson({ id: 77, firstName: "Bob" });
    const description = "Forbidden: bot can't initiate conversation with a user";
    await refuses("sendMessage", { chat_id: 77, text: "x" }, description, 403);
  });

  test("nothing that is just within the limits", async () => {
    const text = `<b>${"x".repeat(4096)}</b>`;
    const fits = { ...here, text, parse_mode: "HTML", ...button({ callback_data: "界".repeat(21) }) };
    expect((await world.result("sendMessage", fits)).text).toHaveLength(4096);
  });
});

describe("buttons are refused", () => {
  const invalidUrl = (url: string) => `inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`;
  const cases: [string, object, string][] = [
    [
      "without an action",
      {},
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [
      "with two actions",
      { callback_data: "x", url: "https://example.com" },
      "can't parse inline keyboard button: exactly one action is allowed",
    ],
    ["with empty data", { callback_data: "" }, "BUTTON_DATA_INVALID"],
    ["with 66 bytes of data in 22 characters", { callback_data: "界".repeat(22) }, "BUTTON_DATA_INVALID"],
    ["without text", { text: " ", callback_data: "x" }, "inline keyboard button text must be non-empty"],
    ["with a host that has no dot", { url: "http://checkout/pay" }, invalidUrl("http://checkout/pay")],
    ["with javascript", { url: "javascript:alert(1)" }, invalidUrl("javascript:alert(1)")],
    ["with half a link", { url: "https://" }, invalidUrl("https://")],
    [
      "with a number for data",
      { callback_data: 5 },
      `can't parse inline keyboard button: Field "callback_data" must be of type String`,
    ],
    [
      "with an unknown field",
      { callback_data: "x", colour: "red" },
      `can't parse inline keyboard button: unexpected field "colour"`,
    ],
    [
      "with an unknown style",
      { callback_data: "x", style: "pink" },
      "can't parse inline keyboard button: invalid button style specified",
    ],
  ];
  test.each(cases)("%s", (_, fields, description) =>
    refuses("sendMessage", { ...here, text: "x", ...button(fields) }, description),
  );

  test("when they are too many", async () => {
    const row = Array.from({ length: 5 }, () => ({ text: "x", callback_data: "x" }));
    const inline_keyboard = Array.from({ length: 21 }, () => row);
    await refuses(
      "sendMessage",
      { ...here, text: "x", reply_markup: { inline_keyboard } },
      "reply markup is too long",
    );
  });

  test.each([
    "https://pay.example.com/x",
    "t.me/sim_bot",
    "tg://user?id=5",
    "http://127.0.0.1:3000/c/pay/1",
    "http://localhost:1/",
  ])("but not %s", async (url) => {
    expect((await world.call("sendMessage", { ...here, text: "x", ...button({ url }) })).ok).toBe(true);
  });
});

describe("edits are refused", () => {
  const notModified =
    "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";
  const cases: [string, string, () => Record<string, unknown>, string][] = [
    [
      "that change nothing",
      "editMessageText",
      () => ({ message_id: ids.text, text: " hello " }),
      notModified,
    ],
    ["that take no buttons away", "editMessageReplyMarkup", () => ({ message_id: ids.text }), notModified],
    [
      "of what is not there",
      "editMessageText",
      () => ({ message_id: 999, text: "x" }),
      "message to edit not found",
    ],
    [
      "of somebody else's message",
      "editMessageText",
      () => ({ message_id: ids.hers, text: "x" }),
      "message can't be edited",
    ],
    [
      "of a message with a reply keyboard",
      "editMessageText",
      () => ({ message_id: ids.withReplyKeyboard, text: "x" }),
      "message can't be edited",
    ],
    [
      "of text where a photo is",
      "editMessageText",
      () => ({ message_id: ids.photo, text: "x" }),
      "there is no text in the message to edit",
    ],
    [
      "of a caption where text is",
      "editMessageCaption",
      () => ({ message_id: ids.text, caption: "x" }),
      "there is no caption in the message to edit",
    ],
    [
      "with too long a caption",
      "editMessageCaption",
      () => ({ message_id: ids.photo, caption: "x".repeat(1025) }),
      "message caption is too long",
    ],
    [
      "that are too long",
      "editMessageText",
      () => ({ message_id: ids.text, text: "x".repeat(4097) }),
      "MESSAGE_TOO_LONG",
    ],
    ["without a message", "editMessageText", () => ({ text: "x" }), "message identifier is not specified"],
  ];
  test.each(cases)("%s", (_, method, params, description) =>
    refuses(method, { ...here, ...params() }, description),
  );

  test("but an edit without buttons takes them away", async () => {
    const sent = await world.result("sendMessage", { ...here, text: "x", ...button({ callback_data: "y" }) });
    const edited = await world.result("editMessageText", { ...here, message_id: sent.message_id, text: "x" });
    expect(edited.reply_markup).toBeUndefined();
    expect(edited.edit_date).toBeDefined();
  });

  test("deleting what is gone, or older than two days", async () => {
    expect(await world.result("deleteMessage", { ...here, message_id: ids.hers })).toBe(true);
    await refuses("deleteMessage", { ...here, message_id: ids.hers }, "message to delete not found");
    world.passTime(49 * 3_600_000);
    await refuses(
      "deleteMessage",
      { ...here, message_id: ids.text },
      "message can't be deleted for everyone",
    );
  });
});
