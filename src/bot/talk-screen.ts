import type { Middleware } from "grammy";
import type { RenderedMessage } from "../ports/messenger.ts";
import type { BotContext, Talk } from "./context.ts";

/**
 * Shows what talks say, once they have taken the update, wait again and are stored. A talk that called
 * Telegram itself would lose its place at every refusal (and hang for ever at one it caught): conversations
 * record each call.
 */
export interface TalkScreen<View = RenderedMessage> {
  /** One of the feature's screens. */
  middleware: Middleware<BotContext>;
  /** Says one thing in answer to the update at hand; a second one replaces it. */
  say(talk: Talk, view: View): Promise<void>;
  /** The same from outside of the talk, or inside its `external`. */
  put(ctx: BotContext, view: View): void;
}

/** `display` brings a view to the person. */
export function createTalkScreen<View = RenderedMessage>(
  display: (ctx: BotContext, view: View) => Promise<unknown>,
): TalkScreen<View> {
  const viewByUpdate = new WeakMap<BotContext, View>();
  const put = (ctx: BotContext, view: View) => void viewByUpdate.set(ctx, view);

  return {
    middleware: async (ctx, next) => {
      await next();
      const view = viewByUpdate.get(ctx);
      if (view) await display(ctx, view);
    },
    say: (talk, view) => talk.external((ctx) => put(ctx, view)),
    put,
  };
}
