import { describe, expect, it } from "vitest";
import { chromiumPath, needsChromium } from "../kit/chromium.ts";
import { field, focused, log, pageVisits, started, wide } from "../kit/page-visits.ts";

describe.skipIf(!chromiumPath)(`the chat of the sandbox's page${needsChromium}`, () => {
  const visit = pageVisits();

  it("begins with START and shows what the bot formats", async () => {
    const page = await visit.open();
    await started(page);
    const hello = log(page).locator(".theirs").first();
    expect(await hello.locator("strong").allTextContents()).toEqual(["there"]);
    expect(await hello.locator("em").textContent()).toBe("3.0 GB");
    expect(await hello.locator("blockquote").textContent()).toBe("As of 14:02");
    expect(await hello.getByRole("link", { name: "a page" }).getAttribute("href")).toBe(
      "https://example.com/",
    );
    await hello.getByRole("button", { name: "Hidden text" }).press("Enter");
    expect(await hello.locator(".spoiler.shown").textContent()).toBe("a secret");
    await hello.getByRole("button", { name: "Copy 8981" }).click();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe("8981100000000004417");
    await hello.getByRole("button", { name: "Send /help" }).click();
    await log(page).locator(".own", { hasText: "/help" }).waitFor();
    expect(await page.locator("#guide-steps .done").count()).toBe(1);
  });

  it("is written to with the keyboard alone", async () => {
    const page = await visit.open();
    await page.getByRole("button", { name: "START", exact: true }).focus();
    await page.keyboard.press("Enter");
    await log(page).getByText("Hello there").waitFor();
    await page.keyboard.type("one");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("two");
    await page.keyboard.press("Enter");
    await log(page).locator(".theirs", { hasText: "You said: one" }).waitFor();
    expect(visit.world().botApi.chat(visit.alice()).messages.at(-2)?.text).toBe("one\ntwo");

    await page.keyboard.press("ArrowUp");
    expect(await field(page).inputValue()).toBe("one\ntwo");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("three");
    await page.keyboard.press("Enter");
    await log(page).getByText("You meant: three").waitFor();
    expect(await log(page).locator(".own", { hasText: "three" }).locator(".meta").textContent()).toMatch(
      /edited/,
    );

    await page.keyboard.press("Control+ArrowUp");
    await page.keyboard.press("Control+ArrowUp");
    await page.keyboard.type("that one");
    await page.keyboard.press("Enter");
    const reply = log(page).locator(".own", { hasText: "that one" });
    await reply.locator(".quote", { hasText: "one two" }).waitFor();
    expect(await page.locator("#context").isHidden()).toBe(true);
  });

  it("leaves Enter to an input method that is composing", async () => {
    const page = await visit.open();
    await started(page);
    await field(page).fill("余额");
    await field(page).dispatchEvent("keydown", { key: "Enter", isComposing: true });
    expect(await field(page).inputValue()).toBe("余额");
    await field(page).press("Enter");
    await log(page).getByText("You said: 余额").waitFor();
  });

  it("offers the bot's commands while one is typed", async () => {
    await visit.bot().api.setMyCommands([
      { command: "start", description: "Main menu" },
      { command: "quiet", description: "Say it softly" },
    ]);
    const page = await visit.open();
    await started(page);
    await field(page).fill("/");
    expect(await page.locator("#commands [role=option]").allTextContents()).toEqual([
      "/startMain menu",
      "/quietSay it softly",
    ]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await log(page).getByText("psst").waitFor();
    expect(await page.locator("#commands").isHidden()).toBe(true);
  });

  it("answers buttons with a toast, an alert, an edit in place", async () => {
    const page = await visit.open();
    await started(page);
    const key = (name: string | RegExp) => log(page).getByRole("button", { name });
    await key(/^Repeat/).press("Enter");
    await page.locator(".toast", { hasText: "Nothing to repeat yet" }).waitFor();

    await key("Other plans").press("Enter");
    const alert = page.getByRole("dialog");
    await alert.getByText("No plans are on sale today.").waitFor();
    expect(await focused(page)).toBe("OK");
    await page.keyboard.press("Enter");
    await alert.waitFor({ state: "hidden" });

    await key("Usage").click(); // the bot never answers this one
    await expect.poll(() => key("Usage").getAttribute("aria-busy")).toBe("true");

    await key("⟳").focus();
    await page.keyboard.press("Enter");
    await log(page).getByText("Refreshed: 2.9 GB left").waitFor();
    expect(await log(page).locator(".theirs").count()).toBe(1);
    expect(await focused(page)).toBe("⟳"); // two rows became one: the same place, as near as it gets
    expect(await page.locator("#announcer").textContent()).toContain("Edited: Refreshed");
  });

  it("opens links elsewhere, those back into the chat here", async () => {
    const page = await visit.open();
    await started(page);
    const pay = log(page).getByRole("link", { name: "Pay $12.50 (opens a new tab)" });
    expect(await pay.getAttribute("target")).toBe("_blank");
    expect(await pay.getAttribute("rel")).toContain("noopener");
    expect(await pay.locator(".corner").textContent()).toBe("↗");
    await log(page).getByRole("link", { name: "Open with code" }).click();
    await page.getByRole("button", { name: "START", exact: true }).press("Enter");
    await log(page).getByText("Hello link_abc").waitFor();
    expect(page.context().pages()).toHaveLength(1);
  });

  it("takes a start payload from its own address", async () => {
    const page = await visit.open(wide, "/?start=link_xyz");
    await page.getByRole("button", { name: "START", exact: true }).click();
    await log(page).getByText("Hello link_xyz").waitFor();
    expect(new URL(page.url()).search).toBe("");
  });

  it("shows that the bot is typing until it has written", async () => {
    const page = await visit.open();
    await started(page);
    await visit.bot().api.sendChatAction(visit.alice(), "typing");
    await expect.poll(() => page.locator("#bot-status").textContent()).toBe("typing");
    await visit.bot().api.sendMessage(visit.alice(), "done");
    await log(page).getByText("done").waitFor();
    await expect.poll(() => page.locator("#bot-status").textContent()).toBe("bot");
  });
});
