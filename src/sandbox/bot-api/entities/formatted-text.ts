import type { GivenEntity } from "../object-kinds.ts";
import { badRequest } from "../refusal.ts";
import type { MessageEntity } from "../telegram-objects.ts";
import { detectEntities } from "./detect-entities.ts";
import { parseHtml } from "./parse-html.ts";
import { parseMarkdown } from "./parse-markdown.ts";
import type { FindUser, FormattedText } from "./text-markup.ts";

const GIVEN_TYPES = new Set([
  "bold",
  "italic",
  "underline",
  "strikethrough",
  "spoiler",
  "blockquote",
  "expandable_blockquote",
  "code",
  "pre",
  "text_link",
  "text_mention",
  "custom_emoji",
]);
/** Found in the text itself; given ones are ignored, as Telegram does. */
const FOUND_TYPES = new Set(["mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"]);

/** Text as Telegram keeps it: parsed, cleaned, trimmed, with what it detects by itself marked. */
export function formatText(
  given: string,
  parseMode: string | undefined,
  entities: GivenEntity[] | undefined,
  findUser: FindUser,
): FormattedText {
  if (parseMode && entities) throw badRequest("can't use parse_mode and entities at the same time");
  const cleaned = clean(given);
  const parsed = entities
    ? { text: cleaned, entities: checkGiven(cleaned, entities, findUser) }
    : parse(cleaned, parseMode, findUser);
  const trimmed = trim({ text: parsed.text, entities: withoutNestedInCode(parsed.entities) });
  return { text: trimmed.text, entities: inOrder(withDetected(trimmed)) };
}

/** A person's own text: clients send no formatting here, Telegram marks links, commands and the like. */
export function plainText(given: string): FormattedText {
  const { text } = trim({ text: clean(given), entities: [] });
  return { text, entities: detectEntities(text) };
}

function parse(text: string, parseMode: string | undefined, findUser: FindUser): FormattedText {
  switch (parseMode?.toLowerCase()) {
    case undefined:
    case "":
      return { text, entities: [] };
    case "html":
      return parseHtml(text, findUser);
    case "markdownv2":
      return parseMarkdown(text, findUser);
    default:
      throw badRequest("unsupported parse_mode");
  }
}

/** Control characters become spaces and carriage returns go, so that offsets are those of the result. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;
const clean = (text: string) => text.replaceAll("\r", "").replace(CONTROL, " ");

function checkGiven(text: string, entities: GivenEntity[], findUser: FindUser): MessageEntity[] {
  const kept: MessageEntity[] = [];
  for (const { user, ...entity } of entities) {
    if (FOUND_TYPES.has(entity.type)) continue;
    if (!GIVEN_TYPES.has(entity.type))
      throw badRequest(`can't parse MessageEntity: wrong type "${entity.type}"`);
    if (entity.offset < 0 || entity.length < 0 || entity.offset + entity.length > text.length) {
      throw badRequest(`can't parse entities: entity at offset ${entity.offset} is out of the text`);
    }
    if (entity.length === 0) continue;
    if (entity.type === "text_link" && !entity.url) throw badRequest("can't parse MessageEntity: no url");
    const mentioned = user && findUser(user.id);
    if (entity.type === "text_mention" && !mentioned) continue; // Telegram drops mentions of strangers
    kept.push(mentioned ? { ...entity, user: mentioned } : entity);
  }
  return kept;
}

const isCode = ({ type }: MessageEntity) => type === "code" || type === "pre";
const isQuote = ({ type }: MessageEntity) => type.endsWith("blockquote");
const overlap = (a: MessageEntity, b: MessageEntity) =>
  a.offset < b.offset + b.length && b.offset < a.offset + a.length;

/** Code stands alone: whatever else touches it is dropped, quotes excepted. */
function withoutNestedInCode(entities: MessageEntity[]): MessageEntity[] {
  const code = entities.filter(isCode);
  if (code.length === 0) return entities;
  return entities.filter(
    (entity) => isCode(entity) || isQuote(entity) || !code.some((c) => overlap(c, entity)),
  );
}

function trim({ text, entities }: FormattedText): FormattedText {
  const kept = text.trim();
  if (kept.length === text.length || entities.length === 0) return { text: kept, entities };
  const cut = text.length - text.trimStart().length;
  const moved = entities.map((entity) => {
    const start = Math.max(entity.offset - cut, 0);
    const end = Math.min(entity.offset - cut + entity.length, kept.length);
    return { ...entity, offset: start, length: end - start };
  });
  return { text: kept, entities: moved.filter(({ length }) => length > 0) };
}

function withDetected({ text, entities }: FormattedText): MessageEntity[] {
  const closed = entities.filter((entity) => isCode(entity) || entity.type.startsWith("text_"));
  const detected = detectEntities(text).filter((found) => !closed.some((entity) => overlap(entity, found)));
  return detected.length > 0 ? [...entities, ...detected] : entities;
}

const inOrder = (entities: MessageEntity[]) =>
  entities.length < 2 ? entities : entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length);
