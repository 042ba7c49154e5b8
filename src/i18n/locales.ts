import { readdirSync, readFileSync } from "node:fs";

/** One file of `locales/`: sentences under dotted keys, and the vocabulary of the language. */
export type LocaleFile = Record<string, unknown>;

const directory = new URL("../../locales/", import.meta.url);

/** Every file in `locales/` by its locale, read once at start: adding a language is adding a file. */
export function readLocales(): ReadonlyMap<string, LocaleFile> {
  const names = readdirSync(directory).filter((name) => name.endsWith(".json"));
  return new Map(
    names.sort().map((name) => {
      const text = readFileSync(new URL(name, directory), "utf8");
      return [name.slice(0, -".json".length), JSON.parse(text) as LocaleFile];
    }),
  );
}
