import type { Database } from "../db/database.ts";
import type { Clock } from "../ports/clock.ts";
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
  /** The first value is a file whose content travels with the command. */
  readsFile?: boolean;
  options?: Record<string, { type: "boolean" | "string" }>;
  /** Instead of `run`, where the database cannot be opened; absent: the problem is printed, and that is all. */
  runWithoutDatabase?(
    deps: Omit<OpsDeps, "database" | "carrierNames" | "log">,
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
