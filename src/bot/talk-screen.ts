import type { Middleware } from "grammy";
import type { RenderedMessage } from "../ports/messenger.ts";
import type { BotContext, Talk } from "./context.ts";
import { show } from "./show.ts";

/**
 * Shows what talks say, once they have taken the update and wait again. A talk that called Telegram itself
 * would lose its place at every refusal (and hang for ever at one it caught): conversations record each call.
 */
export interface TalkScreen {
  /** Mounted before the talks. */
  middleware: Middleware<BotContext>;
  /** Says one thing in answer to the update at hand; a second one replaces it. */
  say(talk: Talk, view: RenderedMessage): Promise<void>;
}

export function createTalkScreen(): TalkScreen {
  const viewByUpdate = new WeakMap<BotContext, RenderedMessage>();

  return {
    middleware: async (ctx, next) => {
      await next();
      const view = viewByUpdate.get(ctx);
      if (view) await show(ctx, view);
    },
    say: (talk, view) => talk.external((ctx) => void viewByUpdate.set(ctx, view)),
  };
}
