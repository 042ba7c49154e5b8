import { existsSync } from "node:fs";
import { runOperatorCommand } from "./compose/operator.ts";
import { ConfigError, readConfig } from "./config.ts";
import { installedLocales } from "./i18n/locales.ts";
import { parseCommandLine } from "./ops/commands.ts";
import { createAsk, runConfirmed } from "./ops/confirm.ts";
import { createTerminal } from "./ops/terminal.ts";

/** The operator's command line: `npm run ops -- <command>`. */
async function main(): Promise<number> {
  const words = process.argv.slice(2);
  const typed = parseCommandLine(words);
  if (!typed.ok) {
    console.log(typed.error.message);
    return words.length === 0 || ["help", "--help", "-h"].includes(words[0]!) ? 0 : 2;
  }
  if (existsSync(".env")) process.loadEnvFile(".env");
  const config = readConfig(process.env, installedLocales());

  const enough = new AbortController();
  process.once("SIGINT", () => enough.abort(new Error("stopped by the operator")));
  const { signal } = enough;
  const terminal = createTerminal(process.stdout);
  const { call } = typed.value;
  const run = (options: typeof call.options) =>
    runOperatorCommand({
      config,
      typed: { ...typed.value, call: { ...call, options } },
      terminal,
      signal,
    });
  const ask = createAsk(process.stdin, process.stdout, signal);
  return runConfirmed(run, call.options, { ask, output: terminal });
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error instanceof ConfigError ? error.message : `Failed: ${error.message}`);
    process.exit(1);
  },
);
