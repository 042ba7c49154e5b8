import { createInterface } from "node:readline/promises";
import { type Call, NEEDS_CONFIRMATION, type Output } from "./command.ts";

/**
 * Runs a command; one that has only said what it would do, and wants a yes, is asked about and run again.
 * Where nobody can be asked (a pipe, a script) it is left undone, with what to add.
 */
export async function runConfirmed(
  run: (options: Call["options"]) => Promise<number>,
  options: Call["options"],
  { ask, output }: { ask: (() => Promise<boolean>) | undefined; output: Output },
): Promise<number> {
  const code = await run(options);
  if (code !== NEEDS_CONFIRMATION) return code;
  if (!ask) {
    output.line("Nothing was done. Add --yes to do it.");
    return 1;
  }
  if (await ask()) return run({ ...options, yes: true });
  output.line("Nothing was done.");
  return 1;
}

/** Asks the person at the terminal; undefined where there is none. */
export function createAsk(
  input: NodeJS.ReadStream,
  out: NodeJS.WriteStream,
  signal: AbortSignal,
): (() => Promise<boolean>) | undefined {
  if (!input.isTTY || !out.isTTY) return undefined;
  return async () => {
    const lines = createInterface({ input, output: out });
    try {
      return /^y(es)?$/i.test((await lines.question("Go on? [y/N] ", { signal })).trim());
    } finally {
      lines.close();
    }
  };
}
