import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/**
 * What was learned from the sentences in `test/talk`: a linear model, one weight for each feature and class. A
 * class is an intent, or `faq:` and a topic.
 */
export interface ModelFile {
  classes: string[];
  /** Separated by line breaks, `bias` first; words people use are among them. */
  features: string;
  /** How much one step of a weight is. */
  step: number;
  /** Signed bytes, feature by feature, compressed, in base64. */
  weights: string;
}

export interface Classifier {
  classes: readonly string[];
  /** Words, and pairs of Chinese characters. */
  words: ReadonlySet<string>;
  /** How likely each class is. */
  classify(features: readonly string[]): { name: string; share: number }[];
  /** What speaks for a class, the strongest first. */
  explain(features: readonly string[], name: string): { feature: string; weight: number }[];
}

const file = new URL("../../../locales/learned/talk.json", import.meta.url);

/** Read once at start. */
export const readModel = (): ModelFile => JSON.parse(readFileSync(file, "utf8")) as ModelFile;

/** Unpacks a model. */
export function createClassifier({ classes, features, step, weights }: ModelFile): Classifier {
  const names = features.split("\n");
  const rowByFeature = new Map(names.map((name, row) => [name, row * classes.length]));
  const bytes = gunzipSync(Buffer.from(weights, "base64"));
  const table = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);

  const rowsOf = (given: readonly string[]) => given.flatMap((feature) => rowByFeature.get(feature) ?? []);

  function scoresOf(rows: readonly number[]): number[] {
    const scores = classes.map((_, column) => table[column]! * step);
    const scale = step / Math.sqrt(rows.length || 1);
    for (const row of rows) {
      for (let column = 0; column < scores.length; column++) scores[column]! += table[row + column]! * scale;
    }
    return scores;
  }

  return {
    classes,
    words: new Set(
      names
        .filter((name) => /^([a-z]{2,}|\p{Script=Han} \p{Script=Han})$/u.test(name))
        .map((name) => name.replace(" ", "")),
    ),
    classify(given) {
      const scores = scoresOf(rowsOf(given));
      const most = Math.max(...scores);
      const exponentials = scores.map((score) => Math.exp(score - most));
      const sum = exponentials.reduce((total, value) => total + value, 0);
      return classes
        .map((name, at) => ({ name, share: exponentials[at]! / sum }))
        .sort((a, b) => b.share - a.share);
    },
    explain(given, name) {
      const column = classes.indexOf(name);
      const scale = step / Math.sqrt(rowsOf(given).length || 1);
      return given
        .map((feature) => {
          const row = rowByFeature.get(feature);
          return { feature, weight: row === undefined ? 0 : table[row + column]! * scale };
        })
        .filter(({ weight }) => weight !== 0)
        .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
    },
  };
}
