import { BYTES_PER_MB } from "../../domain/data-size.ts";
import type { BadLines } from "./bad-lines.ts";
import type { CsvLine } from "./read-csv.ts";

/** Reads a line's fields one by one and notes every one that is wrong. Undefined: empty, absent or wrong. */
export interface Fields<Column extends string> {
  /** Whether the file says anything about the column in this line, be it that it is empty. */
  states(column: Column): boolean;
  text(column: Column, longest: number): string;
  /** `read` answers undefined for what it does not understand, which `reason` then explains. */
  parsed<Value>(
    column: Column,
    read: (text: string) => Value | undefined,
    reason: string | ((text: string) => string),
  ): Value | undefined;
  oneOf<Value extends string>(column: Column, values: readonly Value[]): Value | undefined;
  /** Megabytes, decimals allowed, as bytes. */
  megabytes(column: Column): bigint | undefined;
  /** Minutes, decimals allowed, as seconds. */
  minutes(column: Column): number | undefined;
  required(...columns: Column[]): void;
  bad(column: Column, reason: string): void;
  /** Whether nothing was wrong so far. */
  good(): boolean;
}

export function fieldsOf<Column extends string>(line: CsvLine<Column>, badLines: BadLines): Fields<Column> {
  const wrong = new Set<Column>();

  const bad = (column: Column, reason: string) => {
    // One reason for a field is enough: the first is the plainest.
    if (wrong.has(column)) return;
    wrong.add(column);
    const value = line.value(column);
    badLines.add({ line: line.number, column, ...(value && { value }), reason });
  };
  const parsed: Fields<Column>["parsed"] = (column, read, reason) => {
    const text = line.value(column);
    if (!text) return undefined;
    const value = read(text);
    if (value === undefined) bad(column, typeof reason === "string" ? reason : reason(text));
    return value;
  };

  return {
    states: (column) => line.value(column) !== undefined,
    bad,
    good: () => wrong.size === 0,
    parsed,
    text(column, longest) {
      const text = line.value(column) ?? "";
      if (text.length > longest) bad(column, `is longer than ${longest} characters`);
      else if (CONTROL.test(text)) bad(column, "contains control characters");
      return text;
    },
    oneOf: (column, values) =>
      parsed(
        column,
        (text) => values.find((value) => value === text.toLowerCase()),
        `must be ${values.join(" or ")}`,
      ),
    megabytes: (column) =>
      parsed(
        column,
        (text) => scaled(text, 9, Number(BYTES_PER_MB), BigInt),
        "must be a number of megabytes, such as 1024",
      ),
    minutes: (column) =>
      parsed(column, (text) => scaled(text, 6, 60, Number), "must be a number of minutes, such as 100"),
    required(...columns) {
      for (const column of columns) if (!line.value(column)) bad(column, "is missing");
    },
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for them
const CONTROL = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/;

function scaled<Value>(
  text: string,
  digits: number,
  unit: number,
  make: (whole: number) => Value,
): Value | undefined {
  if (!new RegExp(`^\\d{1,${digits}}(\\.\\d{1,6})?$`).test(text)) return undefined;
  return make(Math.round(Number(text) * unit));
}

/** A moment in ISO 8601 with its zone: `2026-11-27T18:00:00Z`, `2026-11-28T02:00+08:00`. */
export function parseMoment(text: string): Date | undefined {
  const match =
    /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?(Z|[+-]\d\d(?::?\d\d)?)$/i.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const local = new Date(Date.UTC(year!, month! - 1, day!, hour!, minute!, second!));
  // 30 February would quietly become 2 March.
  const exists =
    local.getUTCMonth() === month! - 1 &&
    local.getUTCDate() === day &&
    hour! < 24 &&
    minute! < 60 &&
    second! < 60;
  const offset = offsetMs(match[7]!);
  return exists && offset !== undefined ? new Date(local.getTime() - offset) : undefined;
}

function offsetMs(zone: string): number | undefined {
  if (/^z$/i.test(zone)) return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(":", ""))];
  if (hours > 14 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
