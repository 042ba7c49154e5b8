import { readLocales } from "../../src/i18n/locales.ts";

const STAGES = [
  "received",
  "delayed",
  "renewed",
  "held",
  "refunding",
  "returning",
  "refunded",
  "surplusRefunded",
  "surplusRefunding",
  "surplusRefundedOnly",
  "refundFailed",
] as const;

/** How each stage of an order reads in one language, whatever card, plan or amount it names. */
export type Phrases = Record<(typeof STAGES)[number], RegExp>;

const LOCALE_BY_CODE: Record<string, string> = { en: "en", "zh-hans": "zh-Hans", "zh-TW": "zh-Hant" };

export function createPhrases(languageCode: string): Phrases {
  const { news } = readLocales().get(LOCALE_BY_CODE[languageCode]!) as unknown as {
    news: Record<string, string>;
  };
  return Object.fromEntries(STAGES.map((stage) => [stage, toPattern(news[stage]!)])) as Phrases;
}

function toPattern(sentence: string): RegExp {
  const plain = sentence.replace(/<[^>]*>/g, "");
  const parts = plain.split(/\{\{\w+\}\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(parts.join("[\\s\\S]*?"));
}
