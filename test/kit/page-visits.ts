import type { Bot } from "grammy";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { launchChromium } from "./chromium.ts";
import { openPageWorld, type PageWorld, startDemoBot } from "./sandbox-page.ts";

export const wide = { viewport: { width: 1440, height: 900 } };
export const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

export const log = (page: Page) => page.locator("#log");
export const field = (page: Page) => page.getByRole("combobox", { name: "Message" });
export const focused = (page: Page) => page.evaluate("document.activeElement?.textContent?.trim()");

/** Presses START and waits for the demo bot's greeting. */
export async function started(page: Page): Promise<void> {
  await page.getByRole("button", { name: "START", exact: true }).click();
  await log(page).getByText("Hello there").waitFor();
}

/**
 * For a suite that visits the sandbox's page in Chromium: a fresh world with the demo bot for each test.
 * An error on the page or a request to anywhere but the sandbox fails the test.
 */
export function pageVisits() {
  let browser: Browser;
  let world: PageWorld;
  let bot: Bot;
  let contexts: BrowserContext[];
  let troubles: string[];

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    world = await openPageWorld();
    bot = startDemoBot(world);
    contexts = [];
    troubles = [];
  });
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    await bot.stop();
    await world.close();
    expect(troubles).toEqual([]);
  });

  return {
    world: () => world,
    bot: () => bot,
    /** The id of the person the page shows first. */
    alice: () => world.botApi.people()[0]!.id,
    async open(options: BrowserContextOptions = wide, path = "/"): Promise<Page> {
      const permissions = ["clipboard-read", "clipboard-write"];
      const context = await browser.newContext({ ...options, permissions });
      contexts.push(context);
      context.setDefaultTimeout(10_000);
      const page = await context.newPage();
      page.on("pageerror", (error) => troubles.push(error.message));
      page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
      page.on("request", (request) => {
        if (!request.url().startsWith(world.origin)) troubles.push(request.url());
      });
      await page.goto(world.origin + path);
      await page.getByRole("button", { name: /Alice/ }).waitFor();
      return page;
    },
  };
}
