import type { Middleware } from "grammy";
import type { BotContext } from "./context.ts";

/**
 * What is written, changed or marked in a chat is taken up in the order in which it came: webhooks bring
 * updates side by side, and what is carried on to others must not overtake itself. Buttons do not wait.
 */
export function inOrderOfArrival(): Middleware<BotContext> {
  const lastByChat = new Map<number, Promise<unknown>>();

  return async (ctx, next) => {
    const { message, edited_message, message_reaction } = ctx.update;
    const chat = (message ?? edited_message ?? message_reaction)?.chat;
    if (!chat) return next();
    const before = lastByChat.get(chat.id);
    const work = before ? before.then(next, next) : next();
    const done = work.then(
      () => {},
      () => {},
    );
    lastByChat.set(chat.id, done);
    try {
      await work;
    } finally {
      if (lastByChat.get(chat.id) === done) lastByChat.delete(chat.id);
    }
  };
}
