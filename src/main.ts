import { existsSync } from "node:fs";
import pino from "pino";
import { type App, startApp } from "./app.ts";
import { ConfigError, readConfig } from "./config.ts";
import { installedLocales } from "./i18n/locales.ts";
import { systemClock } from "./ports/clock.ts";
import type { Log } from "./ports/log.ts";

/** Starts the bot, or the sandbox when there is no token, and stops it cleanly on SIGINT and SIGTERM. */
async function main(): Promise<void> {
  if (existsSync(".env")) process.loadEnvFile(".env");
  const config = readConfig(process.env, installedLocales());
  const { botToken } = config;
  // The sandbox's terminal is for people: only what needs their attention is logged there.
  const quiet = botToken === undefined && process.env.LOG_LEVEL === undefined;
  const log = pino({ level: quiet ? "warn" : config.logLevel });

  const starting =
    botToken === undefined
      ? import("./sandbox-mode.ts").then(({ startSandboxMode }) => startSandboxMode({ config, log }))
      : startApp({ config: { ...config, botToken }, clock: systemClock, log });
  stopOnSignal(starting, log);
  const { url } = await starting;
  if (botToken !== undefined) log.info({ url, transport: config.telegramTransport }, "Ready");
}

/** Also a signal that comes during the start is heard: what has been started by then is stopped. */
function stopOnSignal(starting: Promise<Pick<App, "stop">>, log: Log): void {
  let stopping = false;
  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1); // asked twice: at once
    stopping = true;
    log.info({ signal }, "Stopping");
    try {
      await (await starting).stop();
      process.exit(0);
    } catch (error) {
      const { message, stack } = error as Error;
      log.error({ err: { message, stack } }, "Stop failed");
      process.exit(1);
    }
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

main().catch((error: Error) => {
  const isForTheOperator = error instanceof ConfigError || error.name === "InUse";
  console.error(isForTheOperator ? error.message : error);
  process.exit(1);
});
