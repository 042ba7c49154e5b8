import axe from "axe-core";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { chromiumPath, needsChromium } from "../kit/chromium.ts";
import { focused, log, pageVisits, phone, started, wide } from "../kit/page-visits.ts";

const query = (page: Page) => page.getByRole("textbox", { name: "@travel_sim_sandbox_bot" });
const offers = (page: Page) => page.locator("#inline-offers").getByRole("button");

describe.skipIf(!chromiumPath)(`any other chat on the sandbox's page${needsChromium}`, () => {
  const visit = pageVisits();

  it("offers plans while a place is typed; the one that is chosen leads back with its payload", async () => {
    // axe measures with styles of its own, which the page's policy would refuse.
    const page = await visit.open({ ...wide, bypassCSP: true });
    await started(page);
    await query(page).fill("japan");
    await page.getByText("2 to share").waitFor();
    expect(await offers(page).allTextContents()).toEqual([
      "Japan plan 1 · $12.5010 GB · 7 days",
      "Japan plan 2 · $12.5010 GB · 7 days",
    ]);
    await page.getByRole("button", { name: "More", exact: true }).press("Enter");
    await page.getByText("4 to share").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await offers(page).first().press("Enter");

    const shared = page.locator("#shared li").first();
    expect(await shared.locator("strong").textContent()).toBe("Japan plan 1");
    expect(await offers(page).count()).toBe(0);
    expect(await query(page).inputValue()).toBe("");
    await expect.poll(() => focused(page)).toBe("Renew with this plan");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "START", exact: true }).press("Enter");
    await log(page).getByText("Hello renew_JP_plan").waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it("says so when there is nothing, and forgets what was typed with Escape", async () => {
    const page = await visit.open();
    await query(page).fill("atlantis");
    await page.getByText("Nothing there: open the bot").waitFor();
    await query(page).press("Escape");
    expect(await query(page).inputValue()).toBe("");
    await expect.poll(() => page.locator("#inline-status").textContent()).toBe("");
  });

  it("leads to the chat on a phone too", async () => {
    const page = await visit.open(phone);
    await started(page);
    await page.locator("#tabs").getByRole("button", { name: "Panel" }).tap();
    await query(page).fill("japan");
    await offers(page).last().tap();
    await page.locator("#shared").getByRole("link", { name: "Renew with this plan" }).tap();
    await page.getByRole("button", { name: "START", exact: true }).tap();
    await log(page).getByText("Hello renew_JP_plan").waitFor();
  });
});

/** What axe finds in the pane, of any weight. */
async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(
    `axe.run("#panel-pane").then(({ violations }) => violations.map(({ id, nodes }) =>
      id + ": " + nodes.map(({ html }) => html).join(" ")))`,
  );
}
