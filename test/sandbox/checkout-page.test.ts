import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { line, openWorld, sessionParams, type World } from "./checkout-world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

async function openPage(overrides: Parameters<typeof sessionParams>[0] = {}) {
  const { id, url } = await world.stripe.checkout.sessions.create(sessionParams(overrides));
  return { id, url: url ?? "" };
}
const read = async (url: string, headers: Record<string, string> = {}) =>
  (await fetch(url, { headers })).text();
/** Sends a form of the page; answers where it leads. */
async function submit(url: string, fields: Record<string, string> = {}): Promise<string> {
  const answer = await fetch(url, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
  expect(answer.status).toBe(303);
  return new URL(answer.headers.get("location") ?? "", url).href;
}
const statusOf = (id: string) => world.checkout.sessions().find((session) => session.id === id);

test("the page names product and amount and fetches nothing from anybody", async () => {
  const { url } = await openPage();
  const html = await read(url);
  expect(html).toContain("Japan week");
  expect(html).toContain("10 GB · Heyon ··4417");
  expect(html).toContain("$12.50");
  expect(html).not.toMatch(/<script|src=|href="https/);
  for (const number of ["4242424242424242", "4000000000000002", "4000000000009995"])
    expect(html).toContain(number);
});

test.each([
  ["zh", "zh-Hans", "支付 US$12.50"],
  ["zh-TW", "zh-Hant", "返回商店"],
  ["zh-HK", "zh-Hant", "卡號"],
  ["en-GB", "en", "Pay US$12.50"],
  ["auto", "zh-Hant", "卡號"],
])("a session in %s speaks %s", async (locale, lang, words) => {
  const { url } = await openPage({ locale: locale as "en" });
  const html = await read(url, { "accept-language": "zh-TW,zh;q=0.9" });
  expect(html).toContain(`<html lang="${lang}">`);
  expect(html).toContain(words);
});

test("names of products are text, not markup", async () => {
  const { url } = await openPage({ line_items: [line({ name: "<b>Japan</b>" })] });
  expect(await read(url)).toContain("&lt;b&gt;Japan&lt;/b&gt;");
});

describe("paying", () => {
  test("the good card, typed with blanks, leads back to the shop", async () => {
    const { id, url } = await openPage();
    const next = await submit(`${url}/card`, { number: "4242 4242 4242 4242", email: "alice@example.com" });
    expect(next).toBe(`http://127.0.0.1:3000/pay/done?session=${id}`);
    const session = await world.stripe.checkout.sessions.retrieve(id);
    expect(session).toMatchObject({ status: "complete", customer_details: { email: "alice@example.com" } });
    expect(await read(url)).toContain("Payment complete");
    expect(await submit(`${url}/card`, { number: "4242424242424242" })).toBe(url);
  });

  test.each([
    ["4000 0000 0000 0002", "Your card was declined."],
    ["4000 0000 0000 9995", "Not enough money on this card."],
    ["4111 1111 1111 1111", "not one of the test cards"],
    ["", "not one of the test cards"],
  ])("card %s stays on the page and says why", async (number, words) => {
    const { id, url } = await openPage();
    const next = await submit(`${url}/card`, { number });
    expect(next.startsWith(`${url}?problem=`)).toBe(true);
    const html = await read(next);
    expect(html).toContain(words);
    expect(html).toContain('role="alert"');
    expect(statusOf(id)).toMatchObject({ status: "open", paymentStatus: "unpaid" });
    expect(await submit(`${url}/card`, { number: "4242424242424242" })).toContain("/pay/done");
  });

  test.each([
    ["paypal", "failed", "PayPal refused the payment."],
    ["paypal", "canceled", "You came back from PayPal."],
    ["alipay", "failed", "Alipay refused the payment."],
    ["alipay", "canceled", "You came back from Alipay."],
  ])("%s that is %s stays on the page and says so", async (wallet, outcome, words) => {
    const { id, url } = await openPage();
    expect(await read(`${url}/${wallet}`)).toContain('value="authorized"');
    expect(await read(await submit(`${url}/${wallet}`, { outcome }))).toContain(words);
    expect(statusOf(id)).toMatchObject({ status: "open" });
    expect(await submit(`${url}/${wallet}`, { outcome: "authorized" })).toContain("/pay/done");
    expect(statusOf(id)).toMatchObject({ status: "complete", paymentStatus: "paid" });
  });

  test("a bank payment is promised first; the page then asks how it ends", async () => {
    const { id, url } = await openPage();
    expect(await submit(`${url}/bank`)).toContain("/pay/done");
    expect(statusOf(id)).toMatchObject({ status: "complete", paymentStatus: "unpaid" });
    expect(await read(url)).toContain("On its way from the bank");
    expect(await read(await submit(`${url}/settle`, { outcome: "failed" }))).toContain(
      "The bank did not pay",
    );
  });

  test("a method the currency cannot have is neither shown nor taken", async () => {
    const { url } = await openPage({ line_items: [line({ amount: 9900, currency: "krw" })] });
    expect(await read(url)).not.toContain("PayPal");
    expect(await read(await submit(`${url}/paypal`, { outcome: "authorized" }))).toContain("not offered");
  });
});

test("an expired page says so and leads back to the shop", async () => {
  const { url } = await openPage();
  world.passTime(25 * 3600_000);
  const html = await read(url);
  expect(html).toContain("This link has expired");
  expect(html).toContain('href="http://127.0.0.1:3000/pay/canceled"');
});

test("leaving keeps the session open", async () => {
  const { id, url } = await openPage();
  expect(await world.checkout.act(id, { type: "leave" })).toEqual({
    returnUrl: "http://127.0.0.1:3000/pay/canceled",
  });
  expect(await read(url)).toContain('class="back" href="http://127.0.0.1:3000/pay/canceled"');
  expect(statusOf(id)).toMatchObject({ status: "open" });
});

test("a charge's receipt can be opened", async () => {
  const { id } = await openPage();
  await world.checkout.act(id, { type: "pay", method: "card" });
  const { data } = await world.stripe.charges.list();
  expect(await read(data[0]?.receipt_url ?? "")).toContain("Visa 4242");
});

test("a page nobody made is 404", async () => {
  expect((await fetch(`${world.url}/c/pay/cs_test_nothing`)).status).toBe(404);
});
