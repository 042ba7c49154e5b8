import { boolean, integer, may, need, string } from "../kinds.ts";
import { linkOf } from "../links.ts";
import { type Methods, method } from "../method.ts";
import { badRequest } from "../refusal.ts";

/** Telegram names no figure; bots see queries die after about this long (on the sandbox's clock). */
const ANSWERABLE_FOR_MS = 15_000;
const TOO_OLD = "query is too old and response timeout expired or query ID is invalid";

export const callbackMethods: Methods = {
  /** Once per query; Telegram would take a second answer, but nobody would see it. */
  answerCallbackQuery: method(
    {
      callback_query_id: need(string, TOO_OLD),
      text: may(string),
      show_alert: may(boolean),
      url: may(string),
      cache_time: may(integer),
    },
    (world, { callback_query_id: id, text, show_alert, url }) => {
      if (text !== undefined && text.length > 200) throw badRequest("MESSAGE_TOO_LONG");
      if (url !== undefined && !isOwnLink(url, world.bot.username)) throw badRequest("URL_INVALID");
      const query = world.state.callbackQueries.get(id);
      if (!query || world.now() - query.at > ANSWERABLE_FOR_MS) throw badRequest(TOO_OLD);
      world.state.callbackQueries.delete(id);
      world.presses.answer(id, { text: text || undefined, showAlert: show_alert === true, url });
      return true;
    },
  ),
};

/** Without a game only links that open the bot itself are allowed. */
function isOwnLink(url: string, botUsername: string): boolean {
  const link = linkOf(url);
  if (!link) return false;
  const { protocol, hostname, pathname, searchParams } = new URL(link);
  const name = protocol === "tg:" ? searchParams.get("domain") : pathname.slice(1);
  return (protocol === "tg:" || hostname === "t.me") && name?.toLowerCase() === botUsername.toLowerCase();
}
