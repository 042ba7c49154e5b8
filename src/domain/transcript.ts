import { shorten } from "./relay.ts";

const LONGEST_LINE = 300;

/** What a message in Telegram's HTML shows. */
export function visibleText(html: string): string {
  return html
    .replace(/<[^>]*>/g, "")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&");
}

/**
 * A line as it may be kept: short, and without what only its writer should know. A message that is nothing
 * but a code, or one word that could be a password, is hidden.
 */
export function maskSecrets(text: string): string {
  const line = shorten(text.replaceAll("\0", "").trim(), LONGEST_LINE);
  const word = line.normalize("NFKC");
  if (/^[\d\s-]{4,9}$/.test(word)) return "••••••";
  const couldBePassword =
    /^\S{8,}$/.test(word) &&
    /\p{L}/u.test(word) &&
    /[\d\p{P}\p{S}]/u.test(word) &&
    !/^(?:\/|https?:|[A-Z]{2}-[0-9A-Z]{6}$)/.test(word) &&
    !/^[^@]+@[^@]+\.[^@]+$/.test(word) &&
    !/\p{Script=Han}/u.test(word);
  return couldBePassword ? "••••••" : line;
}
