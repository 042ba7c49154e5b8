import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What `npm start` gives to Node. */
const startArguments: string[] = JSON.parse(readFileSync(`${root}package.json`, "utf8"))
  .scripts.start.split(" ")
  .slice(1);

export interface Child {
  pid: number;
  process: ChildProcess;
  /** The next message over IPC that `isIt` accepts. */
  message<Message>(isIt: (message: Message) => boolean): Promise<Message>;
  stop(): Promise<void>;
}

/** Every process the benchmark starts, so that none outlives it. */
export interface Children {
  /** A TypeScript file of this folder with IPC. */
  fork(file: string, env?: Record<string, string>): Child;
  /** The compiled bot, as `npm start` runs it. */
  bot(env: Record<string, string>): Child;
  stopAll(): Promise<void>;
}

const GIVE_UP_MS = 60_000;
const PATIENCE_MS = 8_000;

export function createChildren(): Children {
  const running = new Set<Child>();
  // Whatever ends this process, what it started ends with it.
  process.on("exit", () => {
    for (const { process: child } of running) child.kill("SIGKILL");
  });

  function adopt(child: ChildProcess, name: string): Child {
    const errors: string[] = [];
    child.stderr?.on("data", (chunk: Buffer) => void errors.push(chunk.toString()));
    child.stdout?.on("data", (chunk: Buffer) => void errors.push(chunk.toString()));
    const exited = once(child, "exit");
    const adopted: Child = {
      pid: child.pid!,
      process: child,
      message: (isIt) => nextMessage(child, isIt, () => new Error(`${name} ended: ${errors.join("")}`)),
      async stop() {
        if (child.exitCode !== null || child.signalCode !== null) return;
        child.kill("SIGTERM");
        const hard = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
        await exited;
        clearTimeout(hard);
      },
    };
    running.add(adopted);
    void exited.then(() => {
      running.delete(adopted);
      if (child.exitCode) console.error(`${name} ended with ${child.exitCode}:\n${errors.join("")}`);
    });
    return adopted;
  }

  return {
    fork: (file, env = {}) =>
      adopt(
        fork(fileURLToPath(new URL(file, import.meta.url)), {
          cwd: root,
          env: { ...process.env, ...env },
          stdio: ["ignore", "pipe", "pipe", "ipc"],
        }),
        file,
      ),
    bot: (env) =>
      adopt(
        spawn(process.execPath, startArguments, {
          cwd: root,
          env: { PATH: process.env.PATH, ...env },
          stdio: ["ignore", "pipe", "pipe"],
        }),
        "The bot",
      ),
    async stopAll() {
      await Promise.all([...running].map((child) => child.stop()));
    },
  };
}

function nextMessage<Message>(
  child: ChildProcess,
  isIt: (message: Message) => boolean,
  ended: () => Error,
): Promise<Message> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      clearTimeout(timer);
      child.off("message", onMessage);
      child.off("exit", onExit);
      end();
    };
    const onMessage = (message: unknown) => {
      if (isIt(message as Message)) settle(() => resolve(message as Message));
    };
    const onExit = () => settle(() => reject(ended()));
    const timer = setTimeout(
      () => settle(() => reject(new Error("Waited too long for a process"))),
      GIVE_UP_MS,
    );
    child.on("message", onMessage);
    child.on("exit", onExit);
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close((error) => (error ? reject(error) : resolve(port)));
    });
  });
}
