import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { claimDataDir, connectToOwner } from "../../src/db/data-dir.ts";
import { type Channel, createChannel } from "../../src/ops/channel.ts";
import type { CommandFile } from "../../src/ops/command.ts";
import { handOver } from "../../src/ops/hand-over.ts";
import { samplePlansCsv } from "../../src/sandbox/sample/index.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { createTestLog, type TestLog } from "../kit/log.ts";
import { iccidOf } from "../kit/seed.ts";
import { until } from "../kit/until.ts";
import { type ImportWorld, openImportWorld } from "./import-world.ts";
import { createWritten, type Written } from "./written.ts";

const HEADER = "email,iccid,product,carrier,label\n";

let testDatabase: TestDatabase;
let world: ImportWorld;
let directory: string;
let log: TestLog;
let channel: Channel;
let release: () => Promise<void>;

beforeAll(async () => {
  testDatabase = await embeddedTestDatabase();
  world = await openImportWorld(testDatabase);
});
afterAll(() => testDatabase.close());
beforeEach(async () => {
  await testDatabase.empty();
  directory = await mkdtemp(join(tmpdir(), "channel-"));
  log = createTestLog();
  channel = createChannel({
    ...{
      database: world.database,
      clock: world.clock,
      findChatUrl: async () => ({ ok: true as const, value: "https://t.me/example_bot" }),
      carrierNames: ["ledger"],
      log,
    },
    settings: { provisionAlertAfterSeconds: 600 } as never,
    mailer: { check: async () => ({ ok: true }) },
  });
  const claimed = await claimDataDir(directory, "bot");
  if (!claimed.ok) throw new Error(claimed.error.message);
  claimed.value.serve(channel.onConnection);
  release = claimed.value.release;
});
afterEach(async () => {
  await channel.stop();
  await release();
  await rm(directory, { recursive: true });
  expect(log.unexpectedErrors()).toEqual([]);
});

async function ask(name: string, given: { values?: string[]; file?: CommandFile; output?: Written } = {}) {
  const owner = await connectToOwner(directory);
  const output = given.output ?? createWritten();
  const call = { name, values: given.values ?? [], options: {} };
  const code = await handOver(owner!.socket, call, given.file, output);
  return { code, ...output };
}

function fileOf(text: string): CommandFile {
  async function* read() {
    for (let start = 0; start < text.length; start += 10_000) yield text.slice(start, start + 10_000);
  }
  return { text: read(), sizeBytes: Buffer.byteLength(text) };
}

const cards = (count: number, from = 0) =>
  HEADER +
  Array.from(
    { length: count },
    (_, index) => `a@example.com,${iccidOf(from + index)},heyon,ledger,☂ ${index}\n`,
  ).join("");

test("the running process does the command and streams its answer back", async () => {
  const { code, lines } = await ask("stats");
  expect(code).toBe(0);
  expect(lines[0]).toBe("Orders");
});

test("a file goes over the socket, with its progress coming back", async () => {
  const { code, lines, steps } = await ask("import-cards", { file: fileOf(cards(20_000)) });
  expect(lines[0]).toBe("20,000 cards read.");
  expect(code).toBe(0);
  expect(steps).toContain("reading 50");
  expect(steps.at(-1)).toBe("writing 100");
  const last = await world.database.prisma.card.findUniqueOrThrow({ where: { iccid: iccidOf(19_999) } });
  expect(last.label).toBe("☂ 19999");
});

test("mistakes come back as they would in a terminal, a hundred of them", async () => {
  const { code, lines } = await ask("import-cards", {
    file: fileOf(`${HEADER}${"x,1,heyon,ledger\n".repeat(200)}`),
  });
  expect(code).toBe(1);
  expect(lines[0]).toBe('line 2: email "x" is not an e-mail address');
  expect(lines.slice(-2)).toEqual(["… and 300 more", "400 mistakes. Nothing was changed."]);
});

test("a large file with a wrong header is refused at once, without waiting for its end", async () => {
  const { code, lines } = await ask("import-cards", { file: fileOf(`nonsense\n${"x".repeat(3_000_000)}`) });
  expect(code).toBe(1);
  expect(lines.at(-1)).toContain("Nothing was changed.");
});

test("commands run one after another", async () => {
  const waiting = createWritten();
  const [first, second] = await Promise.all([
    ask("import-cards", { file: fileOf(cards(2_000)) }),
    ask("import-plans", { file: fileOf(samplePlansCsv()), output: waiting }),
  ]);
  expect([first.code, second.code]).toEqual([0, 0]);
  expect([...first.lines, ...second.lines]).toContain("Another command is running; this one comes next.");
});

test("an operator who hangs up leaves nothing behind, and the next one is served", async () => {
  const owner = await connectToOwner(directory);
  async function* hesitant() {
    yield cards(100);
    owner!.socket.destroy();
    yield cards(100, 100);
  }
  const code = await handOver(
    owner!.socket,
    { name: "import-cards", values: [], options: {} },
    { text: hesitant(), sizeBytes: 1 },
    createWritten(),
  );
  expect(code).toBe(1);
  expect((await ask("stats")).code).toBe(0);
  expect(await world.database.prisma.card.count()).toBe(0);
  await until("the log to mention it", () =>
    log.lines.some(({ message }) => message === "Operator's command abandoned"),
  );
});

test("stopping abandons a command that waits for its file", async () => {
  let goOn: (() => void) | undefined;
  async function* stuck() {
    yield cards(10);
    await new Promise<void>((resolve) => {
      goOn = resolve;
    });
  }
  const asked = ask("import-cards", { file: { text: stuck(), sizeBytes: 1 } });
  await until("the file to be waited for", () => goOn);
  await channel.stop();
  goOn!();
  const { code, lines } = await asked;
  expect(code).toBe(1);
  expect(lines).toContain("Failed: the bot is stopping");
  expect(await world.database.prisma.card.count()).toBe(0);
});

test("a command of another release is answered with what to do", async () => {
  const { code, lines } = await ask("teleport");
  expect(code).toBe(2);
  expect(lines[0]).toContain("Restart it");
});

test("whoever talks nonsense is hung up on", async () => {
  for (const nonsense of [
    "GET / HTTP/1.1\n",
    '{"type":"run","call":{"name":1}}\n',
    '{"type":"file","text":"x"}\n',
  ]) {
    const owner = await connectToOwner(directory);
    owner!.socket.write(nonsense);
    await new Promise((closed) => owner!.socket.resume().once("close", closed));
  }
  expect((await ask("stats")).code).toBe(0);
});
