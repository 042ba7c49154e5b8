import { mkdirSync, writeFileSync } from "node:fs";
import { readLocales } from "../../src/i18n/locales.ts";
import { readSentences } from "./sentences.ts";
import { train } from "./training.ts";

/** Learns from `sentences.jsonl` and writes what was learned to where the bot reads it. */
const begun = performance.now();
const model = train(readSentences("sentences.jsonl"), readLocales());
const directory = new URL("../../locales/learned/", import.meta.url);
mkdirSync(directory, { recursive: true });
const text = `${JSON.stringify(model, null, 2)}\n`;
writeFileSync(new URL("talk.json", directory), text);
const seconds = ((performance.now() - begun) / 1000).toFixed(1);
console.log(
  `${model.features.split("\n").length} features, ${Math.round(text.length / 1024)} KB, ${seconds} s`,
);
