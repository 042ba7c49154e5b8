import { setImmediate as nextTurn } from "node:timers/promises";
import { CsvError, parse } from "csv-parse";
import type { BadLine, BadLines } from "./bad-lines.ts";

export type CsvText = string | AsyncIterable<string>;

/** One line of data. Values are trimmed. */
export interface CsvLine<Column extends string> {
  /** Where it begins, as an editor counts: the header is line 1. */
  number: number;
  /** Undefined when the file, or this line, ends before the column. */
  value(column: Column): string | undefined;
}

export interface CsvShape<Column extends string> {
  columns: readonly Column[];
  required: readonly Column[];
}

/** A quote that is never closed must not swallow a whole file. */
const LONGEST_LINE = 64 * 1024;
/** What is read before the event loop gets a turn. */
const PIECE = 32 * 1024;

/**
 * Reads CSV (RFC 4180; a byte order mark, CRLF and empty lines are fine), finding columns by the header in
 * any order. What cannot be read goes to `badLines`; after a broken header or quote nothing more is read.
 * `onRead` hears how many bytes were taken so far.
 */
export async function* readCsv<Column extends string>(
  text: CsvText,
  shape: CsvShape<Column>,
  badLines: BadLines,
  onRead: (bytes: number) => void,
): AsyncGenerator<CsvLine<Column>> {
  let header: Map<Column, number> | undefined;
  for await (const { record, line } of readRecords(text, badLines, onRead)) {
    if (record.every((value) => value.trim() === "")) continue;
    if (header) {
      const read = lineOf(record, line, header, badLines);
      if (read) yield read;
      continue;
    }
    header = readHeader(record, line, shape, badLines);
    if (!header) return;
  }
  if (!header && badLines.count() === 0) {
    badLines.add({ line: 1, reason: "the file is empty: its first line must name the columns" });
  }
}

/** Records with the line each begins in, until the end or until something that is no CSV. */
async function* readRecords(
  text: CsvText,
  badLines: BadLines,
  onRead: (bytes: number) => void,
): AsyncGenerator<{ record: string[]; line: number }> {
  let batch: { record: string[]; line: number }[] = [];
  let lastLine = 0;
  const parser = parse({
    bom: true,
    relax_column_count: true,
    max_record_size: LONGEST_LINE,
    // Taken here and not from the stream, which drops what came before a mistake in the same piece.
    on_record: (record: string[], { lines }) => {
      batch.push({ record, line: lastLine + 1 });
      lastLine = lines;
      return null;
    },
  });
  parser.on("error", () => {}); // each step below answers with its own
  parser.resume();

  let bytes = 0;
  for await (const piece of typeof text === "string" ? piecesOf(text) : text) {
    const problem = await new Promise<unknown>((resolve) => parser.write(piece, resolve));
    yield* batch;
    batch = [];
    if (problem) return badLines.add(unreadable(lastLine + 1, problem));
    bytes += Buffer.byteLength(piece);
    onRead(bytes);
    await nextTurn();
  }
  const problem = await new Promise<unknown>((resolve) => parser.end(resolve));
  yield* batch;
  if (problem) badLines.add(unreadable(lastLine + 1, problem));
}

function readHeader<Column extends string>(
  record: string[],
  line: number,
  { columns, required }: CsvShape<Column>,
  badLines: BadLines,
): Map<Column, number> | undefined {
  const before = badLines.count();
  const indexByColumn = new Map<Column, number>();
  for (const [index, written] of record.entries()) {
    const name = written.trim().toLowerCase();
    const column = columns.find((known) => known === name);
    if (!column) {
      if (name !== "") badLines.add({ line, column: written.trim(), reason: unknownColumn(name, columns) });
    } else if (indexByColumn.has(column)) {
      badLines.add({ line, column, reason: "the column is there twice" });
    } else {
      indexByColumn.set(column, index);
    }
  }
  for (const column of required) {
    if (!indexByColumn.has(column)) badLines.add({ line, column, reason: "the column is missing" });
  }
  return badLines.count() === before ? indexByColumn : undefined;
}

function unknownColumn(name: string, columns: readonly string[]): string {
  if (/[;\t]/.test(name)) return "is no column: columns are separated by commas";
  return `is no column of this file; there are ${columns.join(", ")}`;
}

function lineOf<Column extends string>(
  record: string[],
  number: number,
  header: Map<Column, number>,
  badLines: BadLines,
): CsvLine<Column> | undefined {
  const values = record.map((value) => value.trim());
  const surplus = values.findIndex((value, index) => value !== "" && ![...header.values()].includes(index));
  if (surplus >= 0) {
    const value = values[surplus]!;
    badLines.add({ line: number, value, reason: "has a value under no column: is a comma not quoted?" });
    return undefined;
  }
  return {
    number,
    value: (column) => {
      const index = header.get(column);
      return index === undefined ? undefined : values[index];
    },
  };
}

function unreadable(line: number, problem: unknown): BadLine {
  if (!(problem instanceof CsvError)) throw problem;
  return { line, reason: `cannot be read, nor anything after it: ${explain(problem)}` };
}

function explain(error: CsvError): string {
  switch (error.code) {
    case "CSV_QUOTE_NOT_CLOSED":
      return "a quote is opened and never closed";
    case "CSV_MAX_RECORD_SIZE":
      return "it is longer than 64 KB; is a quote not closed?";
    case "INVALID_OPENING_QUOTE":
    case "CSV_INVALID_CLOSING_QUOTE":
      return 'a quote stands inside a value; write the value as "…" with its quotes doubled';
    default:
      return error.message;
  }
}

function* piecesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    let end = Math.min(start + PIECE, text.length);
    // A pair of surrogates stays together.
    if (/[\uD800-\uDBFF]/.test(text[end - 1]!)) end++;
    yield text.slice(start, end);
    start = end;
  }
}
