import { badRequest } from "../refusal.ts";
import type { MessageEntity } from "../telegram-objects.ts";
import { type FindUser, type FormattedText, linkEntity } from "./text-markup.ts";

/** https://core.telegram.org/bots/api#markdownv2-style, without quotations and custom emoji. */
const TYPE_BY_MARK: Record<string, string> = {
  "*": "bold",
  _: "italic",
  __: "underline",
  "~": "strikethrough",
  "||": "spoiler",
  "[": "text_link",
  "`": "code",
  "```": "pre",
};
const RESERVED = new Set("_*[]()~`>#+-=|{}.!");

interface OpenMark {
  mark: string;
  offset: number;
  bytes: number;
}

export function parseMarkdown(source: string, findUser: FindUser): FormattedText {
  const open: OpenMark[] = [];
  const entities: MessageEntity[] = [];
  let text = "";
  let at = 0;

  const fail = (what: string) => badRequest(`can't parse entities: ${what}`);
  const finish = (extra: Partial<MessageEntity> = {}) => {
    const { mark, offset } = open.pop()!;
    const entity = { type: TYPE_BY_MARK[mark]!, offset, length: text.length - offset, ...extra };
    if (entity.length > 0) entities.push(entity);
  };
  const start = (mark: string) => {
    open.push({ mark, offset: text.length, bytes: Buffer.byteLength(source.slice(0, at)) });
    at += mark.length;
  };

  while (at < source.length) {
    const inside = open.at(-1)?.mark;
    const character = source[at]!;
    if (character === "\\" && isEscapable(source.charCodeAt(at + 1))) {
      text += source[at + 1];
      at += 2;
    } else if (inside === "`" || inside === "```") {
      if (source.startsWith(inside, at)) {
        at += inside.length;
        finish();
      } else if (character === "`") {
        throw fail(`Character '\`' is reserved and must be escaped with the preceding '\\'`);
      } else {
        text += source[at++];
      }
    } else if (inside === "[" && character === "]") {
      readLink();
    } else {
      readMark(character, inside);
    }
  }
  const unclosed = open.at(-1);
  if (unclosed) {
    const name = TYPE_BY_MARK[unclosed.mark]!.replace("_", "");
    throw fail(`Can't find end of ${name} entity at byte offset ${unclosed.bytes}`);
  }
  return { text, entities };

  function readMark(character: string, inside: string | undefined) {
    const mark = ["```", "`", "__", "_", "*", "~", "||", "["].find((candidate) =>
      source.startsWith(candidate, at),
    );
    if (mark === undefined) {
      if (RESERVED.has(character)) {
        throw fail(`Character '${character}' is reserved and must be escaped with the preceding '\\'`);
      }
      text += source[at++];
    } else if (mark === inside) {
      at += mark.length;
      finish();
    } else if (mark === "```") {
      const language = /^[\w+-]*(?=\n)/.exec(source.slice(at + 3))?.[0] ?? "";
      start(mark);
      at += language === "" ? (source[at] === "\n" ? 1 : 0) : language.length + 1;
      readBlock(language);
    } else {
      start(mark);
    }
  }

  function readBlock(language: string) {
    const end = source.indexOf("```", at);
    if (end < 0) return;
    text += source.slice(at, end).replace(/\\([\\`])/g, "$1");
    at = end + 3;
    finish(language ? { language } : {});
  }

  function readLink() {
    const link = /^\]\(((?:\\.|[^\\)])*)\)/.exec(source.slice(at));
    if (!link) throw fail("Can't find end of a URL");
    at += link[0].length;
    const { offset } = open.pop()!;
    const entity = { type: "text_link", offset, length: text.length - offset };
    const found = linkEntity(entity, link[1]!.replace(/\\(.)/g, "$1"), findUser);
    if (found && found.length > 0) entities.push(found);
  }
}

const isEscapable = (code: number) => code >= 1 && code <= 126;
