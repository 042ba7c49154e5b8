/** A string in the code. Of a template, what stands between the holes is in `parts`, the holes in `holes`. */
export interface StringLiteral {
  index: number;
  parts: string[];
  holes: string[];
}

const STRING = /(["'])((?:\\.|(?!\1)[^\\\n])*)\1/y;
const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const REGEX = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
const AFTER_THESE_A_SLASH_BEGINS_A_REGEX = /(?:^|[=(,:[!&|?{};+\n]|=>|\breturn|\bcase)\s*$/;

/** Every string and template of a TypeScript file, those inside a template's holes included. */
export function stringLiteralsOf(code: string): StringLiteral[] {
  const found: StringLiteral[] = [];
  scan(code, 0, found);
  return found.sort((a, b) => a.index - b.index);
}

/** Reads code up to its end, or up to the brace that closes the hole it stands in; answers where that is. */
function scan(code: string, from: number, found: StringLiteral[]): number {
  let depth = 0;
  let at = from;
  while (at < code.length) {
    const character = code[at]!;
    if (character === '"' || character === "'") {
      const text = match(STRING, code, at);
      if (text) found.push({ index: at, parts: [text.slice(1, -1)], holes: [] });
      at += text?.length ?? 1;
    } else if (character === "`") {
      at = scanTemplate(code, at, found);
    } else if (character === "/") {
      const begins = AFTER_THESE_A_SLASH_BEGINS_A_REGEX.test(code.slice(Math.max(0, at - 40), at));
      at += (match(COMMENT, code, at) ?? (begins ? match(REGEX, code, at) : undefined))?.length ?? 1;
    } else {
      if (character === "{") depth++;
      if (character === "}" && depth-- === 0) return at;
      at++;
    }
  }
  return at;
}

function scanTemplate(code: string, from: number, found: StringLiteral[]): number {
  const literal: StringLiteral = { index: from, parts: [""], holes: [] };
  let at = from + 1;
  while (at < code.length && code[at] !== "`") {
    if (code.startsWith("${", at)) {
      const end = scan(code, at + 2, found);
      literal.holes.push(code.slice(at + 2, end).trim());
      literal.parts.push("");
      at = end + 1;
    } else {
      const length = code[at] === "\\" ? 2 : 1;
      literal.parts[literal.parts.length - 1] += code.slice(at, at + length);
      at += length;
    }
  }
  found.push(literal);
  return at + 1;
}

function match(pattern: RegExp, code: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(code)?.[0];
}
