import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { chromiumPath, needsChromium } from "../kit/chromium.ts";
import { field, log, pageVisits, phone, started, wide } from "../kit/page-visits.ts";

describe.skipIf(!chromiumPath)(`the sandbox's page${needsChromium}`, () => {
  const visit = pageVisits();

  it("marks what others have not read; who is silent does not pulse", async () => {
    const page = await visit.open();
    const [, chen, lin] = visit
      .world()
      .botApi.people()
      .map(({ id }) => id);
    const entry = (name: string) => page.getByRole("button", { name: new RegExp(name) });
    await page.evaluate(`
      globalThis.pulsed = [];
      new MutationObserver((changes) => {
        for (const { target } of changes) if (target.classList.contains("pulse")) pulsed.push(target.textContent);
      }).observe(document.querySelector("#people"), { subtree: true, attributeFilter: ["class"] });
    `);
    visit.world().botApi.send(lin!, { kind: "text", text: "/quiet" });
    await entry("林小雨").getByText("1 unread").waitFor();
    visit.world().botApi.send(chen!, { kind: "text", text: "你好" });
    await entry("陈明").getByText("1 unread").waitFor();
    const pulsed = await page.evaluate("pulsed.join()");
    expect(pulsed).toContain("陈明");
    expect(pulsed).not.toContain("林小雨");
    await entry("陈明").click();
    await log(page).getByText("You said: 你好").waitFor();
    expect(await entry("陈明").locator(".badge").textContent()).toBe("");
    expect(await page.getByRole("combobox", { name: /Language/ }).inputValue()).toBe("zh-hans");
  });

  it("stays where the reader scrolled to, else at the bottom", async () => {
    const page = await visit.open();
    await started(page);
    for (let line = 0; line < 30; line++)
      visit.world().botApi.send(visit.alice(), { kind: "text", text: `line ${line}` });
    await log(page).getByText("You said: line 29").waitFor();
    const scroller = page.locator("#log-scroller");
    const fromBottom = () => scroller.evaluate((all) => all.scrollHeight - all.scrollTop - all.clientHeight);
    await expect.poll(fromBottom).toBeLessThan(2);
    await scroller.evaluate((all) => all.scrollTo(0, 0));
    await visit.bot().api.sendMessage(visit.alice(), "news");
    await page.getByRole("button", { name: "New messages: to the bottom" }).click();
    await expect.poll(fromBottom).toBeLessThan(2);
  });

  it("shows names and texts as they are", async () => {
    const nasty = `<img src=x onerror="document.title='oops'">`;
    visit.world().botApi.addPerson({ id: 7_900_000_001, firstName: nasty });
    visit.world().deliverMail({ subject: nasty, text: nasty });
    const page = await visit.open();
    await page.getByRole("button", { name: nasty }).click();
    await page.getByRole("button", { name: "START", exact: true }).click();
    await field(page).fill(nasty);
    await field(page).press("Enter");
    await log(page)
      .locator(".theirs", { hasText: `You said: ${nasty}` })
      .waitFor();
    expect(await page.title()).not.toBe("oops");
  });

  it("hands over the code of a mail", async () => {
    const page = await visit.open();
    visit
      .world()
      .deliverMail({ subject: "Your code", text: "Type 482 913, please.", html: "<b>482 913</b>" });
    await page.getByRole("button", { name: "Copy the code 482913" }).click();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe("482913");
    await expect.poll(() => page.locator("#mail-title .badge").textContent()).toBe("");
    await page.locator("summary", { hasText: "Your code" }).press("Enter");
    await page.getByRole("button", { name: "HTML view" }).click();
    const frame = page.frameLocator("iframe.mail-html");
    expect(await frame.locator("b").textContent()).toBe("482 913");
  });

  it("lets the person use a card, let time pass, block and return", async () => {
    const page = await visit.open();
    await started(page);
    await page.getByLabel("in", { exact: true }).selectOption("KR");
    await page.getByRole("button", { name: "900 MB" }).click();
    await page.locator(".toast", { hasText: "Used 900 MB" }).waitFor();
    expect(visit.world().reported).toMatchObject([{ kind: "data", amount: 900 * 2 ** 20, country: "KR" }]);
    await page.getByRole("button", { name: "2 days" }).press("Enter");
    await page.locator(".toast", { hasText: "2 days passed" }).waitFor();
    expect(visit.world().now().getTime() - Date.now()).toBeGreaterThan(47 * 3_600_000);
    await page.getByRole("radio", { name: "slow" }).focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => visit.world().moods.carrier).toBe("down");

    await page.getByRole("button", { name: "Block", exact: true }).click();
    await page.getByRole("button", { name: "RESTART BOT" }).click();
    await expect.poll(() => log(page).getByText("Hello there").count()).toBe(2);
    expect(await log(page).locator(".day").count()).toBe(2);
  });

  it("fits a phone, every pane of it", async () => {
    const page = await visit.open(phone);
    await started(page);
    visit
      .world()
      .deliverMail({ subject: "A rather long subject that has to be wrapped somewhere", text: "123 456" });
    for (const pane of ["Mailbox", "Panel", "What to try", "Chat"]) {
      await page.locator("#tabs").getByRole("button", { name: pane }).tap();
      const size = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]");
      expect(size, pane).toEqual([390, 390]);
      expect(await page.locator("main, section").filter({ visible: true }).count(), pane).toBeGreaterThan(0);
    }
    expect(
      await log(page)
        .getByRole("button", { name: /^Repeat/ })
        .isVisible(),
    ).toBe(true);
  });

  it("is dark for those who like it dark, and names every control", async () => {
    const lightness = (page: Page) =>
      page.evaluate<number>(`
        Math.max(...getComputedStyle(document.querySelector("#chat-header")).backgroundColor.match(/\\d+/g))
      `);
    const light = await visit.open({ ...wide, colorScheme: "light" });
    expect(await lightness(light)).toBeGreaterThan(200);
    await light.context().close();
    const dark = await visit.open({ ...wide, colorScheme: "dark" });
    expect(await lightness(dark)).toBeLessThan(80);
    const nameless = await dark.evaluate(`
      [...document.querySelectorAll("button, select, input, textarea, a")]
        .filter((it) => !it.textContent.trim() && !it.ariaLabel && !it.labels?.length)
        .map((it) => it.outerHTML)
    `);
    expect(nameless).toEqual([]);
  });
});
