import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdir, readdir, rename, stat, unlink } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { join, relative, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fail, ok, type Result } from "../domain/result.ts";
import { type Answer, greet, greetingLine, type Holder } from "./data-dir-socket.ts";

/** The right to use an embedded database's directory; it ends with `release` or with the process. */
export interface Ownership {
  /** Takes what other processes want of the owner; connections made before are handed over now. */
  serve(onConnection: (socket: Socket) => void): void;
  /** Lets the next one in. The database must be closed before. */
  release(): Promise<void>;
}

export type ClaimFailure = {
  type: "in_use" | "unusable";
  /** For the operator: what is wrong and what to do. */
  message: string;
};

/** What makes a socket's file a candidate: it listens since before it had this name, and no name comes twice. */
const PUBLISHED = /^owner-[0-9a-f]{12}\.sock$/;
const UNPUBLISHED = /^new-[0-9a-f]{12}\.sock$/;
/** `sun_path` without its end: 107 bytes on Linux, 103 on macOS. */
const LONGEST_SOCKET_PATH = 103;
const GREETING_TIMEOUT_MS = 5_000;
/** The embedded database works in the owner's main thread, which may keep it from answering for seconds. */
const BUSY_TIMEOUT_MS = 60_000;
const LOOK_AGAIN_MS = 20;
const MOST_LOOKS = 250;
const ABANDONED_AFTER_MS = 60_000;

/**
 * Makes this process the only one that uses `directory`, or says who does.
 *
 * The proof of life is a listening unix socket: unlike a pid it cannot be mistaken for another process, and
 * the kernel withdraws it at the moment its process dies, however it dies. Everybody listens under a name of
 * their own, publishes it, and only then looks for others: of two that come at once at least one sees the
 * other, and the lower name goes first. Works between containers on one machine, not across machines.
 */
export async function claimDataDir(
  directory: string,
  holder: Holder,
): Promise<Result<Ownership, ClaimFailure>> {
  const id = randomBytes(6).toString("hex");
  const [bound, published] = [socketPath(directory, `new-${id}.sock`), join(directory, `owner-${id}.sock`)];
  if (Buffer.byteLength(socketPath(directory, `owner-${id}.sock`)) > LONGEST_SOCKET_PATH) {
    return fail({
      type: "unusable",
      message: `The path of ${directory} is too long for a socket (${LONGEST_SOCKET_PATH} bytes with its file name). Set a shorter DATA_DIR.`,
    });
  }

  const door = createDoor(holder);
  try {
    // One that is there already keeps its mode, for it may be shared: the socket is closed to others anyhow.
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await door.listen(bound);
    await chmod(bound, 0o600);
    await rename(bound, published);
  } catch (error) {
    await door.close();
    const reason = error instanceof Error ? error.message : String(error);
    return fail({
      type: "unusable",
      message: `${directory} cannot be used (${reason}). DATA_DIR must be a writable directory on a local disk.`,
    });
  }

  const withdraw = async () => {
    await unlink(published).catch(() => {});
    await door.close();
  };
  try {
    const other = await findOther(directory, `owner-${id}.sock`);
    if (other) {
      await withdraw();
      return fail({ type: "in_use", message: inUse(directory, other) });
    }
  } catch (error) {
    await withdraw();
    throw error;
  }
  door.settle();
  return ok({ serve: door.serve, release: withdraw });
}

/** Claims the directory for the bot; throws an error named `InUse` whose message is for the operator. */
export async function ownDataDir(directory: string): Promise<Ownership> {
  const claimed = await claimDataDir(directory, "bot");
  if (claimed.ok) return claimed.value;
  throw Object.assign(new Error(claimed.error.message), { name: "InUse" });
}

/** A connection to the process that owns the directory; undefined when nobody does. Waits while it is busy. */
export async function connectToOwner(
  directory: string,
): Promise<{ holder: Holder; socket: Socket } | undefined> {
  for (const name of await candidates(directory)) {
    const answer = await greet(socketPath(directory, name), BUSY_TIMEOUT_MS);
    if (answer.type !== "greeted") continue;
    const { greeting, socket } = answer;
    if (greeting.settled) return { holder: greeting.holder, socket };
    socket.destroy();
  }
  return undefined;
}

/** Who keeps us from owning the directory; waits while it is undecided. */
async function findOther(directory: string, own: string): Promise<Holder | "unknown" | undefined> {
  for (let looks = 0; ; looks++) {
    let undecided = false;
    for (const name of await candidates(directory)) {
      if (name === own) continue;
      const answer = await greet(socketPath(directory, name), GREETING_TIMEOUT_MS);
      const verdict = judge(answer, name, own);
      if (verdict === "remove") await unlink(join(directory, name)).catch(() => {});
      else if (verdict === "look again") undecided = true;
      else return verdict;
    }
    if (!undecided) return undefined;
    if (looks > MOST_LOOKS) return "unknown";
    await delay(LOOK_AGAIN_MS);
  }
}

function judge(answer: Answer, name: string, own: string): Holder | "unknown" | "remove" | "look again" {
  switch (answer.type) {
    case "dead":
      return "remove";
    case "gone":
      return "look again";
    case "silent":
      return "unknown";
    case "greeted":
      answer.socket.destroy();
      return answer.greeting.settled || name < own ? answer.greeting.holder : "look again";
  }
}

async function candidates(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch(() => [] as string[]);
  await Promise.all(
    names.filter((name) => UNPUBLISHED.test(name)).map((name) => sweep(join(directory, name))),
  );
  return names.filter((name) => PUBLISHED.test(name));
}

/** Leftovers of a process killed before it published; a living one does so within moments. */
async function sweep(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found && Date.now() - found.mtimeMs > ABANDONED_AFTER_MS) await unlink(path).catch(() => {});
}

function inUse(directory: string, other: Holder | "unknown"): string {
  return other === "ops"
    ? `An operator's command is using ${directory}. Try again when it has finished.`
    : `Another process already uses ${directory}. Stop it first, or set another DATA_DIR.`;
}

/** The shorter of both ways to write it: the length of a socket's path is limited. */
function socketPath(directory: string, name: string): string {
  const absolute = resolve(directory, name);
  const fromHere = relative(process.cwd(), absolute);
  return Buffer.byteLength(fromHere) < Buffer.byteLength(absolute) ? fromHere : absolute;
}

/** The listening socket: greets everybody with who is here, and keeps visitors until somebody serves them. */
function createDoor(holder: Holder) {
  const sockets = new Set<Socket>();
  const waiting = new Set<Socket>();
  let settled = false;
  let serving: ((socket: Socket) => void) | undefined;

  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}); // whoever hangs up early is gone, that is all
    socket.once("close", () => {
      sockets.delete(socket);
      waiting.delete(socket);
    });
    socket.write(greetingLine({ holder, settled }));
    if (serving) serving(socket);
    else waiting.add(socket);
  });

  return {
    async listen(path: string) {
      server.listen(path);
      await once(server, "listening");
      server.on("error", () => {}); // a visitor that could not be let in asks again
    },
    settle() {
      settled = true;
    },
    serve(onConnection: (socket: Socket) => void) {
      serving = onConnection;
      for (const socket of waiting) onConnection(socket);
      waiting.clear();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      if (server.listening) await new Promise((done) => server.close(done));
    },
  };
}
