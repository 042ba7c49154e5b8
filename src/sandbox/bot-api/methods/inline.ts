import type { KeptResult } from "../inline-queries.ts";
import { boolean, choice, integer, list, may, need, object, string } from "../kinds.ts";
import { linkOf } from "../links.ts";
import { textContent } from "../message-text.ts";
import { type Methods, method } from "../method.ts";
import { inlineKeyboardMarkup, linkPreviewOptions, messageEntity } from "../object-kinds.ts";
import { badRequest } from "../refusal.ts";
import { keepInline } from "../reply-markup.ts";
import { createChatRecord } from "../state.ts";
import type { World } from "../world.ts";

const MOST_RESULTS = 50;
const TOO_OLD = "query is too old and response timeout expired or query ID is invalid";

const textMessage = object("input message content", {
  message_text: need(string, "message text is empty"),
  parse_mode: may(string),
  entities: may(list(messageEntity)),
  link_preview_options: may(linkPreviewOptions),
});

const article = object("inline query result", {
  type: need(string),
  id: need(string),
  title: need(string),
  input_message_content: need(textMessage),
  reply_markup: may(inlineKeyboardMarkup),
  url: may(string),
  description: may(string),
  thumbnail_url: may(string),
  thumbnail_width: may(integer),
  thumbnail_height: may(integer),
});
type Article = NonNullable<ReturnType<typeof article.read>>;

/** Of the twenty kinds of results the sandbox shows articles alone. */
const inlineResult = choice<Article>("InlineQueryResult", ({ type }) =>
  type === "article" ? article : undefined,
);

const resultsButton = object("inline query results button", {
  text: need(string),
  start_parameter: may(string),
});

export const inlineMethods: Methods = {
  answerInlineQuery: method(
    {
      inline_query_id: need(string, TOO_OLD),
      results: need(list(inlineResult)),
      cache_time: may(integer),
      is_personal: may(boolean),
      next_offset: may(string),
      button: may(resultsButton),
    },
    (world, { inline_query_id: id, results, cache_time, next_offset = "", button }) => {
      if (results.length > MOST_RESULTS) throw badRequest("RESULTS_TOO_MUCH");
      if (Buffer.byteLength(next_offset) > 64) throw badRequest("NEXT_OFFSET_INVALID");
      if (cache_time !== undefined && cache_time < 0) throw badRequest("CACHE_TIME_INVALID");
      if (button && !/^[\w-]{1,64}$/.test(button.start_parameter ?? "")) {
        throw badRequest("START_PARAM_INVALID");
      }
      const kept = results.map((result) => keep(world, result));
      if (new Set(kept.map((result) => result.id)).size < kept.length)
        throw badRequest("RESULT_ID_DUPLICATE");
      const answer = {
        results: kept,
        nextOffset: next_offset,
        button: button && { text: button.text, startParameter: button.start_parameter! },
      };
      if (!world.inline.answer(id, answer)) throw badRequest(TOO_OLD);
      return true;
    },
  ),
};

function keep(world: World, given: Article): KeptResult {
  const { id, title, description, input_message_content: content, url } = given;
  const bytes = Buffer.byteLength(id);
  if (bytes < 1 || bytes > 64) throw badRequest("RESULT_ID_INVALID");
  if (title.trim() === "") throw badRequest("ARTICLE_TITLE_EMPTY");
  if (url !== undefined && !linkOf(url)) throw badRequest("WEBPAGE_URL_INVALID");
  const text = textContent(world, { ...content, text: content.message_text });
  // What is sent may end up in any chat, so that only what works in all of them is taken.
  const anywhere = createChatRecord(-1, "group", "", []);
  return { id, title, description, content: text, markup: keepInline(given.reply_markup, anywhere) };
}
