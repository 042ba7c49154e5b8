import { GrammyError, HttpError, type Middleware } from "grammy";
import type { Languages } from "../i18n/localizer.ts";
import type { Log } from "../ports/log.ts";
import type { ApologizeLater } from "../use-cases/apologize-later.ts";
import { apologyView } from "../views/menu.ts";
import type { BotContext } from "./context.ts";
import { answerButton, reply } from "./show.ts";

/**
 * Where an update's failures end: logged once, and told to the person in one kind sentence with a next step.
 * Where Telegram takes no message now, the sentence goes out later; where that cannot even be written down,
 * the failure goes on, so that whoever brought the update brings it again.
 */
export function createBoundary(deps: {
  languages: Languages;
  apologizeLater: ApologizeLater;
  log: Log;
}): Middleware<BotContext> {
  const { languages, apologizeLater, log } = deps;

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
      if (ctx.chat?.type !== "private") return;
      try {
        await apologize(ctx);
      } catch (second) {
        if (isBlocked(second)) return;
        log.warn({ ...ids, err: describe(second) }, "Apology failed");
        await apologizeLater(BigInt(ctx.chat.id), secondsToWait(second));
      }
    }
  };

  async function apologize(ctx: BotContext): Promise<void> {
    // Recognising the person may be what failed.
    const locale = languages.resolve({ locale: null, telegramLanguage: ctx.from?.language_code });
    const language = ctx.language ?? languages.in(locale);
    await answerButton(ctx);
    await reply(ctx, apologyView(language));
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

const secondsToWait = (error: unknown): number =>
  error instanceof GrammyError ? (error.parameters.retry_after ?? 0) : 0;
