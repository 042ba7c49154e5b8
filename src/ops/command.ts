import type { Database } from "../db/database.ts";
import type { Result } from "../domain/result.ts";
import type { Clock } from "../ports/clock.ts";
import type { LabelPrinter } from "../ports/label-printer.ts";
import type { Log } from "../ports/log.ts";
import type { Mailer } from "../ports/mailer.ts";
import type { DoctorSettings } from "./doctor/settings.ts";

/** Where a command's answer goes: a terminal, or the socket that leads to one. */
export interface Output {
  line(text: string): void;
  progress(step: string, fraction: number): void;
}

/** A file of the operator's, read where the operator is. */
export interface CommandFile {
  text: AsyncIterable<string>;
  sizeBytes: number;
}

/** A command as it was typed, understood. It travels as JSON. */
export interface Call {
  name: string;
  /** What was given besides options; the name of a file is not among them. */
  values: string[];
  options: Record<string, string | boolean>;
}

/** Whatever commands need, wherever they run. */
export interface OpsDeps {
  database: Database;
  clock: Clock;
  /** Names in the carriers' registry. */
  carrierNames: readonly string[];
  settings: DoctorSettings & { provisionAlertAfterSeconds: number; reconcileAfterSeconds: number };
  log: Log;
  mailer: Pick<Mailer, "check">;
  /** Where the chat with the bot is, such as `https://t.me/name_bot`; asks Telegram where nobody knows it yet. */
  findChatUrl: () => Promise<Result<string, { type: "unknown"; message: string }>>;
}

/** What there is where the operator is, whichever process does the command. */
export interface OperatorDesk {
  labelPrinter: LabelPrinter;
  /** A new file that only the operator can read; an existing one is left alone and is a refusal. */
  createFile(path: string): Promise<Result<NewFile, { type: "not_created"; message: string }>>;
}

export interface NewFile {
  keep(bytes: Uint8Array | string): Promise<void>;
  discard(): Promise<void>;
}

/** Takes a command's answer in, instead of the terminal. */
export interface Reception {
  output: Output;
  /** When the command has ended with this code; answers the code to exit with. */
  finish(code: number): Promise<number>;
}

/** The exit code of a command that has said what it would do and has done nothing: it wants `--yes`. */
export const NEEDS_CONFIRMATION = 3;

export interface OpsCommand {
  /** One word or two: `promo create`. */
  name: string;
  /** What follows the name: `FILE.csv [--update-balances]`. */
  usage: string;
  summary: string;
  /** Its options, a line each, for whoever typed it wrong. */
  help?: string;
  /** How many values it takes, a file counted. */
  values: number;
  /** The first value is a file whose content travels with the command; or whether it is one. */
  readsFile?: boolean | ((value: string) => boolean);
  /** Opens it where the operator is, where that takes more than reading it as text. */
  openFile?(path: string): Promise<Result<CommandFile, { type: "unreadable"; message: string }>>;
  options?: Record<string, { type: "boolean" | "string" }>;
  /** Where the operator is, before anything is done: what the command prints becomes files there. */
  receive?(
    call: Call,
    desk: OperatorDesk,
    terminal: Output,
  ): Promise<Result<Reception, { type: "not_possible"; message: string }>>;
  /** Instead of `run`, where the database cannot be opened; absent: the problem is printed, and that is all. */
  runWithoutDatabase?(
    deps: Omit<OpsDeps, "database" | "carrierNames" | "log" | "findChatUrl">,
    problem: string,
    output: Output,
  ): Promise<number>;
  /** Answers the exit code: 0 when all is well. Rejects when the signal is given before it is done. */
  run(
    deps: OpsDeps,
    call: Call & { file: CommandFile | undefined; signal: AbortSignal },
    output: Output,
  ): Promise<number>;
}
