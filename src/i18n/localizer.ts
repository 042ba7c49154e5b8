import i18next, { type i18n } from "i18next";
import { type CountryCode, flagOf } from "../domain/country.ts";
import { type CountryNames, countryVocabulariesOf, createCountryNames } from "./country-names.ts";
import { createFormats, type Formats } from "./formats.ts";
import type { LocaleFile } from "./locales.ts";
import { createSentences, type MessageKey, type Values } from "./sentences.ts";

export type { MessageKey };

/** Speaks one language. Cheap to pass around; one exists per locale. */
export interface Localizer {
  locale: string;
  /** A sentence in Telegram's HTML: values are escaped, the sentence's own tags are kept. */
  html(key: MessageKey, values?: Values): string;
  /** A sentence without any markup: button labels, toasts, mails, pages. */
  text(key: MessageKey, values?: Values): string;
  format: Formats;
  /** `Japan`, as people of the language call it. */
  countryName(code: CountryCode): string;
  /** `🇯🇵 Japan` */
  flaggedCountry(code: CountryCode): string;
  /** In the alphabetical order of the language. */
  sortCountries(codes: Iterable<CountryCode>): CountryCode[];
}

export interface Languages {
  locales: readonly string[];
  defaultLocale: string;
  /** The localizer of a locale that exists; the default one otherwise. */
  in(locale: string): Localizer;
  /**
   * The locale for a person: their choice, else the best match for what their Telegram says
   * (`zh-hant`, `zh-TW`, `en-GB`), else the default.
   */
  resolve(person: { locale: string | null; telegramLanguage: string | null | undefined }): string;
}

/** Loads every sentence once; from then on nothing is read or changed. */
export function createLanguages(files: ReadonlyMap<string, LocaleFile>, defaultLocale: string): Languages {
  const locales = [...files.keys()];
  const instance = i18next.createInstance();
  // Resources are given in full and `initAsync` is off: it is ready when this returns.
  void instance.init({
    initAsync: false,
    resources: Object.fromEntries([...files].map(([locale, file]) => [locale, { translation: file }])),
    supportedLngs: locales,
    fallbackLng: [defaultLocale, "en"],
    nsSeparator: false,
    returnNull: false,
    saveMissing: true,
    missingKeyHandler: (_languages, _namespace, key) => {
      throw new Error(`No sentence for ${key}`);
    },
  });
  const countries = createCountryNames(countryVocabulariesOf(files));
  const localizerByLocale = new Map(
    locales.map((locale) => [locale, createLocalizer(instance, countries, locale)]),
  );
  const matchByTag = new Map<string, string | undefined>();

  return {
    locales,
    defaultLocale,
    in: (locale) => localizerByLocale.get(locale) ?? localizerByLocale.get(defaultLocale)!,
    resolve: ({ locale, telegramLanguage }) => {
      if (locale && localizerByLocale.has(locale)) return locale;
      return matchOnce(telegramLanguage ?? "") ?? defaultLocale;
    },
  };

  function matchOnce(tag: string): string | undefined {
    if (matchByTag.has(tag)) return matchByTag.get(tag);
    // There are some two hundred in use; nobody fills the memory with made-up ones.
    if (matchByTag.size >= 1_000) matchByTag.clear();
    const match = matchLocale(tag, locales);
    matchByTag.set(tag, match);
    return match;
  }
}

/** The locale that suits a language tag best, by script where the language has several; undefined when none does. */
export function matchLocale(tag: string | null | undefined, locales: readonly string[]): string | undefined {
  if (!tag) return undefined;
  let wanted: Intl.Locale;
  try {
    wanted = new Intl.Locale(tag.replace("_", "-")).maximize();
  } catch {
    return undefined;
  }
  const candidates = locales.map((name) => ({ name, likely: new Intl.Locale(name).maximize() }));
  const sameLanguage = candidates.filter(({ likely }) => likely.language === wanted.language);
  return (sameLanguage.find(({ likely }) => likely.script === wanted.script) ?? sameLanguage[0])?.name;
}

/** Telegram's HTML needs exactly these escaped: https://core.telegram.org/bots/api#html-style */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => HTML_ESCAPES[character]!);
}

const HTML_ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function createLocalizer(instance: i18n, countries: CountryNames, locale: string): Localizer {
  const sentence = createSentences(instance.getFixedT(locale), locale);
  const text = (key: MessageKey, values: Values = {}) => sentence(key, values);
  return {
    locale,
    html: (key, values = {}) => sentence(key, values, escapeHtml),
    text,
    format: createFormats(locale, text),
    countryName: (code) => countries.countryName(code, locale),
    flaggedCountry: (code) => `${flagOf(code)} ${countries.countryName(code, locale)}`,
    sortCountries: (codes) => countries.sortCountries(codes, locale),
  };
}
