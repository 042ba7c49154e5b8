import { readLocales } from "../../src/i18n/locales.ts";
import { createUnderstand } from "../../src/i18n/talk/understand.ts";
import { readSentences, speakerOf } from "../talk/sentences.ts";
import type { Part } from "./part.ts";

export const talk: Part = {
  name: "talk",
  about: "how long it takes to understand a sentence",
  run: async ({ quick }) => {
    const figures = measureTalk(quick ? 3 : 6);
    return { text: renderTalk(figures), figures };
  },
};

interface TalkReport {
  sentences: number;
  /** From the language files in memory to the first sentence. */
  loadMs: number;
  p50Ms: number;
  p99Ms: number;
  mostMs: number;
  /** Of the longest text that is read at all. */
  longestMs: number;
}

/** How long it takes to understand each sentence of `test/talk`, one after the other in one process. */
function measureTalk(rounds: number): TalkReport {
  const files = readLocales();
  const begun = performance.now();
  const understand = createUnderstand({ files });
  const loadMs = performance.now() - begun;
  const sentences = [...readSentences("sentences.jsonl"), ...readSentences("held-out.jsonl")].map(
    (sentence) => ({
      text: sentence.text,
      speaker: speakerOf(sentence),
    }),
  );
  // The best of the rounds: what a sentence takes, not what else the machine does. The first one warms up.
  const best = sentences.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round++) {
    for (const [at, { text, speaker }] of sentences.entries()) {
      const before = performance.now();
      understand(text, speaker);
      if (round > 0) best[at] = Math.min(best[at]!, performance.now() - before);
    }
  }
  const times = best.sort((a, b) => a - b);
  const longest = sentences
    .map(({ text }) => text)
    .join(" ")
    .slice(0, 4_000);
  const before = performance.now();
  understand(longest, sentences[0]!.speaker);
  const longestMs = performance.now() - before;
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
  return {
    sentences: sentences.length,
    loadMs,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    mostMs: times.at(-1)!,
    longestMs,
  };
}

const P99_GOAL_MS = 2;

function renderTalk({ sentences, loadMs, p50Ms, p99Ms, mostMs, longestMs }: TalkReport): string {
  const goal = `goal ≤ ${P99_GOAL_MS} ms: ${p99Ms <= P99_GOAL_MS ? "met" : "MISSED"}`;
  return [
    `To understand a sentence (${sentences} different ones, one at a time, the best of the rounds for each)`,
    `  p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms (${goal}), most ${mostMs.toFixed(1)} ms`,
    `  a text of 4,000 characters ${longestMs.toFixed(1)} ms; loaded in ${loadMs.toFixed(0)} ms`,
  ].join("\n");
}
