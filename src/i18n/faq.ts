import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { actionByFaqId, type FaqAction, type FaqEntry, faqActions, faqIds } from "../domain/faq.ts";
import type { Languages } from "./localizer.ts";
import { piecesOf, plain } from "./talk/pieces.ts";

/** What an operator wrote in place of an entry, or as one of their own. `action` is needed for a new one only. */
export interface FaqOverride {
  question: string;
  answer: string;
  action?: FaqAction;
}

/** By locale and entry. */
export type FaqOverrides = ReadonlyMap<string, Readonly<Record<string, FaqOverride>>>;

export interface Faq {
  /** Every entry, ours in their order, then the operator's own of that language. */
  entries(locale: string): readonly FaqEntry[];
  entry(id: string, locale: string): FaqEntry | undefined;
  /** The entries most like what was asked, the best first; slips and missing words are forgiven. */
  search(text: string, locale: string, limit?: number): FaqEntry[];
  /** The entry whose question was asked nearly word for word; undefined for words that only touch one. */
  meant(text: string, locale: string): FaqEntry | undefined;
  /** Whether all of them are asked for, as the button does. */
  isListMeant(text: string, locale: string): boolean;
}

/** Puts the FAQ of every language together, once. `fold` makes spellings one that count as one. */
export function createFaq(deps: {
  languages: Languages;
  overrides?: FaqOverrides;
  fold: (piece: string) => string;
}): Faq {
  const { languages, overrides, fold } = deps;
  const entriesByLocale = new Map(languages.locales.map((locale) => [locale, entriesIn(locale)]));
  const indexByLocale = new Map([...entriesByLocale].map(([locale, entries]) => [locale, indexOf(entries)]));
  const entries = (locale: string) =>
    entriesByLocale.get(locale) ?? entriesByLocale.get(languages.defaultLocale) ?? [];

  return {
    entries,
    entry: (id, locale) => entries(locale).find((entry) => entry.id === id),
    search: (text, locale, limit = 3) =>
      alike(text, locale, LEAST_LIKENESS)
        .slice(0, limit)
        .map(({ entry }) => entry),
    meant(text, locale) {
      const isAsked = /[?？]\s*$/.test(text);
      // Two words may be the name of a card.
      if (!isAsked && (text.match(/\p{Script=Han}|[\p{L}\p{N}']+/gu) ?? []).length < LEAST_WORDS)
        return undefined;
      return alike(text, locale, isAsked ? ASKED_LIKENESS : MEANT_LIKENESS)[0]?.entry;
    },
    isListMeant(text, locale) {
      const asked = text.length > 40 ? "" : wordsOf(text);
      return [languages.in(locale).text("talkReply.otherQuestions"), "FAQ"].some(
        (name) => wordsOf(name) === asked,
      );
    },
  };

  function wordsOf(text: string): string {
    return piecesOf(plain(text), fold)
      .filter(({ kind }) => kind === "word" || kind === "han")
      .map((piece) => piece.text)
      .join(" ");
  }

  /** The best first. */
  function alike(text: string, locale: string, least: number): { entry: FaqEntry; likeness: number }[] {
    const index = indexByLocale.get(locale) ?? indexByLocale.get(languages.defaultLocale);
    const asked = gramsOf(text);
    if (!index || asked.size === 0) return [];
    const weights = weightsOf(asked, index);
    return [...index]
      .map(([entry, grams]) => ({ entry, likeness: likenessOf(weights, grams) }))
      .filter(({ likeness }) => likeness >= least)
      .sort((a, b) => b.likeness - a.likeness);
  }

  function entriesIn(locale: string): FaqEntry[] {
    const language = languages.in(locale);
    const own = overrides?.get(locale) ?? {};
    const ours = faqIds.map((id) => ({
      id,
      question: own[id]?.question ?? language.text(`faq.entry.${id}.question`),
      answer: own[id]?.answer ?? language.html(`faq.entry.${id}.answer`),
      action: own[id]?.action ?? actionByFaqId[id],
    }));
    const known = new Set<string>(faqIds);
    const theirs = Object.entries(own).filter(([id]) => !known.has(id));
    return [
      ...ours,
      ...theirs.map(([id, { question, answer, action = "human" }]) => ({ id, question, answer, action })),
    ];
  }

  function indexOf(all: readonly FaqEntry[]): Index {
    return new Map(
      all.map((entry) => [
        entry,
        { question: gramsOf(entry.question), answer: gramsOf(entry.answer.replace(/<[^>]*>/g, " ")) },
      ]),
    );
  }

  /** Three letters in a row of a word; two Chinese characters in a row, and each by itself, which says less. */
  function gramsOf(text: string): Set<string> {
    const grams = new Set<string>();
    const pieces = piecesOf(plain(text).slice(0, 2_000), fold);
    for (const [at, { kind, text: word }] of pieces.entries()) {
      const next = pieces[at + 1];
      if (kind === "han") grams.add(word);
      if (kind === "han" && next?.kind === "han") grams.add(word + next.text);
      if (kind !== "word" || word.length < 3) continue;
      const framed = `_${word}_`;
      for (let from = 0; from + 3 <= framed.length; from++) grams.add(framed.slice(from, from + 3));
    }
    return grams;
  }
}

type Index = ReadonlyMap<FaqEntry, { question: ReadonlySet<string>; answer: ReadonlySet<string> }>;

/**
 * How much less a character by itself says, and a piece that no entry has: people say things in many words, and
 * most pairs of characters lie across two of them.
 */
const ALONE = 0.35;
const UNHEARD = 0.5;
const UNHEARD_PAIR = 0.15;

/** More than a third of what was asked has to be found. */
const LEAST_LIKENESS = 0.355;
/** Nearly all of it, for being taken at one's word: a little less with a question mark. */
const MEANT_LIKENESS = 0.9;
const ASKED_LIKENESS = 0.72;
const LEAST_WORDS = 3;

/** How much each piece of what was asked says: the fewer entries have it, the more. */
function weightsOf(asked: ReadonlySet<string>, index: Index): Map<string, number> {
  const entries = [...index.values()];
  return new Map(
    [...asked].map((gram) => {
      const owners = entries.filter(({ question, answer }) => question.has(gram) || answer.has(gram)).length;
      const isHeard = gram.length === 1 ? ALONE : 1;
      const says = owners > 0 ? isHeard : gram.length === 2 ? UNHEARD_PAIR : UNHEARD * isHeard;
      return [gram, says * Math.log((index.size + 1) / (owners + 0.5))];
    }),
  );
}

/** Which share of what was asked an entry has: pieces of its question count double. */
function likenessOf(
  weights: ReadonlyMap<string, number>,
  { question, answer }: { question: ReadonlySet<string>; answer: ReadonlySet<string> },
): number {
  let found = 0;
  let all = 0;
  for (const [gram, weight] of weights) {
    all += weight;
    if (question.has(gram)) found += weight;
    else if (answer.has(gram)) found += weight / 2;
  }
  return all === 0 ? 0 : found / all;
}

/** Every language's file in the operator's folder; throws a sentence for one that cannot be used. */
export function readFaqOverrides(directory: string, locales: readonly string[]): FaqOverrides {
  const names = readdirSync(directory).filter((name) => name.endsWith(".json"));
  return new Map(
    names.map((name) => {
      const locale = name.slice(0, -".json".length);
      if (!locales.includes(locale))
        throw new Error(`${join(directory, name)}: there is no language "${locale}"`);
      return [locale, parseFaqFile(readFileSync(join(directory, name), "utf8"), join(directory, name))];
    }),
  );
}

const telegramTags = /^(b|i|u|s|a|code|pre|blockquote|tg-spoiler)$/;

/**
 * Reads one language's file of an operator: entries by id, `{ "question", "answer", "action"? }`. Throws a
 * sentence that names what is wrong, since a broken answer would be noticed by a customer.
 */
export function parseFaqFile(text: string, name: string): Record<string, FaqOverride> {
  const file = JSON.parse(text) as Record<string, Partial<FaqOverride>>;
  for (const [id, { question, answer, action }] of Object.entries(file)) {
    const where = `${name}: "${id}"`;
    if (!/^[a-z][a-z_]{0,39}$/.test(id)) throw new Error(`${where} must be small letters and _`);
    if (!question?.trim() || !answer?.trim()) throw new Error(`${where} needs a question and an answer`);
    if (action !== undefined && !faqActions.includes(action)) {
      throw new Error(`${where}: the action must be one of ${faqActions.join(", ")}`);
    }
    if (answer.length > 3_500) throw new Error(`${where} is longer than a message may be`);
    if (!isBalanced(answer)) throw new Error(`${where} has a tag that Telegram refuses`);
  }
  return file as Record<string, FaqOverride>;
}

function isBalanced(html: string): boolean {
  const open: string[] = [];
  for (const [, slash, name = ""] of html.matchAll(/<(\/?)([a-z-]+)[^>]*>/g)) {
    if (!telegramTags.test(name)) return false;
    if (!slash) open.push(name);
    else if (open.pop() !== name) return false;
  }
  return open.length === 0 && !/[<>]/.test(html.replace(/<\/?[a-z-]+[^>]*>/g, ""));
}
