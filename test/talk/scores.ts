import { isDeepStrictEqual } from "node:util";
import type { Understand } from "../../src/i18n/talk/understand.ts";
import { type Sentence, speakerOf } from "./sentences.ts";

export interface Miss {
  sentence: Sentence;
  intent: string;
  slots: object;
}

export interface Scores {
  sentences: number;
  /** Shares between 0 and 1. */
  intent: number;
  /** All slots right, and no other. */
  slots: number;
  outOfScope: number;
  /** Of what the bot cannot do, how much was taken for something. */
  takenForSomething: number;
  wrongIntent: Miss[];
  wrongSlots: Miss[];
  /** `meant → understood`, most often first. */
  confusion: { meant: string; understood: string; times: number }[];
}

/** Compares what is understood with what was meant. */
export function score(sentences: readonly Sentence[], understand: Understand): Scores {
  const results = sentences.map((sentence) => {
    const { intent, slots } = understand(sentence.text, speakerOf(sentence));
    return { sentence, intent, slots };
  });
  const wrongIntent = results.filter(({ sentence, intent }) => intent !== sentence.intent);
  const wrongSlots = results.filter(({ sentence, slots }) => !isDeepStrictEqual(slots, sentence.slots));
  const outside = sentences.filter(({ intent }) => intent === "other");
  const times = new Map<string, number>();
  for (const { sentence, intent } of wrongIntent) {
    const pair = `${sentence.intent} ${intent}`;
    times.set(pair, (times.get(pair) ?? 0) + 1);
  }
  return {
    sentences: sentences.length,
    intent: 1 - wrongIntent.length / sentences.length,
    slots: 1 - wrongSlots.length / sentences.length,
    outOfScope: outside.length,
    takenForSomething:
      wrongIntent.filter(({ sentence }) => sentence.intent === "other").length / (outside.length || 1),
    wrongIntent,
    wrongSlots,
    confusion: [...times]
      .sort(([, a], [, b]) => b - a)
      .map(([pair, count]) => {
        const [meant = "", understood = ""] = pair.split(" ");
        return { meant, understood, times: count };
      }),
  };
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** The figures as lines for a terminal. */
export function render({
  sentences,
  intent,
  slots,
  outOfScope,
  takenForSomething,
  confusion,
}: Scores): string {
  return [
    `sentences                  ${sentences}`,
    `intent right               ${percent(intent)}`,
    `all slots right            ${percent(slots)}`,
    `taken for something        ${percent(takenForSomething)} of ${outOfScope} out of scope`,
    ...(confusion.length > 0 ? ["", "meant            understood       times"] : []),
    ...confusion.map((row) => `${row.meant.padEnd(17)}${row.understood.padEnd(17)}${row.times}`),
  ].join("\n");
}

/** What went wrong, one sentence a line. */
export function renderMisses(misses: readonly Miss[]): string {
  return misses
    .map(({ sentence, intent, slots }) => {
      const meant = `${sentence.intent} ${JSON.stringify(sentence.slots)}`;
      return `${sentence.text}\n    ${meant}\n    ${intent} ${JSON.stringify(slots)}`;
    })
    .join("\n");
}
