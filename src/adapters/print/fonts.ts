import { utf16Hex } from "./pdf-file.ts";

/*
 * Nothing is embedded. Latin is set in Helvetica, one of the fonts that every reader of PDF has (ISO 32000-1,
 * 9.6.2.2); Chinese and Korean in fonts that the reader finds by their character collection, addressed in
 * UTF-16 through predefined CMaps (9.7.5.2). See decision 12.
 */

export type FontName = "F1" | "F2" | "GB" | "CNS" | "KR";

interface Collection {
  name: FontName;
  baseFont: string;
  ordering: string;
  supplement: number;
  cmap: string;
  /** An encoding whose characters the collection has, as TextDecoder calls it. */
  charset: string;
}

const COLLECTIONS: Collection[] = [
  {
    name: "GB",
    baseFont: "STSong-Light",
    ordering: "GB1",
    supplement: 4,
    cmap: "UniGB-UTF16-H",
    charset: "gbk",
  },
  {
    name: "CNS",
    baseFont: "MSung-Light",
    ordering: "CNS1",
    supplement: 4,
    cmap: "UniCNS-UTF16-H",
    charset: "big5",
  },
  {
    name: "KR",
    baseFont: "HYSMyeongJo-Medium",
    ordering: "Korea1",
    supplement: 1,
    cmap: "UniKS-UTF16-H",
    charset: "euc-kr",
  },
];

/** The fonts that a page's content names, as objects from the number `first` on, and its names for them. */
export function fontObjects(content: string, first: number): { objects: string[]; resources: string } {
  const latin = ["Helvetica", "Helvetica-Bold"].map(
    (name) => `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`,
  );
  const names = [`/F1 ${first} 0 R`, `/F2 ${first + 1} 0 R`];
  const objects = [...latin];
  for (const { name, baseFont, ordering, supplement, cmap } of COLLECTIONS) {
    if (!content.includes(`/${name} `)) continue;
    const number = first + objects.length;
    names.push(`/${name} ${number} 0 R`);
    objects.push(
      `<< /Type /Font /Subtype /Type0 /BaseFont /${baseFont}-${cmap} /Encoding /${cmap} /DescendantFonts [${number + 1} 0 R] >>`,
      `<< /Type /Font /Subtype /CIDFontType0 /BaseFont /${baseFont} /DW 1000 /FontDescriptor ${number + 2} 0 R /CIDSystemInfo << /Registry (Adobe) /Ordering (${ordering}) /Supplement ${supplement} >> >>`,
      // Not a serif: the substitute goes with Helvetica.
      `<< /Type /FontDescriptor /FontName /${baseFont} /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>`,
    );
  }
  return { objects, resources: `/Font << ${names.join(" ")} >>` };
}

/** A piece of a line in one font. `hex` is what the page's content shows. */
export interface Run {
  font: FontName;
  hex: string;
  /** In thousandths of the font's size. */
  width: number;
}

/** Knows which font has which character, and how wide it is there. */
export interface Typesetter {
  runs(text: string, bold: boolean): Run[];
  width(text: string, bold: boolean): number;
}

/** For one language: it decides whose shapes are preferred where two collections have a character. */
export function createTypesetter(locale: string): Typesetter {
  const preferred = locale === "zh-Hant" ? ["CNS", "GB", "KR"] : ["GB", "CNS", "KR"];
  const collections = preferred.map((name) => COLLECTIONS.find((collection) => collection.name === name)!);
  const has = new Map<FontName, Uint8Array>();
  const covers = ({ name, charset }: Collection, code: number): boolean => {
    const known = has.get(name) ?? charactersOf(charset);
    has.set(name, known);
    return (known[code >> 3]! & (1 << (code & 7))) !== 0;
  };
  const place = (character: string, bold: boolean): Run[] => {
    const code = character.codePointAt(0)!;
    const byte = WIN_ANSI.get(character);
    if (byte !== undefined) {
      const hex = byte.toString(16).padStart(2, "0").toUpperCase();
      return [{ font: bold ? "F2" : "F1", hex, width: helveticaWidth(character, bold) }];
    }
    // Latin letters look lost between characters of another width: better without their accent.
    const isLatin = /\p{Script=Latin}/u.test(character);
    const collection =
      collections.find((each) => !isLatin && code <= 0xffff && covers(each, code)) ??
      (/\p{Ideographic}/u.test(character) ? collections[0] : undefined);
    if (collection) return [{ font: collection.name, hex: utf16Hex(character), width: 1000 }];
    const plain = WITHOUT_STROKE.get(character) ?? character.normalize("NFKD").replace(/\p{M}/gu, "");
    if (plain !== character && plain !== "") return [...plain].flatMap((each) => place(each, bold));
    // What no font shows (emoji, marks that steer) is left out; a letter leaves its trace.
    return /[\p{L}\p{N}]/u.test(character) ? place("?", bold) : [];
  };
  const runs = (text: string, bold: boolean): Run[] => {
    const joined: Run[] = [];
    for (const character of text) {
      for (const { font, hex, width } of place(character, bold)) {
        const last = joined.at(-1);
        if (last?.font === font) Object.assign(last, { hex: last.hex + hex, width: last.width + width });
        else joined.push({ font, hex, width });
      }
    }
    return joined;
  };
  return { runs, width: (text, bold) => runs(text, bold).reduce((sum, { width }) => sum + width, 0) };
}

/** The characters of a two-byte encoding, a bit for each. */
function charactersOf(charset: string): Uint8Array {
  const bits = new Uint8Array(8192);
  const bytes: number[] = [];
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) bytes.push(lead, trail);
  for (const character of new TextDecoder(charset).decode(Uint8Array.from(bytes))) {
    const code = character.codePointAt(0)!;
    const isPrivate = code >= 0xe000 && code <= 0xf8ff;
    if (code > 0x7f && code < 0xfffd && !isPrivate) bits[code >> 3]! |= 1 << (code & 7);
  }
  return bits;
}

/** Latin-1, with these from 128 on; what stands for itself there has no character (ISO 32000-1, annex D.2). */
const FROM_128 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
const WIN_ANSI = new Map(
  Array.from({ length: 224 }, (_, index) => index + 32).flatMap((byte): [string, number][] => {
    const character = FROM_128[byte - 128] ?? String.fromCharCode(byte);
    return /\p{Cc}/u.test(character) ? [] : [[character, byte]];
  }),
);

/** Letters whose stroke is no accent that could be taken off. */
const WITHOUT_STROKE = new Map(Object.entries({ Ł: "L", ł: "l", Đ: "D", đ: "d", Ħ: "H", ħ: "h", ı: "i" }));

/** From Adobe's metrics of the core fonts (AFM), for the characters 32 to 126. */
const REGULAR = widths(
  "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584",
);
const BOLD = widths(
  "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 333 333 584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 611 722 667 944 667 667 611 333 278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 611 389 556 333 611 556 778 556 556 500 389 280 389 584",
);
const OTHERS = new Map(
  Object.entries({
    "·": 278,
    "’": 222,
    "‘": 222,
    "“": 333,
    "”": 333,
    "…": 1000,
    "—": 1000,
    "\u00a0": 278,
    "×": 584,
    "•": 350,
    ß: 611,
    "‹": 333,
    "›": 333,
    "©": 737,
    "®": 737,
    "™": 1000,
    Æ: 1000,
    æ: 889,
    Œ: 1000,
    œ: 944,
    Ø: 778,
    ø: 611,
    "°": 400,
  }),
);

function helveticaWidth(character: string, bold: boolean): number {
  // An accent does not change a letter's width.
  const base = character.normalize("NFD")[0]!;
  return (bold ? BOLD : REGULAR).get(base) ?? OTHERS.get(character) ?? 556;
}

function widths(list: string): Map<string, number> {
  return new Map(list.split(" ").map((width, index) => [String.fromCharCode(32 + index), Number(width)]));
}
