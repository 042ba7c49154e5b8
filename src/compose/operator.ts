import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { createCarriers } from "../adapters/carriers/index.ts";
import { createSmtpMailer } from "../adapters/mail/smtp.ts";
import { labelPrinter } from "../adapters/print/print-labels.ts";
import { type Config, dataDirectory } from "../config.ts";
import type { Connection } from "../db/connection.ts";
import { claimDataDir, connectToOwner, type Ownership } from "../db/data-dir.ts";
import { openDatabase } from "../db/database.ts";
import { openEmbedded } from "../db/embedded.ts";
import { createJobQueue } from "../db/jobs.ts";
import { openServer } from "../db/server.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import type { CommandFile, OpsDeps } from "../ops/command.ts";
import type { TypedCommand } from "../ops/commands.ts";
import { createFile } from "../ops/create-file.ts";
import { askUsername } from "../ops/doctor/telegram.ts";
import { handOver } from "../ops/hand-over.ts";
import { openFile } from "../ops/read-file.ts";
import type { Terminal } from "../ops/terminal.ts";
import { systemClock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";

/** What a command has to say it prints. */
const nothing = () => {};
const QUIET: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

type Failure = { type: "failed"; message: string };

const TRY_AGAIN_MS = 200;
const MOST_TRIES = 50;

/**
 * Does an operator's command and answers its exit code: on the database itself where that can be shared or
 * nobody uses it, else by handing the command to the bot that runs.
 */
export async function runOperatorCommand(options: {
  config: Config;
  typed: TypedCommand;
  terminal: Terminal;
  /** Given when the operator has had enough. */
  signal: AbortSignal;
}): Promise<number> {
  const { typed, terminal } = options;
  const received = await typed.command.receive?.(typed.call, { labelPrinter, createFile }, terminal);
  if (received && !received.ok) {
    terminal.line(received.error.message);
    return 1;
  }
  if (!received) return doCommand(options);
  const code = await doCommand({ ...options, terminal: { ...terminal, ...received.value.output } });
  return received.value.finish(code);
}

async function doCommand(options: Parameters<typeof runOperatorCommand>[0]): Promise<number> {
  const { config, typed, terminal, signal } = options;
  const open = typed.command.openFile ?? openFile;
  const file = typed.filePath === undefined ? ok(undefined) : await open(typed.filePath);
  const work = { ...options, file: file.ok ? file.value : undefined };
  const done = !file.ok
    ? fail<Failure>({ type: "failed", message: file.error.message })
    : config.databaseUrl
      ? ok(
          await runOn(
            openServer(config.databaseUrl, () => {}),
            work,
          ),
        )
      : await runEmbedded(work);
  terminal.done();
  if (done.ok) return done.value;
  terminal.line(signal.aborted ? "Stopped." : done.error.message);
  return 1;
}

type Work = Parameters<typeof runOperatorCommand>[0] & { file: CommandFile | undefined };

async function runEmbedded(work: Work): Promise<Result<number, Failure>> {
  const { config, typed, terminal, file, signal } = work;
  const directory = dataDirectory(config);
  let told = false;
  for (let tries = 1; ; tries++) {
    signal.throwIfAborted();
    const claimed = await claimDataDir(directory, "ops");
    if (claimed.ok) return ok(await runOwning(directory, claimed.value, work));
    if (claimed.error.type === "unusable") return fail({ type: "failed", message: claimed.error.message });

    const owner = await connectToOwner(directory);
    if (owner?.holder === "bot") {
      signal.addEventListener("abort", () => owner.socket.destroy());
      return ok(await handOver(owner.socket, typed.call, file, terminal));
    }
    if (owner) {
      if (!told) terminal.line("Another operator's command is running; this one comes next.");
      told = true;
      await once(owner.socket.resume(), "close");
    } else if (tries >= MOST_TRIES) {
      return fail({ type: "failed", message: claimed.error.message });
    } else {
      await delay(TRY_AGAIN_MS); // it is just starting, or just ending
    }
  }
}

async function runOwning(directory: string, ownership: Ownership, work: Work): Promise<number> {
  try {
    return await runOn(await openEmbedded(`${directory}/database`), work);
  } finally {
    await ownership.release();
  }
}

/** Opens the database over the connection, runs the command on it, and closes both. */
async function runOn(
  connection: Connection,
  { config, typed, terminal, file, signal }: Work,
): Promise<number> {
  const clock = systemClock;
  // Without SMTP_URL there is no server to reach, and the doctor does not try.
  const mailer = createSmtpMailer({ url: config.smtpUrl ?? "smtp://127.0.0.1:25", from: config.mailFrom });
  const outside = { clock, mailer, settings: config };
  try {
    const opened = await openDatabase({
      connection,
      jobs: createJobQueue(connection, () => {}),
      clock,
    }).catch((error: Error) => error);
    if (opened instanceof Error) {
      if (!typed.command.runWithoutDatabase) throw opened;
      return await typed.command.runWithoutDatabase(outside, opened.message, terminal);
    }
    const carriers = createCarriers({ database: opened, clock, ledgerSecret: config.ledgerSecret });
    const carrierNames = [...carriers.keys()];
    const findChatUrl = () => askChatUrl(config);
    const deps: OpsDeps = { ...outside, database: opened, carrierNames, log: QUIET, findChatUrl };
    try {
      return await typed.command.run(deps, { ...typed.call, file, signal }, terminal);
    } finally {
      await opened.close();
    }
  } finally {
    mailer.close();
    await connection.close();
  }
}

async function askChatUrl({ botToken, telegramApiRoot }: Config): ReturnType<OpsDeps["findChatUrl"]> {
  const cannot = (message: string) => fail({ type: "unknown" as const, message });
  if (!botToken)
    return cannot("Without BOT_TOKEN there is no bot to link to. The sandbox has one while it runs.");
  const me = await askUsername({ botToken, telegramApiRoot });
  if (!me.ok) return cannot(`Telegram does not say who the bot is: ${me.reason}`);
  return ok(`https://t.me/${me.value.username}`);
}
