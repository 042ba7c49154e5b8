import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, launchChromium, needsChromium } from "../kit/chromium.ts";
import { freePort } from "../kit/free-port.ts";
import { openChat, openSandbox, type SandboxProcess } from "../kit/sandbox-process.ts";

/** `UPDATE_SCREENSHOT=1` keeps the picture that README shows. */
const README_PICTURE = new URL("./sandbox.png", import.meta.url).pathname;

describe.skipIf(!chromiumPath)(`the sandbox, as a stranger meets it${needsChromium}`, () => {
  let port: number;
  let dataDir: string;
  let sandbox: SandboxProcess;
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
