import { parseArgs } from "node:util";
import { readLocales } from "../../src/i18n/locales.ts";
import { createReader, createUnderstand, type Understand } from "../../src/i18n/talk/understand.ts";
import { render, renderMisses, type Scores, score } from "./scores.ts";
import { readSentences, type Sentence, speakerOf } from "./sentences.ts";
import { train } from "./training.ts";

const USAGE = `npm run eval:talk [-- options] [FILE.jsonl]
  FILE.jsonl   instead of the sentences in test/talk
  --predict    prints {"intent","slots"} a line in the file's order instead of figures
  --misses     shows what went wrong (never of held-out.jsonl and hard.jsonl: nobody tunes to them)
  --explain TEXT  what spoke for the likeliest three
  --folds N    learns from all but each Nth of the sentences and is asked about those`;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    predict: { type: "boolean", default: false },
    misses: { type: "boolean", default: false },
    folds: { type: "string" },
    explain: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
if (options.help) {
  console.log(USAGE);
  process.exit(0);
}

const files = readLocales();
const [file] = positionals;
const path = file && !file.includes("/") ? `./${file}` : file;

if (options.explain !== undefined) {
  explain(options.explain);
} else if (options.predict) {
  const understand = createUnderstand({ files });
  for (const sentence of readSentences(path ?? "sentences.jsonl")) {
    const { intent, slots } = understand(sentence.text, speakerOf(sentence));
    console.log(JSON.stringify({ intent, slots }));
  }
} else if (options.folds) {
  report("each fold by what was learned from the others", inFolds(Number(options.folds)));
} else if (path) {
  report(path, score(readSentences(path), createUnderstand({ files })));
} else {
  const understand = createUnderstand({ files });
  report("learned from (sentences.jsonl)", score(readSentences("sentences.jsonl"), understand));
  for (const name of ["held-out.jsonl", "hard.jsonl"]) {
    const sentences = readSentences(name);
    report(`never learned from (${name})`, score(sentences, understand), false);
    for (const lang of ["en", "zh-Hans", "zh-Hant"]) {
      const some = sentences.filter((sentence) => sentence.lang === lang);
      const { intent, slots } = score(some, understand);
      console.log(
        `  ${lang.padEnd(8)} intent ${(100 * intent).toFixed(1)} %, slots ${(100 * slots).toFixed(1)} %`,
      );
    }
  }
}

function explain(text: string): void {
  const { read, features, classifier } = createReader({ files });
  const reading = read(text, { locale: "en", now: new Date(), timeZone: "UTC" });
  const given = features(reading);
  console.log(JSON.stringify(reading.slots));
  for (const { name, share } of classifier.classify(given).slice(0, 3)) {
    const reasons = classifier.explain(given, name).slice(0, 8);
    const told = reasons.map(({ feature, weight }) => `${feature} ${weight.toFixed(1)}`).join(", ");
    console.log(`${name.padEnd(18)} ${share.toFixed(2)}  ${told}`);
  }
}

function report(title: string, scores: Scores, mayShow = true): void {
  console.log(`\n${title}\n${render(scores)}`);
  if (options.misses && mayShow) {
    const misses = new Set([...scores.wrongIntent, ...scores.wrongSlots]);
    console.log(`\n${renderMisses([...misses])}`);
  }
}

function inFolds(count: number): Scores {
  const sentences = readSentences(path ?? "sentences.jsonl");
  const understandings: Understand[] = Array.from({ length: count }, (_, fold) =>
    createUnderstand({
      files,
      model: train(
        sentences.filter((_, at) => at % count !== fold),
        files,
      ),
    }),
  );
  const foldBySentence = new Map(sentences.map((sentence, at) => [keyOf(sentence), at % count]));
  return score(sentences, (text, speaker) => {
    const fold = foldBySentence.get(text) ?? 0;
    return understandings[fold]!(text, speaker);
  });
}

function keyOf({ text }: Sentence): string {
  return text;
}
