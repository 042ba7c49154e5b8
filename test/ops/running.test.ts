import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../kit/free-port.ts";
import { iccidOf } from "../kit/seed.ts";
import { until } from "../kit/until.ts";

/*
 * The real processes: the sandbox as `npm start` opens it, and the command line beside it. The tests tell one
 * story and run in their order.
 */

let directory: string;
let bot: ChildProcess;
let environment: NodeJS.ProcessEnv;
const patience = { timeout: 60_000 };

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "running-"));
  const { PATH } = process.env;
  environment = { PATH, DATA_DIR: directory, PORT: String(await freePort()) };
  bot = await startBot();
}, 60_000);
afterAll(async () => {
  bot.kill("SIGKILL");
  await rm(directory, { recursive: true, force: true });
});

function start(script: string, ...words: string[]): ChildProcess {
  const path = fileURLToPath(new URL(`../../src/${script}`, import.meta.url));
  return spawn(process.execPath, ["--import", import.meta.resolve("tsx"), path, ...words], {
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function startBot(): Promise<ChildProcess> {
  const child = start("main.ts");
  let said = "";
  child.stdout!.on("data", (chunk) => {
    said += chunk;
  });
  await until(
    "the sandbox to open",
    () => said.includes("The sandbox is open") || child.exitCode !== null,
    50_000,
  );
  return child;
}

async function finish(child: ChildProcess): Promise<{ code: number; said: string }> {
  const [out, err, [code]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, "exit"),
  ]);
  return { code, said: out + err };
}

const ops = (...words: string[]) => finish(start("ops.ts", ...words));

async function cardsFile(count: number, from: number): Promise<string> {
  const path = join(directory, `cards-${from}.csv`);
  const lines = Array.from(
    { length: count },
    (_, index) => `bob@example.com,${iccidOf(from + index)},heyon,ledger`,
  );
  await writeFile(path, `email,iccid,product,carrier\n${lines.join("\n")}\n`);
  return path;
}

test("a second bot on the same data is refused with a sentence", patience, async () => {
  const { code, said } = await finish(start("main.ts"));
  expect(code).toBe(1);
  expect(said.trim()).toBe(
    `Another process already uses ${join(directory, "sandbox")}. Stop it first, or set another DATA_DIR.`,
  );
});

test("while the bot runs it does what the operator asks", patience, async () => {
  const [doctor, cards] = await Promise.all([ops("doctor"), ops("import-cards", await cardsFile(500, 1))]);
  expect(doctor.said).toContain("✓ Telegram: the bot is @");
  expect(doctor.said).toContain("All is well.");
  expect(cards.said).toContain("New: 500 cards, 0 plans on them, 1 account.");
  expect([doctor.code, cards.code]).toEqual([0, 0]);
});

test("an operator killed in the middle leaves the bot well", patience, async () => {
  const child = start("ops.ts", "import-cards", await cardsFile(50_000, 1_000));
  await once(child.stdout!, "data");
  child.kill("SIGKILL");
  const after = await ops("doctor");
  expect(after.said).toContain("All is well.");
});

test(
  "a bot killed in the middle leaves its data claimable at once, and commands work without it",
  patience,
  async () => {
    bot.kill("SIGKILL");
    await once(bot, "exit");
    const cards = await ops("import-cards", await cardsFile(500, 400));
    expect(cards.said).toMatch(/Known before: \d+ cards?;/);
    expect(cards.code).toBe(0);
    const left = (await readdir(join(directory, "sandbox"))).filter((name) => name.endsWith(".sock"));
    expect(left).toEqual([]);
  },
);

test("two commands at once without a bot take turns", patience, async () => {
  const [first, second] = await Promise.all([ops("stats"), ops("stats")]);
  expect([first.code, second.code]).toEqual([0, 0]);
});

test("the bot starts again on the same data, and says goodbye properly", patience, async () => {
  bot = await startBot();
  expect(bot.exitCode).toBeNull();
  bot.kill("SIGTERM");
  const [code] = await once(bot, "exit");
  expect(code).toBe(0);
  expect((await readdir(join(directory, "sandbox"))).filter((name) => name.endsWith(".sock"))).toEqual([]);
});
