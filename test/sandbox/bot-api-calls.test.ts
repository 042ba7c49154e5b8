import { beforeEach, describe, expect, test } from "vitest";
import { alice, openBotApi, token } from "./bot-api-world.ts";

let world: ReturnType<typeof openBotApi>;
let messageId: number;
beforeEach(async () => {
  world = openBotApi();
  await world.withAlice();
  messageId = (await world.result("sendMessage", { chat_id: alice.id, text: "hello" })).message_id;
});

async function refuses(method: string, params: object, description: string) {
  expect(await world.call(method, params)).toEqual({
    ok: false,
    error_code: 400,
    description: `Bad Request: ${description}`,
  });
}

describe("callback queries", () => {
  const tooOld = "query is too old and response timeout expired or query ID is invalid";
  const pressed = async () => {
    const answer = world.api.press(alice.id, messageId, "anything an old client has");
    const updates = await world.result("getUpdates");
    return { answer, query: updates.at(-1).callback_query };
  };

  test("carry the message, the person and the data, and can be answered once", async () => {
    const { answer, query } = await pressed();
    expect(query).toMatchObject({
      from: { id: alice.id, is_bot: false, language_code: "zh-hans" },
      message: { message_id: messageId, text: "hello" },
      data: "anything an old client has",
    });
    await world.result("answerCallbackQuery", { callback_query_id: query.id, text: "done" });
    expect(await answer).toEqual({ text: "done", showAlert: false });
    await refuses("answerCallbackQuery", { callback_query_id: query.id }, tooOld);
  });

  test("die after fifteen seconds", async () => {
    const { query } = await pressed();
    world.passTime(15_001);
    await refuses("answerCallbackQuery", { callback_query_id: query.id }, tooOld);
    await world.api.close();
  });

  test("take 200 characters and links to the bot only", async () => {
    const { query } = await pressed();
    const callback_query_id = query.id;
    await refuses("answerCallbackQuery", { callback_query_id, text: "x".repeat(201) }, "MESSAGE_TOO_LONG");
    await refuses("answerCallbackQuery", { callback_query_id, url: "https://example.com" }, "URL_INVALID");
    expect(
      await world.result("answerCallbackQuery", { callback_query_id, url: "t.me/sim_bot?start=x" }),
    ).toBe(true);
  });

  test("that nobody answers resolve with nothing", async () => {
    expect(await world.api.press(alice.id, messageId, "x", 1)).toBeUndefined();
  });
});

describe("the door", () => {
  test("a wrong token is 401, an unknown method 404", async () => {
    expect(await world.ask("/bot1:wrong/getMe")).toEqual({
      ok: false,
      error_code: 401,
      description: "Unauthorized",
    });
    expect(await world.ask(`/bot${token}/sendMesage`)).toMatchObject({
      error_code: 404,
      description: "Not Found",
    });
    expect(await world.ask("/elsewhere")).toMatchObject({ error_code: 404 });
  });

  test("a call may come by query, form, multipart or JSON, and its name in any case", async () => {
    const path = `/bot${token}/sendmessage`;
    const fields = { chat_id: String(alice.id), text: "hi & bye", disable_notification: "true" };
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    const query = new URLSearchParams(fields);
    for (const answer of [
      await world.ask(`${path}?${query}`),
      await world.ask(path, { method: "POST", body: query }),
      await world.ask(path, { method: "POST", body: form }),
    ]) {
      expect(answer).toMatchObject({ ok: true, result: { text: "hi & bye", chat: { id: alice.id } } });
    }
    expect(world.api.chat(alice.id).messages.at(-1)).toMatchObject({ silent: true });
  });

  test("a body that is no JSON object is refused", async () => {
    expect(await world.call("getMe", "{")).toMatchObject({
      description: "Bad Request: can't parse JSON object",
    });
    expect(await world.call("getMe", "[]")).toMatchObject({ error_code: 400 });
  });

  test("every call is on record but getUpdates", async () => {
    await world.call("getMe");
    await world.call("getUpdates");
    await world.call("sendMessage", { chat_id: 42, text: "x" });
    expect(world.api.calls().slice(-2)).toEqual([
      { method: "getMe", params: {}, ok: true },
      {
        method: "sendMessage",
        params: { chat_id: 42, text: "x" },
        ok: false,
        errorCode: 400,
        description: "Bad Request: chat not found",
      },
    ]);
  });
});
