import { readdirSync, readFileSync } from "node:fs";

/** A language: sentences under dotted keys, and the words that people of that language type. */
export type LocaleFile = Record<string, unknown>;

const sentences = new URL("../../locales/", import.meta.url);
const words = new URL("words/", sentences);

/** The languages there are: adding one is adding a file to `locales/`. */
export const installedLocales = (): string[] => namesIn(sentences);

/** What is said in each language, and what things are called in it. */
export const readSentences = (): ReadonlyMap<string, LocaleFile> => new Map(readFolder(sentences));

/** The same with what its people type, from `locales/words/`: tens of thousands of words, for building readers. */
export function readLocales(said = readSentences()): ReadonlyMap<string, LocaleFile> {
  const vocabularies = new Map(readFolder(words));
  return new Map([...said].map(([locale, file]) => [locale, { ...file, ...vocabularies.get(locale) }]));
}

const readFolder = (directory: URL): [locale: string, file: LocaleFile][] =>
  namesIn(directory).map((name) => {
    const text = readFileSync(new URL(`${name}.json`, directory), "utf8");
    return [name, JSON.parse(text) as LocaleFile];
  });

function namesIn(directory: URL): string[] {
  const files = readdirSync(directory).filter((name) => name.endsWith(".json"));
  return files.map((name) => name.slice(0, -".json".length)).sort();
}
