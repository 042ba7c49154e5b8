import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, launchChromium, needsChromium } from "../kit/chromium.ts";
import { freePort } from "../kit/free-port.ts";
import { openChat, openSandbox, type SandboxProcess } from "../kit/sandbox-process.ts";

describe.skipIf(!chromiumPath)(`warned in time, in the sandbox${needsChromium}`, () => {
  let dataDir: string;
  let sandbox: SandboxProcess;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "travel-sim-"));
    sandbox = await openSandbox(dataDir, await freePort());
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1360, height: 900 }, locale: "en" });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await sandbox?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  test("use 900 MB, pass two days, and the right warnings arrive in the chat, with the way to renew", async () => {
    const chat = openChat(page);
    await page.goto(sandbox.url);
    await page.getByRole("button", { name: "START" }).click();
    await chat.presses("Link my account");
    await chat.says("alice@example.com");
    const code = page.locator("button", { hasText: /^\s*\d{6}/ });
    await code.first().waitFor();
    await chat.says(((await code.first().textContent()) ?? "").trim());
    await chat.reads("Linked. Welcome, Alice!");

    // Of 10 GB 3 are left; it takes the second time to come below a fifth.
    for (const _ of [1, 2]) {
      const reported = page.waitForResponse(/\/panel\/usage$/);
      await page.getByRole("button", { name: "900 MB" }).click();
      await reported;
    }
    // At night, where Alice is, it waits for her morning: two days have two of them.
    await page.getByRole("button", { name: "2 days" }).click();
    await chat.reads(/Japan week: only 1\.2 GB left, 12%/);
    await chat.reads(/Japan week ends .*\(in \d+ days\)/);
    if (process.env.NUDGE_SCREENSHOT) await page.screenshot({ path: process.env.NUDGE_SCREENSHOT });

    await chat.presses("Repeat: Japan week, $12.50");
    await page.locator("#log a", { hasText: "Pay $12.50" }).waitFor({ timeout: 15_000 });
    expect(
      await page
        .locator("#log")
        .getByText(/only 1\.2 GB left/)
        .count(),
    ).toBeLessThan(2);
  }, 60_000);
});
