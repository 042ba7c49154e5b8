import type { Middleware } from "grammy";
import type { Message, Update } from "grammy/types";
import type { BotContext } from "./context.ts";

/**
 * Lets through what a person says or presses, and stops the rest: reactions, moved live locations, a pinned
 * message. Mounted first in private chats.
 *
 * An edited text is one more attempt to say it. Commands are understood however they are written:
 * `/START`, and `/start@somebody`, since nobody else is here.
 */
export const readArrival: Middleware<BotContext> = async (ctx, next) => {
  const update = ctx.update as { -readonly [Key in keyof Update]: Update[Key] };
  if (update.edited_message?.text !== undefined && update.edited_message.edit_date) {
    update.message = update.edited_message as Message & Update.NonChannel;
    delete update.edited_message;
  }
  const { message } = update;
  if (message ? isService(message) : !update.callback_query) return;
  if (message?.text !== undefined) {
    const text = plainText(message.text);
    Object.assign(message, asCommand(text) ?? (text === message.text ? {} : { text }));
  }
  await next();
};

/** Without NUL and half characters, which no database takes as text. */
export const plainText = (text: string): string => text.replace(/\0|\p{Surrogate}/gu, "");

/** The command as it is registered, if the text begins with one. */
function asCommand(text: string): Pick<Message.TextMessage, "text" | "entities"> | undefined {
  const [written, name] = /^\/([A-Za-z0-9_]{1,32})(?:@\w+)?(?=\s|$)/.exec(text) ?? [];
  if (written === undefined || name === undefined) return undefined;
  const command = `/${name.toLowerCase()}`;
  return {
    text: command + text.slice(written.length),
    entities: [{ type: "bot_command", offset: 0, length: command.length }],
  };
}

/** What Telegram writes into the chat by itself, in words of its own. */
const SERVICE = [
  "pinned_message",
  "message_auto_delete_timer_changed",
  "write_access_allowed",
  "chat_background_set",
  "boost_added",
  "connected_website",
  "proximity_alert_triggered",
  "video_chat_scheduled",
  "video_chat_started",
  "video_chat_ended",
  "video_chat_participants_invited",
  "gift",
  "unique_gift",
  "paid_message_price_changed",
  "refunded_payment",
] as const;

const isService = (message: Message): boolean => SERVICE.some((kind) => kind in message);
