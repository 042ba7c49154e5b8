import { deflateSync } from "node:zlib";
import { encode } from "uqr";
import type { Label, LabelPrinter } from "../../ports/label-printer.ts";
import { pdfFile } from "./pdf-file.ts";
import { blackAndWhitePng } from "./png.ts";

/** ISO/IEC 18004: four modules of white around it, or scanners look for it in vain. */
const QUIET = 4;
const PNG_MODULE = 12;

/** A4 in points, in labels of 70 × 37.125 mm. */
const PAGE = { width: 595.28, height: 841.89 };
const [COLUMNS, ROWS] = [3, 8];
const LABEL = { width: PAGE.width / COLUMNS, height: PAGE.height / ROWS };
/** Printers leave the edge of a sheet white, so nothing stands near a label's. */
const PADDING = 14;
const CODE = LABEL.height - 2 * PADDING;
const FONT_SIZE = 7.5;

/** Codes of medium error correction: a scratch or a fold on a card does not hurt. */
const modulesOf = (link: string): boolean[][] => encode(link, { ecc: "M", border: 0 }).data;

export const labelPrinter: LabelPrinter = {
  code(link) {
    const modules = modulesOf(link);
    const at = (pixel: number) => Math.floor(pixel / PNG_MODULE) - QUIET;
    const size = (modules.length + 2 * QUIET) * PNG_MODULE;
    return blackAndWhitePng(size, (x, y) => modules[at(y)]?.[at(x)] === true);
  },

  sheet(labels) {
    const perPage = COLUMNS * ROWS;
    const count = Math.max(1, Math.ceil(labels.length / perPage));
    const pages = Array.from({ length: count }, (_, page) =>
      drawPage(labels.slice(page * perPage, (page + 1) * perPage)),
    );
    // Catalog, information, the tree, two fonts; then each page and its content.
    const first = 6;
    const kids = pages.map((_, page) => `${first + 2 * page} 0 R`).join(" ");
    return pdfFile([
      "<< /Type /Catalog /Pages 3 0 R >>",
      "<< /Producer (ops link-token) >>",
      `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
      ...pages.flatMap((content, page) => [
        `<< /Type /Page /Parent 3 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] /Resources << /Font << /F1 4 0 R /F2 5 0 R >> >> /Contents ${first + 2 * page + 1} 0 R >>`,
        compressed(content),
      ]),
    ]);
  },
};

function drawPage(labels: readonly Label[]): string {
  return labels
    .map((label, index) => {
      const left = (index % COLUMNS) * LABEL.width + PADDING;
      const top = PAGE.height - Math.floor(index / COLUMNS) * LABEL.height - PADDING;
      return drawCode(modulesOf(label.link), left, top) + drawLines(label.lines, left + CODE + 10, top);
    })
    .join("");
}

/** The dark modules of each row, neighbours drawn as one. */
function drawCode(modules: boolean[][], left: number, top: number): string {
  const unit = CODE / modules.length;
  let drawn = "";
  for (const [y, row] of modules.entries()) {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      let end = x;
      while (row[end]) end++;
      drawn += `${n(left + x * unit)} ${n(top - (y + 1) * unit)} ${n((end - x) * unit)} ${n(unit)} re\n`;
      x = end;
    }
  }
  return `${drawn}f\n`;
}

function drawLines(lines: string[], left: number, top: number): string {
  return lines
    .map((line, index) => {
      const hex = Buffer.from(line.replaceAll("•", "\x95"), "latin1").toString("hex").toUpperCase();
      const baseline = top - FONT_SIZE - index * FONT_SIZE * 1.45;
      return `BT /${index === 0 ? "F2" : "F1"} ${FONT_SIZE} Tf ${n(left)} ${n(baseline)} Td <${hex}> Tj ET\n`;
    })
    .join("");
}

const n = (value: number): string => String(Math.round(value * 1000) / 1000);

function compressed(content: string): string {
  const bytes = deflateSync(Buffer.from(content, "latin1")).toString("latin1");
  return `<< /Length ${bytes.length} /Filter /FlateDecode >>\nstream\n${bytes}\nendstream`;
}
