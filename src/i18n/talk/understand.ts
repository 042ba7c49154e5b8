import {
  type FaqTopic,
  faqTopics,
  type Intent,
  intents,
  type Slots,
  type Understanding,
} from "../../domain/wish.ts";
import { correctionsOf } from "../country-guess.ts";
import { type CountryIndex, createCountryIndex } from "../country-index.ts";
import { countryVocabulariesOf } from "../country-names.ts";
import type { LocaleFile } from "../locales.ts";
import type { KnownCard } from "./cards.ts";
import { createClassifier, type ModelFile, readModel } from "./classifier.ts";
import { createCues } from "./cues.ts";
import { featuresOf } from "./features.ts";
import { createLexicon } from "./lexicon.ts";
import { createRead, type Reading, type Speaker } from "./read.ts";
import { createSpelling } from "./spelling.ts";
import { talkVocabulariesOf } from "./vocabulary.ts";

export type { KnownCard, Speaker };

export interface UnderstandDeps {
  /** Of `locales/`, by locale: their `talk` section is the vocabulary. */
  files: ReadonlyMap<string, LocaleFile>;
  /** Of the same files, where it was built already. */
  countries?: CountryIndex;
  /** What was learned; by default from the file that `npm run train:talk` writes. */
  model?: ModelFile;
}

/** Below this nothing is likely enough, and it is taken for something the bot cannot do. */
const LEAST_SHARE = 0.2;

/** Who gives an address or a number means just that, unless something else is as good as said. */
const SURE_BESIDE_VALUE = 0.8;

/**
 * Builds what reads free text: what is wanted, and what was already said. Every installed language is understood
 * whatever the person's own is. Building takes a moment; understanding asks nobody and keeps nothing.
 */
export function createUnderstand(deps: UnderstandDeps) {
  const { read, features, classifier } = createReader(deps);
  return function understand(text: string, speaker: Speaker): Understanding {
    const reading = read(text, speaker);
    const { value } = reading;
    if (value && reading.valueAlone) {
      return { intent: value.kind, slots: { value: value.value }, confidence: 1, alternatives: [] };
    }
    const likely = classifier.classify(features(reading));
    const [first] = likely;
    if (value && (first?.share ?? 0) < SURE_BESIDE_VALUE) {
      return { intent: value.kind, slots: { value: value.value }, confidence: 0.9, alternatives: [] };
    }
    const chosen = first && first.share >= LEAST_SHARE ? first.name : "other";
    const { intent: likeliest, topic } = meaningOf(chosen);
    const intent = likeliest === "renew" && (reading.slots.countries?.length ?? 0) > 1 ? "trip" : likeliest;
    const { slots, placeOfPlan } = intent === "usage" ? read(text, speaker, { past: true }) : reading;
    return {
      intent,
      slots: slotsFor(intent, topic, slots, placeOfPlan),
      confidence: likely.find(({ name }) => name === chosen)?.share ?? 0,
      alternatives: alternativesTo(intent, likely),
    };
  };
}

export type Understand = ReturnType<typeof createUnderstand>;

/** The parts of understanding, for training and for explaining. */
export function createReader({ files, countries, model = readModel() }: UnderstandDeps) {
  const vocabularies = talkVocabulariesOf(files);
  const index = countries ?? createCountryIndex(countryVocabulariesOf(files));
  const lexicon = createLexicon(vocabularies, index.rules.variants);
  const cues = createCues(vocabularies, lexicon);
  const classifier = createClassifier(model);
  const words = new Set([...classifier.words, ...lexicon.words, ...cues.words, ...index.fillers]);
  const spelling = createSpelling(
    words,
    (word) => index.sensesOf(word) !== undefined,
    (word) => correctionsOf(word, index)?.senses[0]?.kind === "name",
  );
  return {
    read: createRead(lexicon, index, spelling),
    features: (reading: Reading) => featuresOf(reading, cues),
    classifier,
  };
}

function meaningOf(name: string): { intent: Intent; topic?: FaqTopic } {
  const [first, second] = name.split(":");
  const topic = faqTopics.find((each) => each === second);
  return { intent: intents.find((each) => each === first) ?? "other", ...(topic && { topic }) };
}

function alternativesTo(chosen: Intent, likely: readonly { name: string; share: number }[]) {
  const confidenceByIntent = new Map<Intent, number>();
  for (const { name, share } of likely) {
    const { intent } = meaningOf(name);
    if (intent === chosen || intent === "other") continue;
    confidenceByIntent.set(intent, (confidenceByIntent.get(intent) ?? 0) + share);
  }
  return [...confidenceByIntent]
    .map(([intent, confidence]) => ({ intent, confidence }))
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, 3);
}

type SlotName = keyof Slots;
const destination: SlotName[] = ["countries", "region"];
const wish: SlotName[] = [...destination, "days", "from", "until", "dataMb", "dataMbPerDay", "kind"];
/** Whose place is that of a plan: they are not about where somebody goes. */
const ofPlanOnly: Intent[] = ["balance", "payment_failed"];
const order: SlotName[] = [...wish, "card", "value"];

/** What of a text belongs to an intent: in "I paid today and nothing came", today is no day of departure. */
function slotsFor(intent: Intent, topic: FaqTopic | undefined, slots: Slots, placeOfPlan: boolean): Slots {
  const kept = order.filter(
    (name) =>
      name in slots &&
      isPartOf(intent, topic, name) &&
      // "Haneda, no signal, how much is left": where somebody is.
      (placeOfPlan || !ofPlanOnly.includes(intent) || !destination.includes(name)) &&
      // "How much do I use in a day" asks for an average.
      !(intent === "usage" && name === "days" && slots.days === 1),
  );
  return { ...Object.fromEntries(kept.map((name) => [name, slots[name]])), ...(topic && { topic }) };
}

function isPartOf(intent: Intent, topic: FaqTopic | undefined, slot: SlotName): boolean {
  if (slot === "value") return intent !== "other";
  if (slot === "card")
    return !["other", "greeting", "thanks", "language"].includes(intent) && topic !== "which_card";
  switch (intent) {
    case "renew":
    case "plans":
    case "trip":
      return wish.includes(slot);
    case "faq":
      if (topic === "which_plan") return wish.includes(slot) && slot !== "kind";
      return destination.includes(slot) && (topic === "coverage" || topic === "which_card");
    case "usage":
      return ["days", "from", "until", ...destination].includes(slot);
    case "balance":
    case "offers":
    case "orders":
    case "refund":
    case "install":
    case "payment_failed":
    case "human":
    case "not_updated":
      return destination.includes(slot);
    default:
      return false;
  }
}
