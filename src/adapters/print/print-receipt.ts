import type { PrintReceipt, ReceiptPage, ReceiptRow } from "../../ports/receipt-printer.ts";
import { createTypesetter, fontObjects, type Typesetter } from "./fonts.ts";
import { pdfDate, pdfFile, pdfStream, pdfText } from "./pdf-file.ts";

/** A4, in points. */
const PAGE = { width: 595.28, height: 841.89 };
const MARGIN = 64;
const RIGHT = PAGE.width - MARGIN;
const VALUE_AT = MARGIN + 150;
/** Beside a figure a label may be long. */
const FIGURE_LABEL_WIDTH = 300;
const MOST_LINES = 4;
const GREY = 0.45;

/** One page of A4, whatever is on it: long texts wrap and are cut at four lines, a long page is drawn smaller. */
export const printReceipt: PrintReceipt = (page) => {
  const content = draw(page, createTypesetter(page.locale));
  const fonts = fontObjects(content, 6);
  return pdfFile([
    `<< /Type /Catalog /Pages 3 0 R /Lang (${page.locale}) /ViewerPreferences << /DisplayDocTitle true >> >>`,
    `<< /Title ${pdfText(page.documentTitle)} /Author ${pdfText(page.seller.name)} /CreationDate ${pdfDate(page.issuedAt)} >>`,
    "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
    `<< /Type /Page /Parent 3 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] /Resources << ${fonts.resources} >> /Contents 5 0 R >>`,
    pdfStream(content),
    ...fonts.objects,
  ]);
};

interface Style {
  size: number;
  bold?: boolean;
  grey?: boolean;
}

const TITLE: Style = { size: 24, bold: true };
const SELLER: Style = { size: 12, bold: true };
const HEADING: Style = { size: 11, bold: true };
const LABEL: Style = { size: 10, grey: true };
const VALUE: Style = { size: 10.5 };
const SUM: Style = { size: 12, bold: true };
const NOTE: Style = { size: 8.5, grey: true };

/** Writes from the top to the bottom; `y` counts down from 0. */
function draw(page: ReceiptPage, typesetter: Typesetter): string {
  const drawn: string[] = [];
  let y = 0;

  paragraph(page.seller.name, MARGIN, RIGHT - MARGIN, SELLER);
  paragraph(page.seller.email, MARGIN, RIGHT - MARGIN, LABEL);
  y -= 22;
  paragraph(page.title, MARGIN, RIGHT - MARGIN, TITLE);
  y -= 4;
  for (const { heading, rows } of page.blocks) {
    y -= 14;
    if (heading) {
      paragraph(heading, MARGIN, RIGHT - MARGIN, HEADING);
      rule();
    }
    for (const each of rows) row(each);
  }
  y -= 22;
  for (const note of page.notes) paragraph(note, MARGIN, RIGHT - MARGIN, NOTE);

  const room = PAGE.height - 2 * MARGIN;
  const scale = Math.min(1, room / -y);
  const left = (PAGE.width / 2) * (1 - scale);
  return `${decimal(scale)} 0 0 ${decimal(scale)} ${decimal(left)} ${decimal(PAGE.height - MARGIN)} cm\n${drawn.join("\n")}`;

  function row({ label, value, figure, strong }: ReceiptRow): void {
    const top = y;
    if (strong) rule();
    const begin = y;
    const labelStyle = strong ? SUM : LABEL;
    paragraph(label, MARGIN, figure ? FIGURE_LABEL_WIDTH : VALUE_AT - MARGIN - 12, labelStyle);
    const below = y;
    y = begin;
    const style = strong ? SUM : VALUE;
    if (figure) {
      const width = (typesetter.width(value, style.bold === true) * style.size) / 1000;
      paragraph(value, RIGHT - width, width + 1, style);
    } else {
      paragraph(value, VALUE_AT, RIGHT - VALUE_AT, style);
    }
    y = Math.min(y, below, top) - 3;
  }

  function paragraph(text: string, x: number, width: number, style: Style): void {
    for (const line of wrap(text, width, style, typesetter)) {
      y -= style.size * 1.35;
      drawn.push(textAt(line, x, y + style.size * 0.3, style, typesetter));
    }
  }

  function rule(): void {
    y -= 4;
    drawn.push(`0.8 G 0.6 w ${MARGIN} ${decimal(y)} m ${decimal(RIGHT)} ${decimal(y)} l S`);
    y -= 2;
  }
}

function textAt(line: string, x: number, y: number, style: Style, typesetter: Typesetter): string {
  const { size, bold = false, grey } = style;
  const shown = typesetter.runs(line, bold).map(({ font, hex }) => {
    // The Chinese fonts have no bold: a thin outline makes one.
    const outlined = bold && font !== "F2";
    return `${outlined ? `2 Tr ${decimal(size * 0.03)} w` : "0 Tr"} /${font} ${size} Tf <${hex}> Tj`;
  });
  const colour = grey ? GREY : 0;
  return `BT ${colour} g ${colour} G ${decimal(x)} ${decimal(y)} Td ${shown.join(" ")} ET`;
}

/** Lines broken between words, or between any two Chinese characters, but not before what closes. */
const BREAKABLE =
  /[（《「『“]*[\p{Ideographic}\p{Script=Hiragana}\p{Script=Katakana}][，。、：；！？）》」』”]*|\s+|[^\s\p{Ideographic}\p{Script=Hiragana}\p{Script=Katakana}（《「『]+|./gu;

/** No font of ours has them, and they would leave a gap. */
const PICTURES =
  /(?![©®™])\p{Extended_Pictographic}|\p{Regional_Indicator}|[\u200d\ufe0f]|\p{Emoji_Modifier}/gu;

function wrap(text: string, width: number, { size, bold = false }: Style, typesetter: Typesetter): string[] {
  const fits = (line: string) => (typesetter.width(line, bold) * size) / 1000 <= width;
  const lines: string[] = [];
  let line = "";
  const pieces = text.normalize("NFC").replace(PICTURES, "").replace(/\s+/gu, " ").trim().match(BREAKABLE);
  for (const piece of pieces ?? []) {
    // A word longer than a line is broken anywhere.
    for (const part of fits(piece.trimEnd()) ? [piece] : [...piece]) {
      if (!fits((line + part).trimEnd())) {
        lines.push(line.trim());
        line = "";
      }
      line += part;
    }
  }
  lines.push(line.trim());
  if (lines.length <= MOST_LINES) return lines;
  let last = `${lines[MOST_LINES - 1]}…`;
  while (!fits(last)) last = `${[...last].slice(0, -2).join("")}…`;
  return [...lines.slice(0, MOST_LINES - 1), last];
}

const decimal = (value: number): string => String(Math.round(value * 100) / 100);
