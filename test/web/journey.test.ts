import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, launchChromium, needsChromium } from "../kit/chromium.ts";
import { freePort } from "../kit/free-port.ts";

/** `UPDATE_SCREENSHOT=1` keeps the picture that README shows. */
const README_PICTURE = new URL("./sandbox.png", import.meta.url).pathname;

describe.skipIf(!chromiumPath)(`the sandbox, as a stranger meets it${needsChromium}`, () => {
  let port: number;
  let dataDir: string;
  let sandbox: Sandbox;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    port = await freePort();
    dataDir = await mkdtemp(join(tmpdir(), "travel-sim-"));
    sandbox = await openSandbox(dataDir, port);
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1360, height: 900 }, locale: "en" });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await sandbox?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  test("links a card, sees what is left, picks a plan for Japan, pays, and reads “Renewed”", async () => {
    const failures: string[] = [];
    page.on("pageerror", (error) => failures.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") failures.push(message.text());
    });
    const chat = openChat(page);
    await page.goto(sandbox.url);

    await page.getByRole("button", { name: "START" }).click();
    await chat.reads("Hello Alice!");
    await chat.presses("Link my account");
    await chat.says("alice@example.com");
    const code = page.locator("button", { hasText: /^\s*\d{6}/ });
    await code.first().waitFor();
    await chat.says(((await code.first().textContent()) ?? "").trim());
    await chat.reads("Linked. Welcome, Alice!");

    await chat.presses("What is left");
    await chat.reads("3.0 of 10 GB left");

    await chat.says("/renew");
    await chat.says("Japan");
    await chat.presses("Japan week · $12.50");
    await chat.reads("To pay: $12.50");

    const [checkout] = await Promise.all([
      page.context().waitForEvent("page"),
      page.locator("#log a", { hasText: "Pay $12.50" }).click(),
    ]);
    await payWithGoodCard(checkout);
    await checkout.waitForURL(/\/pay\/done/);

    await chat.reads("Renewed");
    await chat.reads(/HY-[0-9A-Z]{6}/);
    if (process.env.UPDATE_SCREENSHOT) await page.screenshot({ path: README_PICTURE });
    expect(failures).toEqual([]);
  }, 60_000);

  test("is left as it was after a restart", async () => {
    await sandbox.stop();
    sandbox = await openSandbox(dataDir, port);
    await page.goto(sandbox.url);
    await openChat(page).reads("Renewed");
  }, 60_000);
});

async function payWithGoodCard(checkout: Page): Promise<void> {
  await checkout.getByText("4242", { exact: false }).first().click();
  await checkout.getByRole("button", { name: "Pay $12.50" }).click();
}

function openChat(page: Page) {
  return {
    async says(text: string) {
      await page.locator("textarea").fill(text);
      await page.keyboard.press("Enter");
    },
    async presses(label: string) {
      await page.locator("#log button", { hasText: label }).last().click();
    },
    async reads(text: string | RegExp) {
      await page.locator("#log").getByText(text).last().waitFor({ timeout: 15_000 });
    },
  };
}

interface Sandbox {
  url: string;
  stop(): Promise<void>;
}

/** The sandbox as `npm start` opens it, in a process of its own. */
async function openSandbox(dataDir: string, port: number): Promise<Sandbox> {
  const child = spawn(process.execPath, ["--import", "tsx", "src/main.ts"], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(port), DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise<string>((resolve, reject) => {
    let printed = "";
    child.once("exit", (code) => reject(new Error(`The sandbox ended with ${code}: ${printed}`)));
    child.stdout!.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      const match = /The sandbox is open:\s+(\S+)/.exec(printed);
      if (match) resolve(match[1]!);
    });
  });
  return { url, stop: () => ended(child) };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
