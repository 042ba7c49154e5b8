import type { MessageEntity } from "../telegram-objects.ts";

/** Most texts hold none of these, and are left alone at once. */
const SIGNS = /[/@#$]|\.[a-z]/i;

/** Without a scheme Telegram wants a known top-level domain; these are the ones met most. */
const TOP_LEVEL = "com|org|net|info|io|me|dev|app|co|eu|uk|de|fr|it|es|cn|jp|hk|tw|kr|sg|us|ca|au|example";

const FOUND = new RegExp(
  [
    '(?<url>(?<![\\w/])(?:https?|tg|ton)://[^\\s<>"«»]+)',
    "(?<email>(?<![\\w.+-])[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)*\\.[a-z]{2,})(?![\\w-])",
    `(?<domain>(?<![\\w@./-])(?:[a-z\\d](?:[a-z\\d-]*[a-z\\d])?\\.)+(?:${TOP_LEVEL})(?::\\d+)?(?![\\w-])(?:[/?#][^\\s<>"]*)?)`,
    "(?<bot_command>(?<![\\p{L}\\p{N}_/<>])/\\w{1,64}(?:@\\w{3,32})?(?![\\p{L}\\p{N}_/<>@]))",
    "(?<mention>(?<![\\w@])@[a-z]\\w{3,31}(?!\\w))",
    "(?<hashtag>(?<![\\p{L}\\p{N}_#])#(?=[\\p{N}_]*\\p{L})[\\p{L}\\p{N}_]{1,256})",
    "(?<cashtag>(?<![\\p{L}\\p{N}_$])\\$[A-Z]{1,8}(?![\\p{L}\\p{N}_]))",
  ].join("|"),
  "giu",
);

const SENTENCE_END = /[.,:;!?'")\]}…]+$/;

/** What Telegram marks by itself: commands, links, e-mail addresses, mentions, tags. */
export function detectEntities(text: string): MessageEntity[] {
  if (!SIGNS.test(text)) return [];
  const entities: MessageEntity[] = [];
  for (const { 0: found, index: offset, groups } of text.matchAll(FOUND)) {
    const type = Object.keys(groups!).find((name) => groups![name] !== undefined)!;
    if (type === "cashtag" && found !== found.toUpperCase()) continue;
    const isLink = type === "url" || type === "domain";
    const length = isLink ? found.replace(SENTENCE_END, "").length : found.length;
    entities.push({ offset, length, type: isLink ? "url" : type });
  }
  return entities;
}
