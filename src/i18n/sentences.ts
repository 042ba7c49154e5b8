import type { TFunction } from "i18next";
import type en from "../../locales/en.json";

/** Dotted paths to the sentences of `locales/en.json`; a plural's forms count as one key. */
export type MessageKey = Leaves<Omit<typeof en, "timeZoneNames" | "countryNames">>;

type Leaves<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string ? WithoutPlural<Key> : `${Key}.${Leaves<Tree[Key]>}`;
}[keyof Tree & string];

type WithoutPlural<Key extends string> = Key extends `${infer Base}_${"one" | "other"}` ? Base : Key;

export type Values = Record<string, string | number>;

/** A sentence in pieces: what stands in the file, and between each two pieces the name of a value. */
interface Template {
  first: string;
  rest: { name: string; text: string }[];
}

/**
 * Speaks the sentences of one locale. i18next finds each (its plural form, its fallback) the first time; from
 * then on only the values are filled in, which takes a twentieth of the time that `t` takes. `escapeValue` is for
 * the values; the sentence's own tags are kept. A value that is missing is left out.
 */
export function createSentences(t: TFunction, locale: string) {
  const plurals = new Intl.PluralRules(locale);
  const templates = new Map<string, Template>();

  return function sentence(key: MessageKey, values: Values, escapeValue?: (text: string) => string): string {
    const { first, rest } = templateOf(key, values.count);
    let text = first;
    for (const piece of rest) {
      const value = String(values[piece.name] ?? "");
      text += (escapeValue ? escapeValue(value) : value) + piece.text;
    }
    return text;
  };

  function templateOf(key: MessageKey, count: string | number | undefined): Template {
    const form = typeof count === "number" ? `${key} ${count === 0 ? "zero" : plurals.select(count)}` : key;
    let template = templates.get(form);
    if (!template) {
      template = read(t(key, { count, skipInterpolation: true }) as string);
      templates.set(form, template);
    }
    return template;
  }
}

function read(text: string): Template {
  const [first = "", ...pieces] = text.split(/\{\{\s*(\w+)\s*\}\}/);
  const rest = [];
  for (let at = 0; at < pieces.length; at += 2) rest.push({ name: pieces[at]!, text: pieces[at + 1]! });
  return { first, rest };
}
