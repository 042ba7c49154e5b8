import { createHash } from "node:crypto";
import type { Middleware } from "grammy";
import { describe } from "../../bot/boundary.ts";
import type { BotContext } from "../../bot/context.ts";
import { commandList, setChatCommands, sharedLocales } from "../../bot/profile.ts";
import type { Languages } from "../../i18n/localizer.ts";
import type { Log } from "../../ports/log.ts";
import type { RememberOwnCommands } from "../../use-cases/remember-own-commands.ts";

/**
 * Keeps the chat's command list in its person's language. Telegram has one list for all of Chinese, so
 * whoever reads another script, or chose another language, is given a list of their own: once, after the
 * answer, and again when a release changes the list.
 */
export function createOwnCommands(deps: {
  languages: Languages;
  rememberOwnCommands: RememberOwnCommands;
  log: Log;
}): Middleware<BotContext> {
  const { languages, rememberOwnCommands, log } = deps;
  const sharedByCode = sharedLocales(languages);
  const listByLocale = new Map(languages.locales.map((locale) => [locale, listId(languages, locale)]));

  return async (ctx, next) => {
    await next();
    const { id, ownCommands } = ctx.chatKnown;
    const wanted = wantedList(ctx);
    if (wanted === ownCommands) return;
    try {
      if (wanted === null) {
        await ctx.api.deleteMyCommands({ scope: { type: "chat", chat_id: Number(id) } });
      } else await setChatCommands(ctx.api, Number(id), ctx.language);
      await rememberOwnCommands(id, wanted);
    } catch (error) {
      // The person has their answer; the list is tried again with the next update.
      log.warn({ chatId: id.toString(), err: describe(error) }, "Command list could not be set");
    }
  };

  /** Null where everybody's list is in the right words. */
  function wantedList({ chatKnown, language }: BotContext): string | null {
    const code = (chatKnown.telegramLanguage ?? "").slice(0, 2).toLowerCase();
    const shared = sharedByCode.get(code as never) ?? languages.defaultLocale;
    return language.locale === shared ? null : (listByLocale.get(language.locale) ?? null);
  }
}

/** `zh-Hant 3f2a91c0`: another one when the list's words change. */
function listId(languages: Languages, locale: string): string {
  const words = JSON.stringify(commandList(languages.in(locale)));
  return `${locale} ${createHash("sha256").update(words).digest("hex").slice(0, 8)}`;
}
