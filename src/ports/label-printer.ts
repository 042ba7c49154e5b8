/** One label: a QR code, and what stands beside it. */
export interface Label {
  /** What the code says. */
  link: string;
  /** Short lines, Latin letters and digits only; the first is set in bold. */
  lines: string[];
}

/** A QR code, and sheets of them to print and cut. */
export interface LabelPrinter {
  /** One code, a PNG. */
  code(link: string): Uint8Array;
  /** A4 in three columns and eight rows (70 × 37 mm), a PDF of as many pages as it takes. */
  sheet(labels: readonly Label[]): Uint8Array;
}
