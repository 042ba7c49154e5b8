import type { Log } from "../../src/ports/log.ts";

export interface LogLine {
  level: "debug" | "info" | "warn" | "error";
  message: string;
  fields: object;
}

/** Keeps every line, so that a test can say which errors it expects and fail on all others. */
export interface TestLog extends Log {
  lines: LogLine[];
  /** From here on errors with this message are part of the story. */
  expectErrors(message: string): void;
  unexpectedErrors(): LogLine[];
}

export function createTestLog(): TestLog {
  const lines: LogLine[] = [];
  const expected = new Set<string>();
  const at = (level: LogLine["level"]) => (fields: object, message: string) => {
    lines.push({ level, message, fields });
  };
  return {
    lines,
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    expectErrors: (message) => void expected.add(message),
    unexpectedErrors: () => lines.filter(({ level, message }) => level === "error" && !expected.has(message)),
  };
}
