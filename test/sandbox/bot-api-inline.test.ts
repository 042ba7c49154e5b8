import { expect, test } from "vitest";
import { alice, openBotApi } from "./bot-api-world.ts";

const article = (fields: object = {}) => ({
  type: "article",
  id: "1",
  title: "Japan week",
  input_message_content: { message_text: "<b>Japan</b>", parse_mode: "HTML" },
  ...fields,
});

/** Alice has typed something, and the bot has been told. */
async function asked() {
  const world = openBotApi();
  await world.withAlice();
  const offered = world.api.typeInline(alice.id, "japan");
  const [update] = await world.result("getUpdates");
  return { world, offered, query: update.inline_query };
}

test("what a person types behind the bot's name reaches it, and its offers come back", async () => {
  const { world, offered, query } = await asked();
  expect(query).toMatchObject({ from: { id: alice.id }, query: "japan", offset: "" });
  const button = { text: "Open", start_parameter: "inline" };
  const params = { inline_query_id: query.id, results: [article()], next_offset: "1", button };
  expect(await world.result("answerInlineQuery", params)).toBe(true);
  expect(await offered).toMatchObject({ offers: [{ id: "1", title: "Japan week" }], nextOffset: "1" });
  expect(world.api.sendInline(alice.id, "1")).toMatchObject({
    text: "Japan",
    entities: [{ type: "bold", offset: 0, length: 5 }],
  });
});

test.each([
  ["two results of one id", { results: [article(), article()] }, "RESULT_ID_DUPLICATE"],
  ["an id of 65 bytes", { results: [article({ id: "x".repeat(65) })] }, "RESULT_ID_INVALID"],
  ["a long offset", { results: [], next_offset: "x".repeat(65) }, "NEXT_OFFSET_INVALID"],
  [
    "a bad start parameter",
    { results: [], button: { text: "x", start_parameter: "a b" } },
    "START_PARAM_INVALID",
  ],
  [
    "more than fifty",
    { results: Array.from({ length: 51 }, (_, id) => article({ id: `${id}` })) },
    "RESULTS_TOO_MUCH",
  ],
  [
    "an empty text",
    { results: [article({ input_message_content: { message_text: "" } })] },
    "message text is empty",
  ],
  ["a query that nobody asked", { inline_query_id: "1", results: [] }, /^query is too old/],
])("%s is refused", async (_what, params, why) => {
  const { world, query } = await asked();
  const answer = await world.call("answerInlineQuery", { inline_query_id: query.id, ...params });
  expect(answer).toMatchObject({ ok: false, error_code: 400 });
  expect(answer.description!.replace("Bad Request: ", "")).toMatch(why);
  await world.api.close();
});

test("a bot whose inline mode is off says so and is asked nothing", async () => {
  const world = openBotApi();
  await world.withAlice();
  world.api.setInlineMode(false);
  expect(await world.result("getMe")).toMatchObject({ supports_inline_queries: false });
  await expect(world.api.typeInline(alice.id, "japan")).rejects.toThrow("Inline mode is off");
});
