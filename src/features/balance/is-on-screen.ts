import type { BotContext } from "../../bot/context.ts";
import { toInlineKeyboard } from "../../bot/show.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";

/** Whether the pressed button's message already shows this view, text and buttons. */
export function isOnScreen(ctx: BotContext, view: RenderedMessage): boolean {
  const message = ctx.callbackQuery?.message;
  if (!message || !("text" in message)) return false;
  const shown = JSON.stringify(message.reply_markup?.inline_keyboard ?? []);
  const wanted = JSON.stringify(toInlineKeyboard(view.keyboard ?? []).inline_keyboard);
  return message.text === plainText(view.text) && shown === wanted;
}

/** What Telegram makes of the text: tags become entities, and the rest is unescaped. */
function plainText(html: string): string {
  return html
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .trim();
}
