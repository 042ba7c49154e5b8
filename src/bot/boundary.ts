import { GrammyError, HttpError, type Middleware } from "grammy";
import type { Languages } from "../i18n/localizer.ts";
import type { Log } from "../ports/log.ts";
import type { BotContext } from "./context.ts";
import { answerButton, reply } from "./show.ts";

/**
 * Where an update's failures end: logged once, and told to the person in one kind sentence with a next
 * step.
 */
export function createBoundary(deps: { languages: Languages; log: Log }): Middleware<BotContext> {
  const { languages, log } = deps;

  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const ids = { updateId: ctx.update.update_id, chatId: ctx.chat?.id };
      if (isBlocked(error)) {
        log.info(ids, "Chat cannot be written to");
        return;
      }
      log.error({ ...ids, err: describe(error) }, "Update failed");
      await apologize(ctx).catch((second) => log.warn({ ...ids, err: describe(second) }, "Apology failed"));
    }
  };

  async function apologize(ctx: BotContext): Promise<void> {
    if (ctx.chat?.type !== "private") return;
    // Recognising the person may be what failed.
    const locale = languages.resolve({ locale: null, telegramLanguage: ctx.from?.language_code });
    const language = ctx.language ?? languages.in(locale);
    await answerButton(ctx);
    await reply(ctx, {
      text: language.html("common.somethingWentWrong"),
      keyboard: [[{ text: language.text("common.menu"), callbackData: "go:start" }]],
    });
  }
}

/** What is worth logging of an error: Telegram's wrap the whole request, which may hold what must not be logged. */
export function describe(error: unknown): object {
  if (error instanceof GrammyError) {
    return { name: error.name, method: error.method, code: error.error_code, description: error.description };
  }
  if (error instanceof HttpError) return { name: error.name, message: error.message };
  if (error instanceof Error) return { name: error.name, message: error.message, stack: error.stack };
  return { message: String(error) };
}

const isBlocked = (error: unknown) => error instanceof GrammyError && error.error_code === 403;
