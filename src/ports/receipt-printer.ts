/** A receipt in words: what stands on it, in the order in which it is read. */
export interface ReceiptPage {
  /** One of our locales; it also decides how Chinese characters are drawn. */
  locale: string;
  title: string;
  /** Of the document, for lists of files and for readers aloud. */
  documentTitle: string;
  seller: { name: string; email: string };
  issuedAt: Date;
  blocks: ReceiptBlock[];
  /** Small print. */
  notes: string[];
}

export interface ReceiptBlock {
  heading?: string;
  rows: ReceiptRow[];
}

export interface ReceiptRow {
  label: string;
  value: string;
  /** An amount: figures stand below each other. */
  figure?: boolean;
  /** The line that sums up. */
  strong?: boolean;
}

/** Makes a document of one page of it, a PDF; the same page always becomes the same bytes. */
export type PrintReceipt = (page: ReceiptPage) => Uint8Array;
