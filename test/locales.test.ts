import { describe, expect, test } from "vitest";
import { commandNames } from "../src/bot/profile.ts";
import { type LocaleFile, readLocales } from "../src/i18n/locales.ts";
import { placeOf, readSources, type SourceFile } from "./kit/source.ts";
import { type StringLiteral, stringLiteralsOf } from "./kit/string-literals.ts";

/** What each language has of its own: names and words, not sentences. */
const vocabulary = ["countryNames", "countryWords", "timeZoneNames", "talk"];

/** Tags that Telegram knows: https://core.telegram.org/bots/api#html-style */
const telegramTags = ["b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"];

/** Strings of several words that no customer reads, each with what it is. */
const notForCustomers: Record<string, string> = {
  "message is not modified": "Telegram's answer",
};

/** Where sentences would be tempting. */
const placesThatSpeak = /^src\/(views|features|bot|jobs\/notices)\//;

/** Seen in one script only: a sentence with one of these in the other file was copied, not written. */
const simplifiedOnly = "这个们来时会还没对过为见选择单请输费币发帐账号邮钱动开关语设间应该业绑续订购";
const traditionalOnly = "這個們來時會還沒對過為見選擇單請輸費幣發帳號郵錢動開關語設間應該業綁續訂購";

const files = readLocales();
const locales = [...files.keys()];
const sentencesByLocale = new Map([...files].map(([locale, file]) => [locale, flatten(file)]));
const sources = readSources("src", /\.ts$/);
const literalsByFile = new Map(sources.map((source) => [source, stringLiteralsOf(source.code)]));

describe("the languages", () => {
  test("have the same keys", () => {
    const everyKey = new Set(locales.flatMap((locale) => baseKeys(locale)));
    const missing = locales.flatMap((locale) => {
      const own = new Set(baseKeys(locale));
      return [...everyKey].filter((key) => !own.has(key)).map((key) => `${locale} lacks ${key}`);
    });
    expect(missing).toEqual([]);
  });

  test.each(locales)("have a sentence, without stray spaces, at every key: %s", (locale) => {
    // Mails end with a line break.
    const odd = [...sentences(locale)].filter(
      ([, text]) => typeof text !== "string" || !text.trim() || /^\s|[ \t]$/.test(text),
    );
    expect(odd).toEqual([]);
  });

  test.each(locales)("have exactly the plural forms the language has: %s", (locale) => {
    const needed = new Intl.PluralRules(locale).resolvedOptions().pluralCategories.toSorted();
    const plurals = new Set(locales.flatMap((each) => pluralBases(each)));
    const wrong = [...plurals].flatMap((base) => {
      const forms = [...sentences(locale).keys()].filter(
        (key) => key.replace(PLURAL, "") === base && key !== base,
      );
      const found = forms.map((key) => key.slice(base.length + 1)).toSorted();
      const both = sentences(locale).has(base) ? [`${base} is also a sentence of its own`] : [];
      return found.join() === needed.join()
        ? both
        : [...both, `${base}: ${found.join()}, not ${needed.join()}`];
    });
    expect(wrong).toEqual([]);
  });

  test("fill in the same values", () => {
    expect(disagreements(placeholdersOf)).toEqual([]);
  });

  test("use the same tags", () => {
    expect(disagreements(tagsOf)).toEqual([]);
  });

  test.each(locales)("leave values escaped and contain no reference to other sentences: %s", (locale) => {
    const odd = [...sentences(locale)].filter(([, text]) =>
      /\{\{-|\$t\(|\{\{[^}]*[^\w}{][^}]*\}\}/.test(text),
    );
    expect(odd).toEqual([]);
  });

  test.each(locales)("close every tag they open, and open only Telegram's: %s", (locale) => {
    const broken = [...sentences(locale)].filter(([, text]) => !isBalanced(text)).map(([key]) => key);
    expect(broken).toEqual([]);
  });

  test("are each in their own script", () => {
    const strange = (locale: string, characters: string) =>
      [...(sentencesByLocale.get(locale) ?? [])]
        .filter(([, text]) =>
          [...text.replaceAll("远遊", "")].some((character) => characters.includes(character)),
        )
        .map(([key, text]) => `${locale} ${key}: ${text}`);
    const shared = new Set([...simplifiedOnly].filter((character) => traditionalOnly.includes(character)));
    const only = (characters: string) =>
      [...characters].filter((character) => !shared.has(character)).join("");
    expect([
      ...strange("zh-Hans", only(traditionalOnly)),
      ...strange("zh-Hant", only(simplifiedOnly)),
    ]).toEqual([]);
  });

  test("leave nothing in English", () => {
    const untranslated = locales
      .filter((locale) => locale !== "en")
      .flatMap((locale) =>
        [...sentences(locale)]
          .filter(([key, text]) => text === sentences("en").get(key) && /\p{L}{2,}\s+\p{L}{2,}/u.test(text))
          .map(([key]) => `${locale} ${key}`),
      );
    expect(untranslated).toEqual([]);
  });

  test.each(locales)("keep to Telegram's lengths for commands and descriptions: %s", (locale) => {
    const length = (key: string) => [...(sentences(locale).get(key) ?? "")].length;
    expect(commandNames.filter((name) => length(`commands.${name}`) > 256)).toEqual([]);
    expect(length("profile.description")).toBeLessThanOrEqual(512);
    expect(length("profile.shortDescription")).toBeLessThanOrEqual(120);
  });

  test.each(locales)("name every command in the help: %s", (locale) => {
    // The menu is where the help came from, and the language is one of the settings.
    const elsewhere = ["start", "help", "language"];
    const help = sentences(locale).get("help.text")!;
    expect(commandNames.filter((name) => !elsewhere.includes(name) && !help.includes(`/${name}`))).toEqual(
      [],
    );
  });

  test.each([
    ["zh-Hans", /您|续订|续约|账户(?!余额|的限额)/],
    ["zh-Hant", /您|續訂|續約|帳戶(?!餘額|的額度)|電子郵件|聊天(?!室|一天|和地圖)|簡信|短信|流量包|套餐/],
  ])("say one thing in one word: %s", (locale, another) => {
    expect([...sentences(locale)].filter(([, text]) => another.test(text))).toEqual([]);
  });
});

describe("the code", () => {
  test("uses every sentence there is", () => {
    const written = new Set<string>();
    const composed: RegExp[] = [];
    for (const { parts, holes } of [...literalsByFile.values()].flat()) {
      if (holes.length === 0) written.add(parts[0]!);
      // `plan.kind.${kind}` stands for every key of that shape.
      else if (/^\w+\.(\w+\.)*\w*$/.test(parts[0]!)) {
        composed.push(new RegExp(`^${parts.map(escapeRegExp).join("\\w+")}$`));
      }
    }
    const unused = baseKeys("en").filter(
      (key) => !written.has(key) && !composed.some((pattern) => pattern.test(key)),
    );
    expect(unused).toEqual([]);
  });

  test("asks for the markup a sentence has: tags only where HTML is sent", () => {
    const wrong = sources.flatMap((source) =>
      [...source.code.matchAll(/\btext\(\s*"([\w.]+)"/g)]
        .filter(([, key]) => locales.some((locale) => /<\/?[a-z]/.test(sentences(locale).get(key!) ?? "")))
        .map(({ index, 1: key }) => `${placeOf(source, index)} ${key} has tags: use html()`),
    );
    expect(wrong).toEqual([]);
  });

  test("contains no sentence that a customer reads", () => {
    const found = literals(placesThatSpeak).flatMap(({ source, literal }) => {
      const text = literal.parts.join(" … ");
      if (!isSentence(source, literal, text) || isForOperators(source, literal) || text in notForCustomers) {
        return [];
      }
      return [`${placeOf(source, literal.index)} ${text}`];
    });
    expect(found).toEqual([]);
  });

  test("keeps callback data within Telegram's 64 bytes", () => {
    const long = literals(/^src\/(views|features|bot|jobs)\//)
      .filter(({ literal }) => /^[a-z]+:[a-z]/.test(literal.parts[0]!))
      .map(({ source, literal }) => ({
        place: `${placeOf(source, literal.index)} ${literal.parts.join("…")}`,
        bytes: Buffer.byteLength(literal.parts.join("")) + sum(literal.holes.map(expectedLength)),
      }))
      .filter(({ bytes }) => bytes > 64);
    expect(long).toEqual([]);
  });
});

const PLURAL = /_(zero|one|two|few|many|other)$/;

function flatten(tree: LocaleFile, prefix = ""): Map<string, string> {
  const entries = Object.entries(tree)
    .filter(([key]) => prefix || !vocabulary.includes(key))
    .flatMap(([key, value]) =>
      value !== null && typeof value === "object"
        ? [...flatten(value as LocaleFile, `${prefix}${key}.`)]
        : [[`${prefix}${key}`, value as string] as const],
    );
  return new Map(entries);
}

function sentences(locale: string): Map<string, string> {
  return sentencesByLocale.get(locale)!;
}

/** A plural's forms count as one key. */
function baseKeys(locale: string): string[] {
  return [...new Set([...sentences(locale).keys()].map((key) => key.replace(PLURAL, "")))];
}

function pluralBases(locale: string): string[] {
  return [...sentences(locale).keys()]
    .filter((key) => PLURAL.test(key))
    .map((key) => key.replace(PLURAL, ""));
}

/** Keys for which the languages do not agree on what `pick` finds in any of the sentence's forms. */
function disagreements(pick: (text: string) => string[]): string[] {
  return baseKeys("en").flatMap((key) => {
    const found = locales.map((locale) => {
      const forms = [...sentences(locale)].filter(([each]) => each.replace(PLURAL, "") === key);
      return [...new Set(forms.flatMap(([, text]) => pick(text)))].toSorted().join(" ");
    });
    return new Set(found).size === 1 ? [] : [`${key}: ${found.join(" | ")}`];
  });
}

const placeholdersOf = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!);

const tagsOf = (text: string) => [...text.matchAll(/<\/?([a-z-]+)[^>]*>/g)].map(([, name]) => name!);

function isBalanced(text: string): boolean {
  const open: string[] = [];
  for (const [, slash, name] of text.matchAll(/<(\/?)([a-z-]+)[^>]*>/g)) {
    if (!telegramTags.includes(name!)) return false;
    if (!slash) open.push(name!);
    else if (open.pop() !== name) return false;
  }
  return open.length === 0;
}

function literals(places: RegExp): { source: SourceFile; literal: StringLiteral }[] {
  return [...literalsByFile]
    .filter(([{ path }]) => places.test(path))
    .flatMap(([source, found]) => found.map((literal) => ({ source, literal })));
}

const SQL = /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/;

/** Several words, anything in Chinese, or any word where a button's or a message's text is given. */
function isSentence({ code }: SourceFile, { index }: StringLiteral, text: string): boolean {
  if (SQL.test(text)) return false;
  const plain = text.replace(/<[^>]*>/g, "").replace(/\\./g, " ");
  if (/\p{L}{2,}[,.!?:]*\s+\p{L}{2,}/u.test(plain) || /\p{Script=Han}/u.test(plain)) return true;
  const before = code.slice(Math.max(0, index - 60), index);
  return /\p{L}{2,}/u.test(plain) && /(\btext:|\breply\(|\banswerButton\(\w+,)\s*$/.test(before);
}

/** What is logged or thrown is read by those who run the bot; types and imports by nobody. */
function isForOperators({ code }: SourceFile, { index }: StringLiteral): boolean {
  const before = code.slice(Math.max(0, index - 300), index);
  return /(\blog\.(debug|info|warn|error)\([^;]*|\bnew \w*Error\([^;]*)$/.test(before);
}

/** How many bytes a hole in callback data may take: ids of ours, else short numbers and codes. */
function expectedLength(hole: string): number {
  if (/short/i.test(hole)) return 22;
  return /(\b|\w)[iI]d\b/.test(hole) ? 36 : 12;
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

const escapeRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
