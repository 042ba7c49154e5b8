import { type CallbackQueryMiddleware, type CommandMiddleware, Composer, type MiddlewareObj } from "grammy";
import type { BotContext } from "./context.ts";

/**
 * Commands and stateless buttons, found by their name. A `Composer` by itself would ask each of the sixty that
 * there are, at every update, whether it is meant.
 */
export interface Shortcuts extends MiddlewareObj<BotContext> {
  command(name: string, handler: CommandMiddleware<BotContext>): void;
  /** `trigger` begins with the button's name, such as `orders:`. */
  callbackQuery(trigger: string | RegExp, handler: CallbackQueryMiddleware<BotContext>): void;
}

export function createShortcuts(): Shortcuts {
  const composerByName = new Map<string, Composer<BotContext>>();
  const under = (name: string): Composer<BotContext> => {
    const composer = composerByName.get(name) ?? new Composer<BotContext>();
    composerByName.set(name, composer);
    return composer;
  };

  return {
    command: (name, handler) => void under(`/${name}`).command(name, handler),
    callbackQuery: (trigger, handler) => void under(nameIn(trigger)).callbackQuery(trigger, handler),
    middleware: () => (ctx, next) => {
      const composer = composerByName.get(nameOf(ctx));
      return composer ? composer.middleware()(ctx, next) : next();
    },
  };
}

function nameIn(trigger: string | RegExp): string {
  const [, name] = /^\^?([a-z-]+:)/.exec(typeof trigger === "string" ? trigger : trigger.source) ?? [];
  if (name === undefined) throw new Error(`A button without a name: ${trigger}`);
  return name;
}

/** `/orders` of a command, `orders:` of a button, nothing of everything else. */
function nameOf({ message, callbackQuery }: BotContext): string {
  return (
    /^(?:\/\w+|[a-z-]+:)/.exec(callbackQuery ? (callbackQuery.data ?? "") : (message?.text ?? ""))?.[0] ?? ""
  );
}
