import { readdirSync, readFileSync } from "node:fs";

/** A language: sentences under dotted keys, and the words that people of that language type. */
export type LocaleFile = Record<string, unknown>;

const sentences = new URL("../../locales/", import.meta.url);
const words = new URL("words/", sentences);

/**
 * Every file in `locales/` by its locale, read once at start: adding a language is adding a file. What its people
 * type, in `locales/words/`, may follow.
 */
export function readLocales(): ReadonlyMap<string, LocaleFile> {
  const vocabularies = new Map(readFolder(words));
  return new Map(
    readFolder(sentences).map(([locale, file]) => [locale, { ...file, ...vocabularies.get(locale) }]),
  );
}

function readFolder(directory: URL): [locale: string, file: LocaleFile][] {
  const names = readdirSync(directory).filter((name) => name.endsWith(".json"));
  return names.sort().map((name) => {
    const text = readFileSync(new URL(name, directory), "utf8");
    return [name.slice(0, -".json".length), JSON.parse(text) as LocaleFile];
  });
}
