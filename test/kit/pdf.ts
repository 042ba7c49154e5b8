import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whether poppler's tools are here (Debian: poppler-utils and poppler-data). */
export const hasPoppler = spawnSync("pdftotext", ["-v"]).error === undefined;

/** What a reader of the document can copy out of it, line by line, with single spaces. */
export function textOf(pdf: Uint8Array): string {
  return withFile(pdf, (path) => execFileSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" }))
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter((line) => line !== "")
    .join("\n");
}

/** Title, pages, size of the page, as the tool names them. */
export function factsOf(pdf: Uint8Array): Map<string, string> {
  const text = withFile(pdf, (path) => execFileSync("pdfinfo", [path], { encoding: "utf8" }));
  return new Map(
    text.split("\n").map((line) => [line.split(":")[0]!, line.slice(line.indexOf(":") + 1).trim()]),
  );
}

function withFile<Value>(pdf: Uint8Array, use: (path: string) => Value): Value {
  const folder = mkdtempSync(join(tmpdir(), "receipt-"));
  try {
    const path = join(folder, "receipt.pdf");
    writeFileSync(path, pdf);
    return use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the page shows, piece by piece, read from the file itself: for tests that need no tool. */
export function shownIn(pdf: Uint8Array): string {
  const file = Buffer.from(pdf).toString("latin1");
  return [...file.matchAll(/\/(\w+) [\d.]+ Tf <([0-9A-F]*)>/g)]
    .map(([, font, hex]) => {
      const bytes = Buffer.from(hex!, "hex");
      return font === "F1" || font === "F2"
        ? bytes.toString("latin1").replace(/[\u0085\u0092\u0096]/g, (byte) => PUNCTUATION[byte]!)
        : bytes.swap16().toString("utf16le");
    })
    .join("\n");
}

/** What Windows-1252 has where Latin-1 has controls, as far as receipts use it. */
const PUNCTUATION: Record<string, string> = { "\u0085": "…", "\u0092": "’", "\u0096": "–" };
