/** The tags that Telegram renders: https://core.telegram.org/bots/api#html-style */
const TAGS = new Set("b strong i em u ins s strike del tg-spoiler a code pre blockquote".split(" "));

const ENTITIES = /&(?:lt|gt|amp|quot|#\d{1,7}|#x[\da-f]{1,6});/giu;
const PIECES = /<[^>]*>?|&[^;\s]*;?|[^<&]+/gu;

/** What Telegram would not take of a message's HTML; `length` is what its limits count: the text without tags. */
export function checkHtml(html: string): { length: number; mistakes: string[] } {
  const mistakes: string[] = [];
  const open: string[] = [];
  let length = 0;
  for (const [piece] of html.matchAll(PIECES)) {
    if (piece.startsWith("<")) {
      const mistake = readTag(piece, open);
      if (mistake) mistakes.push(mistake);
    } else if (piece.startsWith("&")) {
      if (!piece.match(ENTITIES)) mistakes.push(`"${piece}" must be written as &amp;${piece.slice(1)}`);
      length += 1;
    } else length += piece.length;
  }
  for (const name of open) mistakes.push(`<${name}> is never closed`);
  return { length, mistakes };
}

function readTag(piece: string, open: string[]): string | undefined {
  const closing = /^<\/([a-z][a-z\d-]*)>$/i.exec(piece);
  if (closing) {
    const name = closing[1]!.toLowerCase();
    if (open.at(-1) !== name) return `${piece} closes nothing, or something else than the last tag`;
    open.pop();
    return undefined;
  }
  const opening = /^<([a-z][a-z\d-]*)((?:\s[^>]*)?)>$/i.exec(piece);
  if (!opening) return `"${piece.slice(0, 20)}" is no tag: write &lt; for a plain <`;
  const [, tag, rest = ""] = opening;
  const name = tag!.toLowerCase();
  if (!TAGS.has(name)) return `Telegram does not know <${name}>`;
  open.push(name);
  if (name === "a") {
    return /^\s+href="(?:https?:\/\/|tg:\/\/|mailto:)[^"<>]+"\s*$/i.test(rest)
      ? undefined
      : `<a> needs href="https://…" and nothing else`;
  }
  return rest.trim() === "" ? undefined : `<${name}> takes nothing but its name`;
}
