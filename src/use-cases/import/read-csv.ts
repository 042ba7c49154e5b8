import { pipeline, Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { CsvError, type Info, parse } from "csv-parse";
import type { BadLines } from "./bad-lines.ts";

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

/** What is read before the event loop gets a turn. */
const LINES_PER_TURN = 500;
/** A quote that is never closed must not swallow a whole file. */
const LONGEST_LINE = 64 * 1024;
const CHUNK = 64 * 1024;

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
  const parser = parse({ bom: true, info: true, relax_column_count: true, max_record_size: LONGEST_LINE });
  const source = Readable.from(counted(typeof text === "string" ? chunksOf(text) : text, onRead));
  // Errors of either end come out of the loop below.
  pipeline(source, parser, () => {});

  let header: Map<Column, number> | undefined;
  let lastLine = 0;
  let lines = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      const number = lastLine + 1;
      lastLine = info.lines;
      if (++lines % LINES_PER_TURN === 0) await nextTurn();
      if (record.every((value) => value.trim() === "")) continue;
      if (header) {
        const line = lineOf(record, number, header, badLines);
        if (line) yield line;
        continue;
      }
      header = readHeader(record, number, shape, badLines);
      if (!header) return;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    badLines.add({ line: lastLine + 1, reason: `cannot be read, nor anything after it: ${explain(error)}` });
    return;
  }
  if (!header) badLines.add({ line: 1, reason: "the file is empty: its first line must name the columns" });
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

async function* counted(chunks: AsyncIterable<string> | Iterable<string>, onRead: (count: number) => void) {
  let count = 0;
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk);
    count += bytes.length;
    onRead(count);
    yield bytes;
  }
}

function* chunksOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    let end = Math.min(start + CHUNK, text.length);
    // A pair of surrogates stays together.
    if (/[\uD800-\uDBFF]/.test(text[end - 1]!)) end++;
    yield text.slice(start, end);
    start = end;
  }
}
