import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import nodemailer from "nodemailer";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Sandbox } from "../../src/sandbox/contracts.ts";
import { startSandbox } from "../../src/sandbox/index.ts";

let dataDir: string;
const open: Sandbox[] = [];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sandbox-"));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
  await rm(dataDir, { recursive: true });
});

async function start(): Promise<Sandbox> {
  const sandbox = await startSandbox({
    appUrl: () => "http://127.0.0.1:1",
    botToken: "7000000001:restart-test",
    stripeSecretKey: "sk_test_restart",
    stripeWebhookSecret: "whsec_restart",
    ledgerSecret: "ledger",
    dataDir,
    controls: {
      now: () => new Date(),
      advanceTime: async () => undefined,
      carrierMood: () => "ok",
      setCarrierMood: () => undefined,
      cards: async () => [],
    },
  });
  open.push(sandbox);
  return sandbox;
}

async function stop(sandbox: Sandbox) {
  open.splice(open.indexOf(sandbox), 1);
  await sandbox.close();
}

it("goes on where it stopped: chats, mails, sessions, addresses", async () => {
  const before = await start();
  const alice = before.botApi.people()[0]!;
  before.botApi.send(alice.id, { kind: "text", text: "remember me" });
  before.botApi.setLanguage(alice.id, "zh-hant");
  const transport = nodemailer.createTransport(before.smtpUrl);
  await transport.sendMail({ from: "bot@example.com", to: "alice@example.com", subject: "Code", text: "1" });
  transport.close();
  await stop(before);

  const after = await start();
  expect(after.telegramApiRoot).toBe(before.telegramApiRoot);
  expect(after.botApi.people()).toHaveLength(before.botApi.people().length);
  expect(after.botApi.people()[0]).toMatchObject({ firstName: "Alice", languageCode: "zh-hant" });
  expect(after.botApi.chat(alice.id).messages).toMatchObject([{ text: "remember me" }]);
  expect(after.mailbox.mails()).toMatchObject([{ subject: "Code", to: ["alice@example.com"] }]);
  after.mailbox.clear();
  expect(after.mailbox.mails()).toEqual([]);
});

it.each([
  ["cut off", '{"port":'],
  ["of another version", '{"port":0,"botApi":{"version":0},"checkout":{}}'],
  ["something else", "[1]"],
])("sets a state file aside that is %s", async (_what, content) => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  await writeFile(join(dataDir, "sandbox.json"), content);
  const sandbox = await start();
  expect(sandbox.botApi.people()).toHaveLength(4);
  await stop(sandbox);
  const files = await readdir(dataDir);
  const broken = files.find((name) => name.includes("broken"))!;
  expect(await readFile(join(dataDir, broken), "utf8")).toBe(content);
  expect(files).toContain("sandbox.json");
  expect(warn).toHaveBeenCalledOnce();
  warn.mockRestore();
});

it("takes another port when the remembered one is taken", async () => {
  const first = await start();
  await stop(first);
  const state = JSON.parse(await readFile(join(dataDir, "sandbox.json"), "utf8"));
  const second = await start();
  await writeFile(join(dataDir, "sandbox.json"), JSON.stringify(state));
  const third = await start();
  expect(third.telegramApiRoot).not.toBe(second.telegramApiRoot);
});

it("answers at its stand-ins, and to this machine's names only", async () => {
  const sandbox = await start();
  const url = new URL(sandbox.telegramApiRoot);
  const me = await fetch(`${url.origin}/bot7000000001:restart-test/getMe`);
  expect(await me.json()).toMatchObject({ ok: true });
  expect((await fetch(`${url.origin}/v1/checkout/sessions/none`)).status).toBe(401);
  const answer = await new Promise<string>((resolve) => {
    const socket = createConnection(Number(url.port), "127.0.0.1");
    socket.once("data", (data) => resolve(String(data)));
    socket.on("close", () => undefined);
    socket.write("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
  });
  expect(answer).toMatch(/^HTTP\/1\.1 403/);
});
