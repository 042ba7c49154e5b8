import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { StillOpen, Wish } from "./bot.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 20_000;
const ANSWER_WITHIN_MS = 30_000;

/** `main` is `node dist/main.js`; `weathered` the same bot with a clock and carriers that can be troubled. */
export type BotKind = "main" | "weathered";

/** The bot's own process, one at a time. */
export interface BotProcess {
  /** Resolves when it is ready; rejects when it ended instead. */
  start(kind: BotKind, settings: Record<string, string>): Promise<void>;
  /** SIGKILL, and the end awaited. */
  kill(): Promise<void>;
  /** SIGTERM, as an operator does; answers the exit code. */
  stop(): Promise<number | null>;
  skip(ms: number): Promise<void>;
  stillOpen(): Promise<StillOpen>;
  /** Resolves when the process that runs now has ended, however. */
  ended(): Promise<void>;
  /** Kills what still runs, and closes the log. */
  close(): Promise<void>;
  /** Lines of level error or worse, by their message. */
  errors(): ReadonlyMap<string, number>;
  readonly startedInMs: number[];
}

export function createBotProcess(logFile: string): BotProcess {
  const log = createWriteStream(logFile);
  const errorCount = new Map<string, number>();
  const startedInMs: number[] = [];
  let child: ChildProcess | undefined;
  let exited: Promise<unknown> = Promise.resolve();
  let wishes = 0;
  const note = (what: string) => void log.write(`---- ${new Date().toISOString()} ${what}\n`);
  // Whatever ends this process, what it started ends with it.
  const end = () => void child?.kill("SIGKILL");
  process.on("exit", end);

  function launch(kind: BotKind, settings: Record<string, string>): ChildProcess {
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...settings };
    return kind === "main"
      ? spawn(process.execPath, ["--enable-source-maps", "dist/main.js"], {
          cwd: root,
          env,
          stdio: ["ignore", "pipe", "pipe"],
        })
      : spawn(process.execPath, ["--enable-source-maps", "--import", "tsx", "test/chaos/bot.ts"], {
          cwd: root,
          env,
          stdio: ["ignore", "pipe", "pipe", "ipc"],
        });
  }

  function listen(started: ChildProcess): Promise<void> {
    started.stderr!.on("data", (chunk: Buffer) => void log.write(chunk));
    return new Promise((resolve) => {
      started.on("message", (message: { type?: string }) => message.type === "ready" && resolve());
      createInterface({ input: started.stdout! }).on("line", (line) => {
        log.write(`${line}\n`);
        const { level, msg } = readLine(line);
        if (msg === "Ready") resolve();
        if (level >= 50) errorCount.set(msg, (errorCount.get(msg) ?? 0) + 1);
      });
    });
  }

  function wish<Answer>(what: { type: "skip"; ms: number } | { type: "open" }): Promise<Answer> {
    const asked = child!;
    const id = ++wishes;
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => {
        clearTimeout(timer);
        asked.off("message", onMessage);
        asked.off("exit", onExit);
        end();
      };
      const onMessage = (message: { id?: number; answer?: Answer; error?: string }) => {
        if (message.id !== id) return;
        settle(() => (message.error ? reject(new Error(message.error)) : resolve(message.answer!)));
      };
      const onExit = () => settle(() => reject(new Error("The bot ended")));
      const timer = setTimeout(
        () => settle(() => reject(new Error("The bot did not answer"))),
        ANSWER_WITHIN_MS,
      );
      asked.on("message", onMessage);
      asked.on("exit", onExit);
      asked.send({ id, ...what } satisfies Wish, (error) => error && settle(() => reject(error)));
    });
  }

  return {
    startedInMs,
    errors: () => errorCount,
    async start(kind, settings) {
      const begin = performance.now();
      note(`${kind} starts`);
      const started = launch(kind, settings);
      child = started;
      exited = once(started, "exit").then(([code, signal]) => note(`${kind} ended: ${code ?? signal}`));
      const tooLate = new AbortController();
      const ready = await Promise.race([
        listen(started).then(() => true),
        exited.then(() => false),
        delay(READY_WITHIN_MS, tooLate.signal).then(() => false),
      ]);
      tooLate.abort();
      if (!ready) throw new Error("The bot did not become ready");
      note(`${kind} is ready`);
      startedInMs.push(performance.now() - begin);
    },
    async kill() {
      child?.kill("SIGKILL");
      await exited;
    },
    async stop() {
      const stopped = child;
      if (!stopped) return null;
      stopped.kill("SIGTERM");
      const hard = setTimeout(() => stopped.kill("SIGKILL"), STOP_WITHIN_MS);
      await exited;
      clearTimeout(hard);
      return stopped.exitCode;
    },
    skip: (ms) => wish({ type: "skip", ms }),
    stillOpen: () => wish({ type: "open" }),
    ended: async () => void (await exited),
    async close() {
      child?.kill("SIGKILL");
      await exited;
      process.off("exit", end);
      log.end();
    },
  };
}

function readLine(line: string): { level: number; msg: string } {
  try {
    const { level, msg } = JSON.parse(line) as { level: number; msg: string };
    return { level, msg };
  } catch {
    return { level: 0, msg: "" };
  }
}

function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
