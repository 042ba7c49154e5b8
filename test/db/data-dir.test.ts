import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { claimDataDir, connectToOwner } from "../../src/db/data-dir.ts";

let directory: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "claim-"));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await rm(directory, { recursive: true, force: true });
});

test("the first process gets the directory, the second is told what to do", async () => {
  const first = await claimDataDir(directory, "bot");
  const second = await claimDataDir(directory, "bot");

  expect(second).toEqual({
    ok: false,
    error: {
      type: "in_use",
      message: `Another process already uses ${directory}. Stop it first, or set another DATA_DIR.`,
    },
  });
  await release(first);
});

test("once released, the directory can be claimed again and nothing is left in it", async () => {
  await release(await claimDataDir(directory, "bot"));
  const next = await claimDataDir(directory, "bot");
  expect(next.ok).toBe(true);
  await release(next);
  expect(await readdir(directory)).toEqual([]);
});

test("only the owner of the directory can enter it or its socket", async () => {
  const data = join(directory, "data");
  const claimed = await claimDataDir(data, "bot");
  expect((await stat(data)).mode & 0o777).toBe(0o700);
  const [socket] = await readdir(data);
  expect((await stat(join(data, socket!))).mode & 0o777).toBe(0o600);
  await release(claimed);
});

test("a directory that cannot be used is refused with a sentence", async () => {
  await writeFile(join(directory, "file"), "");
  const claimed = await claimDataDir(join(directory, "file", "data"), "bot");
  expect(!claimed.ok && claimed.error.message).toContain("must be a writable directory");
});

test("the owner can be found and asked; nobody answers when it is gone", async () => {
  expect(await connectToOwner(directory)).toBeUndefined();
  const claimed = await claimDataDir(directory, "bot");
  const found = await connectToOwner(directory);
  expect(found?.holder).toBe("bot");
  found?.socket.destroy();
  await release(claimed);
  expect(await connectToOwner(directory)).toBeUndefined();
});

test("a bot that starts during an operator's command is told to wait for it", async () => {
  const ops = await claimDataDir(directory, "ops");
  const bot = await claimDataDir(directory, "bot");
  expect(!bot.ok && bot.error.message).toContain("operator's command");
  await release(ops);
});

test("what a killed process left behind is cleared away", async () => {
  await leaveStaleSocket(directory);
  const claimed = await claimDataDir(directory, "bot");
  expect(claimed.ok).toBe(true);
  expect(await readdir(directory)).toHaveLength(1);
  await release(claimed);
});

test("a directory too deep for a socket is refused with a sentence", async () => {
  const deep = join(directory, "d".repeat(60), "e".repeat(60));
  const claimed = await claimDataDir(deep, "bot");
  expect(claimed).toMatchObject({ ok: false, error: { type: "unusable" } });
  expect(!claimed.ok && claimed.error.message).toContain("shorter DATA_DIR");
});

test("a deep directory is fine when its path from here is short", async () => {
  const deep = join(directory, "d".repeat(60), "e".repeat(60));
  await mkdir(deep, { recursive: true });
  const claimant = startClaimant("data", deep);
  expect(await claimant.answer()).toBe("ready");
  expect(await claimant.tell("claim")).toBe("owner");
});

test("a killed owner leaves the directory claimable at once", async () => {
  const claimant = startClaimant(directory);
  await claimant.answer();
  expect(await claimant.tell("claim")).toBe("owner");
  expect((await claimDataDir(directory, "bot")).ok).toBe(false);

  claimant.child.kill("SIGKILL");
  await once(claimant.child, "exit");
  const claimed = await claimDataDir(directory, "bot");
  expect(claimed.ok).toBe(true);
  await release(claimed);
});

test("a stopped owner still owns: silence is not death", { timeout: 30_000 }, async () => {
  const claimant = startClaimant(directory);
  await claimant.answer();
  await claimant.tell("claim");
  claimant.child.kill("SIGSTOP");
  const claimed = await claimDataDir(directory, "bot");
  expect(claimed).toMatchObject({ ok: false, error: { type: "in_use" } });
});

test("of several processes that start at the same time exactly one wins, whatever lay about", {
  timeout: 60_000,
}, async () => {
  const claimants = [1, 2, 3].map(() => startClaimant(directory));
  await Promise.all(claimants.map((claimant) => claimant.answer()));
  for (let round = 0; round < 25; round++) {
    await leaveStaleSocket(directory);
    const answers = await Promise.all(claimants.map((claimant) => claimant.tell("claim")));
    expect(answers.toSorted(), `round ${round}`).toEqual(["in_use", "in_use", "owner"]);
    await Promise.all(claimants.map((claimant) => claimant.tell("release")));
  }
});

async function release(claimed: Awaited<ReturnType<typeof claimDataDir>>): Promise<void> {
  if (!claimed.ok) throw new Error(claimed.error.message);
  await claimed.value.release();
}

/** A socket's file whose process is gone, as `kill -9` leaves it. */
async function leaveStaleSocket(where: string): Promise<void> {
  const server = createServer().listen(join(where, "soon-stale"));
  await once(server, "listening");
  await rename(join(where, "soon-stale"), join(where, "owner-000000000000.sock"));
  server.close();
  await once(server, "close");
}

function startClaimant(claimed: string, cwd = process.cwd()) {
  const script = fileURLToPath(new URL("claimant.ts", import.meta.url));
  const tsx = import.meta.resolve("tsx");
  const child = spawn(process.execPath, ["--import", tsx, script, claimed], {
    cwd,
    stdio: ["pipe", "pipe", "inherit"],
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const answer = async () => (await lines.next()).value as string;
  return {
    child,
    answer,
    async tell(word: "claim" | "release") {
      child.stdin!.write(`${word}\n`);
      return answer();
    },
  };
}
