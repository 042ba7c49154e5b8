import { gzipSync } from "node:zlib";
import type { LocaleFile } from "../../src/i18n/locales.ts";
import type { ModelFile } from "../../src/i18n/talk/classifier.ts";
import { unitsOf } from "../../src/i18n/talk/features.ts";
import { createReader } from "../../src/i18n/talk/understand.ts";
import { type Sentence, speakerOf } from "./sentences.ts";

const EPOCHS = 30;
const RATE = 0.5;
/** Keeps weights small, so that no single word decides. */
const DECAY = 2e-5;
const LARGEST = 127;

/**
 * Multinomial logistic regression by stochastic gradient descent (AdaGrad). The same sentences always give the
 * same model. Features seen once or twice are left out: half of all, and
 * without them no figure is worse than by chance.
 */
export function train(sentences: readonly Sentence[], files: ReadonlyMap<string, LocaleFile>): ModelFile {
  const wordsOnly = { classes: [], features: wordsIn(sentences, files), step: 1, weights: empty };
  const { read, features } = createReader({ files, model: wordsOnly });
  const examples = sentences.map((sentence) => {
    const name = sentence.slots.topic ? `${sentence.intent}:${sentence.slots.topic}` : sentence.intent;
    return { name, features: features(read(sentence.text, speakerOf(sentence))) };
  });
  const counts = new Map<string, number>();
  for (const example of examples) {
    for (const feature of example.features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  }
  const names = [
    "bias",
    ...[...counts]
      .filter(([, count]) => count > 2)
      .map(([name]) => name)
      .sort(),
  ];
  const rowByFeature = new Map(names.map((name, row) => [name, row]));
  const rowsOf = (given: readonly string[]) => given.flatMap((feature) => rowByFeature.get(feature) ?? []);
  const classes = [...new Set(examples.map(({ name }) => name))].sort();
  const weights = learn(
    examples.map((example) => ({
      target: classes.indexOf(example.name),
      rows: rowsOf(example.features),
      general: rowsOf(example.features.filter((feature) => /^(cue|has|only|length):/.test(feature))),
    })),
    names.length,
    classes.length,
  );
  const step = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / LARGEST;
  const bytes = Int8Array.from(weights, (weight) => Math.round(weight / step));
  return {
    classes,
    features: names.join("\n"),
    step,
    weights: gzipSync(bytes, { level: 9 }).toString("base64"),
  };
}

const empty = gzipSync(new Uint8Array()).toString("base64");

/** Words that occur, as far as they are spelt right: seen twice, or long known to the vocabularies. */
function wordsIn(sentences: readonly Sentence[], files: ReadonlyMap<string, LocaleFile>): string {
  const { read } = createReader({ files, model: { classes: [], features: "", step: 1, weights: empty } });
  const counts = new Map<string, number>();
  for (const sentence of sentences) {
    const units = unitsOf(read(sentence.text, speakerOf(sentence)).pieces);
    const pairs = units.slice(1).map((unit, at) => `${units[at]} ${unit}`);
    for (const unit of [...units, ...pairs]) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > 1)
    .map(([word]) => word)
    .join("\n");
}

interface Example {
  target: number;
  rows: number[];
  /** Those of `rows` that stand for cues and slots, which every language has. */
  general: number[];
}

function learn(examples: readonly Example[], features: number, classes: number): Float64Array {
  const weights = new Float64Array(features * classes);
  const squares = new Float64Array(features * classes).fill(1e-2);
  const scores = new Float64Array(classes);
  const order = examples.map((_, at) => at);
  const random = createRandom(7);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, random);
    for (const at of order) {
      const { target } = examples[at]!;
      const rows = somewhatForgotten(examples[at]!, random);
      const scale = 1 / Math.sqrt(rows.length || 1);
      scores.fill(0);
      for (let number = -1; number < rows.length; number++) {
        const row = number < 0 ? 0 : rows[number]! * classes;
        const factor = number < 0 ? 1 : scale;
        for (let column = 0; column < classes; column++) scores[column]! += weights[row + column]! * factor;
      }
      const most = scores.reduce((a, b) => Math.max(a, b));
      let sum = 0;
      for (let column = 0; column < classes; column++)
        sum += scores[column] = Math.exp(scores[column]! - most);
      for (let column = 0; column < classes; column++) {
        const error = scores[column]! / sum - (column === target ? 1 : 0);
        for (let number = -1; number < rows.length; number++) {
          const cell = (number < 0 ? 0 : rows[number]! * classes) + column;
          const gradient = error * (number < 0 ? 1 : scale) + DECAY * weights[cell]!;
          squares[cell]! += gradient * gradient;
          weights[cell]! -= (RATE * gradient) / Math.sqrt(squares[cell]!);
        }
      }
    }
  }
  return weights;
}

/**
 * Words that were never seen are the rule, not the exception: sometimes all words are left out, sometimes some,
 * so that the cues learn to speak for themselves.
 */
function somewhatForgotten({ rows, general }: Example, random: () => number): number[] {
  const chance = random();
  if (chance < 0.25) return general;
  return chance < 0.6 ? rows.filter(() => random() < 0.6) : rows;
}

function shuffle(order: number[], random: () => number): void {
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
}

/** Numbers between 0 and 1, always the same (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
