import type { Api } from "grammy";
import type { BotCommand, LanguageCode } from "grammy/types";
import type { Languages, Localizer, MessageKey } from "../i18n/localizer.ts";

/** As Telegram lists them; the order is the order of the list. */
export const commandNames = [
  "balance",
  "usage",
  "renew",
  "plans",
  "orders",
  "offers",
  "link",
  "unlink",
  "settings",
  "language",
  "support",
  "help",
  "cancel",
  "terms",
  "paysupport",
  "privacy",
  "start",
] as const;

/** Everything the bot must be told of, reactions and membership included. */
export const allowedUpdates = [
  "message",
  "edited_message",
  "callback_query",
  "inline_query",
  "my_chat_member",
  "chat_member",
  "message_reaction",
] as const;

export const commandList = (language: Localizer): BotCommand[] =>
  commandNames.map((command) => ({
    command,
    description: language.text(`commands.${command}` as MessageKey),
  }));

/**
 * Tells Telegram the bot's commands and descriptions, once without a language (the default locale) and once
 * for each two-letter language. Telegram knows one Chinese: the scripts share it, and a person who chose a
 * script gets a list of their own chat's (`setChatCommands`).
 */
export async function publishProfile(api: Api, languages: Languages): Promise<void> {
  const localeByTelegramLanguage = new Map<LanguageCode | undefined, string>([
    [undefined, languages.defaultLocale],
    ...sharedLocales(languages),
  ]);
  for (const [code, locale] of localeByTelegramLanguage) {
    const language = languages.in(locale);
    const options = code ? { language_code: code } : {};
    await api.setMyCommands(commandList(language), options);
    await api.setMyDescription(language.text("profile.description"), options);
    await api.setMyShortDescription(language.text("profile.shortDescription"), options);
  }
}

/** For each two-letter language of Telegram's, the locale whose words everybody with it is shown. */
export function sharedLocales({ locales }: Languages): Map<LanguageCode, string> {
  const localeByCode = new Map<LanguageCode, string>();
  for (const locale of locales) {
    const code = new Intl.Locale(locale).language as LanguageCode;
    // The first file of a language speaks for it: Hans before Hant.
    if (!localeByCode.has(code)) localeByCode.set(code, locale);
  }
  return localeByCode;
}

/** Gives one chat its command list in the language its person chose. */
export async function setChatCommands(api: Api, chatId: number, language: Localizer): Promise<void> {
  await api.setMyCommands(commandList(language), { scope: { type: "chat", chat_id: chatId } });
}
