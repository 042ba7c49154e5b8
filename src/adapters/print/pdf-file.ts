import { createHash } from "node:crypto";

/**
 * A PDF file of objects that refer to each other by their place in the list, counted from 1: header, body,
 * cross-reference table and trailer of ISO 32000-1, 7.5. The first is the catalog, the second the information
 * dictionary. Everything is Latin-1, so that a character is a byte.
 */
export function pdfFile(objects: string[]): Uint8Array {
  // Four bytes above 127 tell whoever transfers it that it is not text (7.5.2).
  let file = "%PDF-1.7\n%âãÏÓ\n";
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const id = createHash("sha256").update(file).digest("hex").slice(0, 32);
  const tableAt = file.length;
  const entries = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`);
  const size = objects.length + 1;
  file += `xref\n0 ${size}\n0000000000 65535 f \n${entries.join("")}`;
  file += `trailer\n<< /Size ${size} /Root 1 0 R /Info 2 0 R /ID [<${id}> <${id}>] >>\n`;
  file += `startxref\n${tableAt}\n%%EOF\n`;
  return Buffer.from(file, "latin1");
}

/** Text outside the page, such as the title, in any script (7.9.2.2). */
export const pdfText = (text: string): string => `<FEFF${utf16Hex(text)}>`;

/** `D:20261127180000Z` (7.9.4) */
export const pdfDate = (at: Date): string => `(D:${at.toISOString().replace(/\D/g, "").slice(0, 14)}Z)`;

export const pdfStream = (content: string): string =>
  `<< /Length ${content.length} >>\nstream\n${content}\nendstream`;

/** UTF-16, big end first, as hexadecimal digits. */
export const utf16Hex = (text: string): string =>
  Buffer.from(text, "utf16le").swap16().toString("hex").toUpperCase();
