import { join } from "node:path";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { linkIn, signInUrl } from "../kit/account-page.ts";
import { chromiumPath, launchChromium, needsChromium } from "../kit/chromium.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { mailsTo } from "../kit/mail.ts";
import { seedAccount } from "../kit/seed.ts";
import { startWorld, type World } from "../kit/world.ts";

/** `SCREENSHOTS=<folder>` keeps a picture of every page that is looked at. */
const PICTURES = process.env.SCREENSHOTS;
const EMAIL = "a.rather.long.address.of.anna@post.example.com";
const PASSWORD = "seven quiet lanterns";
const SMALL_PHONE = { width: 320, height: 640 };

describe.skipIf(!chromiumPath)(`the account's pages in a browser${needsChromium}`, () => {
  let database: TestDatabase;
  let world: World;
  let browser: Browser;

  beforeAll(async () => {
    database = await embeddedTestDatabase();
    world = await startWorld({ database });
    browser = await launchChromium();
    await seedAccount(world.app.database, { email: EMAIL, password: PASSWORD });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
    await database?.close();
  });

  test.each([
    { locale: "en", scheme: "light" },
    { locale: "zh-Hans", scheme: "dark" },
    { locale: "zh-Hant", scheme: "light" },
    { locale: "en", scheme: "dark" },
  ] as const)(
    "every page stands up to axe on a small phone: $locale, $scheme",
    async ({ locale, scheme }) => {
      const anna = world.traveller({ firstName: "Anna-Sophia Wilhelmina of the Seven Quiet Lanterns" });
      await seedAccount(world.app.database, { email: EMAIL, password: PASSWORD });
      world.clock.advance(61 * 60_000);
      // Axe is brought in from outside of the page: its policy is not what is asked of here.
      const context = await browser.newContext({
        ...{ viewport: SMALL_PHONE, colorScheme: scheme, bypassCSP: true, javaScriptEnabled: true },
      });
      const page = await context.newPage();
      const strangers: string[] = [];
      page.on("request", (request) => {
        if (!request.url().startsWith(world.app.url)) strangers.push(request.url());
      });
      const looked: string[] = [];
      const look = async (name: string) => {
        expect(await violations(page), name).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth"), name).toBeLessThanOrEqual(
          SMALL_PHONE.width,
        );
        expect(await page.locator("html").getAttribute("lang"), name).toBe(locale);
        looked.push(name);
        if (PICTURES) {
          const path = join(PICTURES, `${name.replaceAll(" ", "-")}.${locale}.${scheme}.png`);
          await page.screenshot({ path, fullPage: true });
        }
      };
      const at = (path: string) => `${world.app.url}${path}?lang=${locale}`;

      const signIn = `${await signInUrl(anna)}?lang=${locale}`;
      await page.goto(signIn);
      await look("sign in");
      await fill(page, { email: EMAIL, password: "not this one" });
      await look("wrong password");
      await page.goto(at("/account/forgot"));
      await look("forgotten");
      await fill(page, { email: EMAIL });
      await look("asked");
      await world.settled();
      await page.goto(at("/account/forgot"));
      await fill(page, { email: EMAIL });
      await look("asked too soon");
      await page.goto(`${linkIn(mailsTo(world, EMAIL).at(-1)!)}?lang=${locale}`);
      await look("new password");
      await fill(page, { password: "password2026", repeat: "password2026" });
      await look("weak password");
      await fill(page, { password: PASSWORD, repeat: PASSWORD });
      await look("set");
      await page.goto(signIn);
      await fill(page, { email: EMAIL, password: PASSWORD });
      await look("linked");
      await page.goto(signIn);
      await look("used");
      await page.goto(at("/account/reset/nobodys"));
      await look("dead");
      await page.goto(at("/pay/canceled"));
      await look("not paid");
      expect(looked).toHaveLength(12);
      expect(strangers).toEqual([]);
      await context.close();
    },
    120_000,
  );

  test("sign in with the keyboard alone, without JavaScript", async () => {
    const anna = world.traveller({ firstName: "Anna" });
    await seedAccount(world.app.database, { email: EMAIL, password: PASSWORD });
    const context = await browser.newContext({ viewport: SMALL_PHONE, javaScriptEnabled: false });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    await page.goto(await signInUrl(anna));
    await page.keyboard.press("Tab");
    await page.keyboard.type(EMAIL);
    await page.keyboard.press("Tab");
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "You are linked" }).waitFor();
    await world.settled();
    expect(anna.sees()).toContain("Welcome, Anna!");
    expect(complaints).toEqual([]);
    await context.close();
  }, 60_000);
});

async function fill(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) await page.locator(`input[name=${name}]`).fill(value);
  await Promise.all([page.waitForNavigation(), page.locator("button[type=submit]").click()]);
}

/** What axe finds, of any weight. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(
    `axe.run().then(({ violations }) => violations.map(({ id, impact, nodes }) =>
      impact + " " + id + ": " + nodes.map(({ html }) => html).join(" | ")))`,
  );
}
