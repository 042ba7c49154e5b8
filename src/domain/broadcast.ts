import type { LocalizedName, Product } from "./plan.ts";
import { fail, ok, type Result } from "./result.ts";
import { checkHtml } from "./telegram-html.ts";

/** What many are told. */
export interface BroadcastContent {
  /** Locale to Telegram's HTML. */
  text: LocalizedName;
  button: { label: LocalizedName; target: string } | null;
  /** As the file has it: a file's name, or data. */
  picture: string | null;
}

/** Who is told, of those who want to hear of offers. What is empty or null leaves nobody out. */
export interface Audience {
  /** With a card of one of these. */
  products: Product[];
  /** Who bought a plan to go there, or had one for it. */
  countries: string[];
  /** Who had one of these plans, by their SKU. */
  plans: string[];
  /** ISO 8601: who was here since. */
  seenSince: string | null;
}

export const LONGEST_TEXT = 4096;
export const LONGEST_CAPTION = 1024;
const LONGEST_LABEL = 60;
const MOST_TARGET_BYTES = 60;

/** Places in the bot that a button can lead to; `renew` takes a country. */
const PLACES: Record<string, string> = {
  renew: "go:renew",
  plans: "go:plans",
  repeat: "go:repeat",
  balance: "balance:show",
  orders: "orders:list",
  offers: "offers:show",
};

/**
 * Reads what an operator wrote: a few lines `name: value`, then `[en]` and the text, `[zh-Hans]` and so on.
 * Lists everything that is wrong with it at once.
 */
export function parseBroadcast(
  file: string,
  locales: readonly string[],
): Result<BroadcastContent, { type: "mistakes"; mistakes: string[] }> {
  const mistakes: string[] = [];
  const { head, sections } = split(file.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n"), mistakes);
  const picture = head.get("picture") ?? null;
  const link = head.get("link");
  const target = link === undefined ? undefined : targetOf(link);
  if (link !== undefined && target === undefined) {
    mistakes.push(
      `link: ${link} must be https://… or one of renew, renew_JP, ${Object.keys(PLACES).slice(1).join(", ")}`,
    );
  }
  const text: Record<string, string> = {};
  const label: Record<string, string> = {};
  for (const [locale, section] of sections) {
    if (!locales.includes(locale)) {
      mistakes.push(`[${locale}] is no language of this bot: it speaks ${locales.join(", ")}`);
      continue;
    }
    text[locale] = section.text;
    mistakes.push(...textMistakes(locale, section.text, picture !== null));
    if (section.button !== undefined) label[locale] = section.button;
    mistakes.push(...labelMistakes(locale, section.button, link));
  }
  if (!sections.has("en"))
    mistakes.push("[en] is missing: it stands in for languages without a text of their own");
  if (mistakes.length > 0) return fail({ type: "mistakes", mistakes });
  return ok({
    text: text as LocalizedName,
    button: target === undefined ? null : { label: label as LocalizedName, target },
    picture,
  });
}

interface Section {
  button: string | undefined;
  text: string;
}

function split(
  file: string,
  mistakes: string[],
): { head: Map<string, string>; sections: Map<string, Section> } {
  const head = new Map<string, string>();
  const linesByLocale = new Map<string, string[]>();
  let lines: string[] | undefined;
  for (const [index, line] of file.split("\n").entries()) {
    const locale = /^\[([A-Za-z-]{2,})\]\s*$/.exec(line)?.[1];
    if (locale !== undefined) {
      if (linesByLocale.has(locale)) mistakes.push(`line ${index + 1}: [${locale}] is there twice`);
      lines = [];
      linesByLocale.set(locale, lines);
    } else if (lines) lines.push(line);
    else if (line.trim() !== "" && !line.startsWith("#")) {
      const [, name, value] = /^(picture|link)\s*:\s*(\S.*?)\s*$/.exec(line) ?? [];
      if (name === undefined || value === undefined) {
        mistakes.push(`line ${index + 1}: before [en] there can be only "picture: FILE" and "link: WHERE"`);
      } else head.set(name, value);
    }
  }
  const sections = new Map(
    [...linesByLocale].map(([locale, [first = "", ...rest]]) => {
      const button = /^button\s*:\s*(\S.*?)\s*$/.exec(first)?.[1];
      const text = (button === undefined ? [first, ...rest] : rest).join("\n").trim();
      return [locale, { button, text }] as const;
    }),
  );
  return { head, sections };
}

function textMistakes(locale: string, text: string, hasPicture: boolean): string[] {
  if (text === "") return [`[${locale}] has no text`];
  const { length, mistakes } = checkHtml(text);
  const longest = hasPicture ? LONGEST_CAPTION : LONGEST_TEXT;
  const tooLong =
    length > longest
      ? [`${length} characters are too many: Telegram takes ${longest}${hasPicture ? " with a picture" : ""}`]
      : [];
  return [...mistakes, ...tooLong].map((mistake) => `[${locale}] ${mistake}`);
}

function labelMistakes(locale: string, label: string | undefined, link: string | undefined): string[] {
  if (link === undefined) {
    return label === undefined
      ? []
      : [`[${locale}] has a button that leads nowhere: add "link: WHERE" above [en]`];
  }
  if (label === undefined)
    return [`[${locale}] needs "button: LABEL" as its first line, since there is a link`];
  return [...label].length > LONGEST_LABEL
    ? [`[${locale}] the button's label is longer than ${LONGEST_LABEL} characters`]
    : [];
}

/** An address as it is, a place in the bot as callback data. */
function targetOf(link: string): string | undefined {
  if (/^https:\/\//i.test(link)) return URL.canParse(link) ? link : undefined;
  const [, place = "", argument] = /^([a-z]+)(?:_([\w-]+))?$/.exec(link) ?? [];
  const target = PLACES[place];
  if (target === undefined || (argument !== undefined && place !== "renew")) return undefined;
  const data = argument === undefined ? target : `${target}:${argument}`;
  return data.length <= MOST_TARGET_BYTES ? data : undefined;
}
