import { readFileSync } from "node:fs";
import type { Intent, Slots } from "../../src/domain/wish.ts";
import type { Speaker } from "../../src/i18n/talk/understand.ts";

/** A sentence as somebody may write it, with what it means. */
export interface Sentence {
  lang: string;
  /** With the person's offset, which stands for their time zone. */
  now: string;
  text: string;
  intent: Intent;
  slots: Slots;
}

/** Reads a file of one JSON object a line: one of this folder by its name, any other by its path. */
export function readSentences(name: string): Sentence[] {
  const file = name.includes("/") ? name : new URL(name, import.meta.url);
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line.trim()).map((line) => JSON.parse(line) as Sentence);
}

/** Whoever says it. The clock of the place is all that matters of it: it is told as if it were UTC. */
export function speakerOf({ lang, now }: Pick<Sentence, "lang" | "now">): Speaker {
  const offset = /([+-])(\d\d):?(\d\d)$/.exec(now);
  const minutes = offset ? (offset[1] === "-" ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3])) : 0;
  return { locale: lang, now: new Date(Date.parse(now) + minutes * 60_000), timeZone: "UTC" };
}
