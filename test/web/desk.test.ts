import { writeFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listenOnLoopback } from "../../src/sandbox/loopback.ts";
import { chromiumPath, launchChromium, needsChromium } from "../kit/chromium.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { DESK_ID } from "../kit/desk.ts";
import { field, log, phone, wide } from "../kit/page-visits.ts";
import { type Shopper, startShopping } from "../kit/pay.ts";
import { startWorld, type World } from "../kit/world.ts";

const picture = new URL("./desk.png", import.meta.url);

describe.skipIf(!chromiumPath)(`the support desk beside the chat${needsChromium}`, () => {
  let browser: Browser;
  let database: TestDatabase;
  let world: World;
  let page: Page;
  let server: Awaited<ReturnType<typeof listenOnLoopback>>;
  let alice: Shopper;
  let troubles: string[];

  beforeAll(async () => {
    browser = await launchChromium();
    database = await embeddedTestDatabase();
  });
  afterAll(async () => {
    await browser?.close();
    await database.close();
  });
  beforeEach(async () => {
    troubles = [];
    world = await startWorld({ database, settings: { SUPPORT_CHAT_ID: DESK_ID } });
    expect(String(world.sandbox.openDesk())).toBe(DESK_ID);
    server = await listenOnLoopback((request) => world.sandbox.fetch(request));
    alice = await startShopping(world);
    await alice.atCheckout({ type: "pay", method: "card" });
  });
  afterEach(async () => {
    await page?.context().close();
    await world.stop();
    await server.close();
    expect(troubles).toEqual([]);
  });

  const open = async (options: typeof wide) => {
    const context = await browser.newContext({ ...options, colorScheme: "light" });
    context.setDefaultTimeout(20_000);
    await context.addInitScript(`sessionStorage.setItem("person", "${alice.traveller.id}")`);
    page = await context.newPage();
    page.on("pageerror", (error) => troubles.push(error.message));
    await page.goto(server.origin);
    await log(page).getByText("Renewed").first().waitFor();
  };
  const says = async (text: string) => {
    await field(page).fill(text);
    await field(page).press("Enter");
  };
  const desk = () => page.locator("#desk-log");
  const presses = (label: string) => desk().locator(".key", { hasText: label }).last().click();
  const writes = async (text: string) => {
    await page.getByLabel("Message as an agent").fill(text);
    await page.getByLabel("Message as an agent").press("Enter");
  };
  const toTab = (name: string) => page.locator("#tabs").getByRole("button", { name }).click();
  const actsAs = (name: string) => page.getByLabel("Agent", { exact: true }).selectOption({ label: name });

  it("lets one person play the whole handoff", async () => {
    await open(wide);
    await toTab("Desk");
    await page.getByText("Nobody has asked for a human yet").waitFor();
    await says("/support");
    await log(page).getByText("What is it about?").waitFor();
    await says("No data in Osaka since this morning");
    await page.locator("#desk-topics").getByRole("button", { name: "#1" }).waitFor();
    await desk().getByText("No data in Osaka since this morning", { exact: true }).waitFor();

    await actsAs("Jun");
    await presses("Take");
    await log(page).getByText("Jun has joined").waitFor();
    await writes("Hello Alice! Which phone is it?");
    await log(page).getByText("👤 Jun").waitFor();
    await page.getByRole("button", { name: "Attach" }).click();
    await page.getByRole("menuitem", { name: "Photo" }).click();
    await desk().locator(".picture, img").first().waitFor();

    await presses("Orders");
    await presses(alice.number);
    await presses("Refund $12.50");
    await page.getByText("Only administrators of this group can do that.").waitFor();
    await page.locator("#alert-ok").click();
    await actsAs("Mia, administrator");
    await presses("Refund $12.50");
    await desk().getByText("Send $12.50 back?").waitFor();
    if (process.env.UPDATE_SCREENSHOT) await writeFile(picture, await page.screenshot());
    await presses("Send $12.50 back");
    await log(page).getByText("has been refunded").first().waitFor();
    expect((await alice.order()).status).toBe("refunded");

    await desk().locator(".key", { hasText: "Close" }).first().click();
    await log(page).getByText("How was it?").waitFor();
    await log(page).getByRole("button", { name: "5", exact: true }).click();
    await log(page).getByText("5 of 5").waitFor();
    await page.locator("#desk-topics").getByRole("button", { name: "✓ #1" }).waitFor();
  }, 120_000);

  it("fits a phone, and counts what an agent has not read", async () => {
    await open(phone);
    await says("/support");
    await says("Help me");
    await page.locator("#tabs").getByRole("button", { name: "Desk" }).getByText("1").waitFor();
    await toTab("Desk");
    await desk().getByText("Help me", { exact: true }).waitFor();
    await expect.poll(() => page.locator("#tabs .desk-badge").textContent()).toBe("");
    const size = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]");
    expect(size).toEqual([390, 390]);
    await writes("On my way");
    await toTab("Chat");
    await log(page).getByText("On my way").waitFor();
    if (process.env.DESK_PHONE_SCREENSHOT) {
      await toTab("Desk");
      await writeFile(process.env.DESK_PHONE_SCREENSHOT, await page.screenshot());
    }
  }, 120_000);
});
