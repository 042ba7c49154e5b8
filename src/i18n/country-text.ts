/** A word, a Chinese character, a number or a flag that somebody typed. */
export interface Token {
  /** Folded: lower case, without diacritics, half width, spelling variants made one. */
  text: string;
  kind: "word" | "han" | "number" | "flag";
  /** Typed in capitals. */
  capitals: boolean;
  /** A comma or a word like "and" stands before it. */
  afterBreak: boolean;
  /** A number stands before it: the GB of "10 GB" is no country. */
  afterNumber: boolean;
}

export interface TextRules {
  /** Spellings that count as the same; keys and values folded. */
  variants: ReadonlyMap<string, string>;
  conjunctions: ReadonlySet<string>;
}

const invisible = /\ufe0f|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
const initialsDot = /(?<=(?<!\p{L})\p{L})\.(?=\p{L}(?!\p{L}))/gu;
// In this order: flag of letters, flag of a part of a country, Chinese character, number, word, break.
const pieces =
  /(\p{RI}\p{RI})|(\u{1f3f4}[\u{e0030}-\u{e007a}]+\u{e007f})|(\p{Script=Han})|(\p{N}+)|((?:(?!\p{Script=Han})[\p{L}\p{M}])+)|([,;/+&|、，；\n])/gu;
// Where nothing is to be folded: most of what is typed and of what the index is built from.
const plainText = /^[a-zA-Z0-9]*$|^\p{Script=Han}$/u;
// Letters that Unicode does not decompose.
const plainLetter: Readonly<Record<string, string>> = {
  ø: "o",
  ł: "l",
  đ: "d",
  ı: "i",
  ß: "ss",
  æ: "ae",
  œ: "oe",
};

/** Lower case, half width, without diacritics. */
export function foldText(text: string): string {
  if (plainText.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[øłđıßæœ]/gu, (letter) => plainLetter[letter] ?? letter);
}

/** Splits what was typed; punctuation, emoji and everything else without a meaning here is left out. */
export function tokenise(text: string, rules: TextRules): Token[] {
  const tokens: Token[] = [];
  const plain = text.normalize("NFKC").replace(invisible, "").replace(initialsDot, "");
  let afterBreak = false;
  let afterNumber = false;
  for (const match of plain.matchAll(pieces)) {
    const [piece, letterFlag, partFlag, han, number, word] = match;
    const folded = foldText(letterFlag ? flagLetters(piece) : partFlag ? partLetters(piece) : piece);
    const spelled = rules.variants.get(folded) ?? folded;
    if ((!letterFlag && !partFlag && !han && !number && !word) || rules.conjunctions.has(spelled)) {
      afterBreak = true;
      continue;
    }
    tokens.push({
      text: spelled,
      kind: letterFlag || partFlag ? "flag" : han ? "han" : number ? "number" : "word",
      capitals: word !== undefined && piece === piece.toUpperCase() && piece !== piece.toLowerCase(),
      afterBreak,
      afterNumber,
    });
    afterBreak = false;
    afterNumber = number !== undefined;
  }
  return tokens;
}

const latinWords = /^[A-Za-z]+(?: [A-Za-z]+)*$/;
const hanOnly = /^\p{Script=Han}+$/u;

/** `keyOf` of the tokens of a name, and how many they are. There are tens of thousands, most of one script. */
export function fileUnder(name: string, rules: TextRules): { key: string; length: number } {
  const separator = latinWords.test(name) ? " " : "";
  if (!separator && !hanOnly.test(name)) {
    const tokens = tokenise(name, rules);
    return { key: keyOf(tokens), length: tokens.length };
  }
  const spelled = (separator ? name.toLowerCase().split(separator) : [...name])
    .map((piece) => rules.variants.get(piece) ?? piece)
    .filter((piece) => !rules.conjunctions.has(piece));
  return { key: spelled.join(separator), length: spelled.length };
}

/** The one spelling under which a name is filed: words with a space between them, Chinese without. */
export function keyOf(tokens: readonly Token[], from = 0, to = tokens.length): string {
  let key = "";
  for (let i = from; i < to; i++) {
    const token = tokens[i];
    if (token === undefined) break;
    if (i > from && token.kind !== "han" && tokens[i - 1]?.kind !== "han") key += " ";
    key += token.text;
  }
  return key;
}

/** 🇯🇵 → `JP` */
function flagLetters(flag: string): string {
  return String.fromCharCode(...[...flag].map((indicator) => (indicator.codePointAt(0) ?? 0) - 0x1f1e6 + 65));
}

/** The flag of England, `gbeng` in tag characters → `GB` */
function partLetters(flag: string): string {
  const tags = [...flag].slice(1, 3).map((tag) => (tag.codePointAt(0) ?? 0) - 0xe0000);
  return String.fromCharCode(...tags).toUpperCase();
}
