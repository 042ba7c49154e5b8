import { badRequest } from "../refusal.ts";
import type { MessageEntity } from "../telegram-objects.ts";
import { type FindUser, type FormattedText, linkEntity } from "./text-markup.ts";

/** https://core.telegram.org/bots/api#html-style; the sentences are those of Telegram's own parser. */
const TYPE_BY_TAG: Record<string, string> = {
  a: "text_link",
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  s: "strikethrough",
  strike: "strikethrough",
  del: "strikethrough",
  u: "underline",
  ins: "underline",
  "tg-spoiler": "spoiler",
  span: "spoiler",
  "tg-emoji": "custom_emoji",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
};

const NAMED: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"' };
const REFERENCE = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(lt|gt|amp|quot));?/giy;

interface OpenTag {
  tag: string;
  argument: string;
  offset: number;
}

export function parseHtml(source: string, findUser: FindUser): FormattedText {
  const open: OpenTag[] = [];
  const entities: MessageEntity[] = [];
  const languages = new Map<MessageEntity, string>();
  let text = "";
  let at = 0;

  const fail = (what: string, position: number) => {
    const bytes = Buffer.byteLength(source.slice(0, position));
    return badRequest(`can't parse entities: ${what.replace("%", `byte offset ${bytes}`)}`);
  };

  while (at < source.length) {
    const next = nextOf(source, at);
    text += source.slice(at, next);
    at = next;
    if (source[at] === "&") {
      const decoded = decodeAt(source, at);
      text += decoded.character;
      at += decoded.length;
    } else if (source[at] === "<") {
      at = source[at + 1] === "/" ? endTag(at) : startTag(at);
    }
  }
  const unclosed = open.at(-1);
  if (unclosed) {
    throw badRequest(`can't parse entities: Can't find end tag corresponding to start tag "${unclosed.tag}"`);
  }
  return { text, entities: entities.filter(({ length }) => length > 0) };

  function startTag(begin: number): number {
    const name = /[^\s>]*/y;
    name.lastIndex = begin + 1;
    const tag = name.exec(source)![0].toLowerCase();
    let position = name.lastIndex;
    if (position >= source.length) throw fail("Unclosed start tag at %", begin);
    if (!Object.hasOwn(TYPE_BY_TAG, tag)) throw fail(`Unsupported start tag "${tag}" at %`, begin);
    const attributes: Record<string, string> = {};
    for (;;) {
      position = skipSpace(position);
      if (position >= source.length) throw fail(`Unclosed start tag "${tag}" at %`, begin);
      if (source[position] === ">") break;
      position = readAttribute(tag, begin, position, attributes);
    }
    const argument = argumentOf(tag, attributes);
    if (tag === "span" && argument === "") throw fail('Tag "span" must have class "tg-spoiler" at %', begin);
    if (tag === "tg-emoji" && !/^\d+$/.test(argument)) {
      throw fail('Tag "tg-emoji" must have a valid "emoji-id" at %', begin);
    }
    open.push({ tag, argument, offset: text.length });
    return position + 1;
  }

  function readAttribute(tag: string, begin: number, from: number, into: Record<string, string>): number {
    const name = /[^\s=>]*/y;
    name.lastIndex = from;
    const attribute = name.exec(source)![0].toLowerCase();
    if (attribute === "") throw fail(`Empty attribute name in the tag "${tag}" at %`, begin);
    let position = skipSpace(name.lastIndex);
    if (source[position] !== "=") {
      if (tag !== "blockquote") {
        throw fail(`Expected equal sign in declaration of an attribute of the tag "${tag}" at %`, begin);
      }
      into[attribute] = "";
      return position;
    }
    position = skipSpace(position + 1);
    const quote = source[position];
    if (quote !== '"' && quote !== "'") {
      const token = /[\w.-]*/y;
      token.lastIndex = position;
      into[attribute] = token.exec(source)![0].toLowerCase();
      const end = source[token.lastIndex];
      if (end !== undefined && !/[\s>]/.test(end)) throw fail("Unexpected end of name token at %", position);
      return token.lastIndex;
    }
    const end = source.indexOf(quote, position + 1);
    if (end < 0) throw fail(`Unclosed start tag "${tag}" at %`, begin);
    into[attribute] = decode(source.slice(position + 1, end));
    return end + 1;
  }

  function endTag(begin: number): number {
    const started = open.pop();
    if (!started) throw fail("Unexpected end tag at %", begin);
    const name = /[^\s>]*/y;
    name.lastIndex = begin + 2;
    const tag = name.exec(source)![0].toLowerCase();
    const position = skipSpace(name.lastIndex);
    if (source[position] !== ">") throw fail("Unclosed end tag at %", begin);
    if (tag !== "" && tag !== started.tag) {
      throw fail(`Unmatched end tag at %, expected "</${started.tag}>", found "</${tag}>"`, begin);
    }
    close(started);
    return position + 1;
  }

  function close({ tag, argument, offset }: OpenTag) {
    const length = text.length - offset;
    const entity: MessageEntity = { type: TYPE_BY_TAG[tag]!, offset, length };
    if (tag === "a") {
      const link = linkEntity(entity, argument || text.slice(offset), findUser);
      if (link) entities.push(link);
    } else if (tag === "blockquote" && argument) {
      entities.push({ ...entity, type: "expandable_blockquote" });
    } else if (tag === "tg-emoji") {
      entities.push({ ...entity, custom_emoji_id: argument });
    } else if (tag === "pre") {
      entities.push(withLanguage(entity));
    } else {
      entities.push(entity);
    }
    if (tag === "code" && argument) languages.set(entity, argument);
  }

  /** `<pre><code class="language-x">` around the same characters is one block of that language. */
  function withLanguage(pre: MessageEntity): MessageEntity {
    const inner = entities.at(-1);
    const language = inner && languages.get(inner);
    if (!language || inner.offset !== pre.offset || inner.length !== pre.length) return pre;
    entities.pop();
    return { ...pre, language };
  }

  function skipSpace(position: number): number {
    let after = position;
    while (after < source.length && /\s/.test(source[after]!)) after += 1;
    return after;
  }
}

const nextOf = (source: string, from: number) => {
  for (let at = from; at < source.length; at += 1) {
    const code = source.charCodeAt(at);
    if (code === 38 || code === 60) return at;
  }
  return source.length;
};

function decodeAt(source: string, at: number): { character: string; length: number } {
  REFERENCE.lastIndex = at;
  const found = REFERENCE.exec(source);
  if (!found) return { character: "&", length: 1 };
  const [whole, decimal, hex, named] = found;
  if (named) return { character: NAMED[named.toLowerCase()]!, length: whole.length };
  const code = decimal ? Number.parseInt(decimal, 10) : Number.parseInt(hex!, 16);
  const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return valid
    ? { character: String.fromCodePoint(code), length: whole.length }
    : { character: "&", length: 1 };
}

function decode(source: string): string {
  let decoded = "";
  for (let at = 0; at < source.length; ) {
    if (source[at] !== "&") {
      decoded += source[at++];
      continue;
    }
    const { character, length } = decodeAt(source, at);
    decoded += character;
    at += length;
  }
  return decoded;
}

function argumentOf(tag: string, attributes: Record<string, string>): string {
  if (tag === "a") return attributes.href ?? "";
  if (tag === "code") return /^language-(.+)/.exec(attributes.class ?? "")?.[1] ?? "";
  if (tag === "span") return attributes.class === "tg-spoiler" ? "spoiler" : "";
  if (tag === "tg-emoji") return attributes["emoji-id"] ?? "";
  return tag === "blockquote" && "expandable" in attributes ? "expandable" : "";
}
