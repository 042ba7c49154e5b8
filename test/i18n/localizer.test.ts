import { expect, test } from "vitest";
import { BYTES_PER_GB, megabytes } from "../../src/domain/data-size.ts";
import { readLocales } from "../../src/i18n/locales.ts";
import { createLanguages, matchLocale } from "../../src/i18n/localizer.ts";

const languages = createLanguages(readLocales(), "en");
const en = languages.in("en");
const hans = languages.in("zh-Hans");
const hant = languages.in("zh-Hant");

test.each([
  ["en", "en"],
  ["en-GB", "en"],
  ["zh", "zh-Hans"],
  ["zh-hans", "zh-Hans"],
  ["zh-CN", "zh-Hans"],
  ["zh-TW", "zh-Hant"],
  ["zh-HK", "zh-Hant"],
  ["zh_Hant", "zh-Hant"],
  ["fr", undefined],
  ["", undefined],
  ["not a tag!", undefined],
  [undefined, undefined],
])("Telegram's %s is spoken to in %s", (tag, locale) => {
  expect(matchLocale(tag, languages.locales)).toBe(locale);
});

test("a chosen language goes before Telegram's, and one that was removed is forgotten", () => {
  expect(languages.resolve({ locale: "zh-Hant", telegramLanguage: "en" })).toBe("zh-Hant");
  expect(languages.resolve({ locale: "tlh", telegramLanguage: "zh-CN" })).toBe("zh-Hans");
  expect(languages.resolve({ locale: null, telegramLanguage: "fr" })).toBe("en");
});

test("values are escaped in messages and left alone in labels", () => {
  expect(en.html("start.menu", { name: "<b>&" })).toContain("&lt;b&gt;&amp;");
  expect(en.text("renew.pay", { amount: "<1>" })).toBe("Pay <1>");
});

test("data is said in the unit that fits, cut and never rounded up", () => {
  expect(en.format.data(3n * BYTES_PER_GB)).toBe("3 GB");
  expect(en.format.data(megabytes(3_070))).toBe("2.9 GB");
  expect(en.format.data(megabytes(820))).toBe("820 MB");
  expect(en.format.data(megabytes(820) - 1n)).toBe("819 MB");
  expect(en.format.data(1n)).toBe("1 MB");
  expect(en.format.data(0n)).toBe("0 MB");
});

test("money always names its currency, and yen have no decimals", () => {
  expect(en.format.money({ amountMinor: 1250, currency: "USD" })).toBe("$12.50");
  expect(hans.format.money({ amountMinor: 1250, currency: "USD" })).toBe("US$12.50");
  expect(en.format.money({ amountMinor: 1200, currency: "JPY" })).toBe("¥1,200");
  expect(hant.format.money({ amountMinor: 9900, currency: "TWD" })).toContain("99");
});

test("times are the person's own", () => {
  const at = new Date("2026-11-27T09:00:00Z");
  expect(en.format.dateTime(at, "Asia/Tokyo")).toBe("Fri 27 Nov, 18:00");
  expect(en.format.time(at, "Europe/Paris")).toBe("10:00");
  expect(hans.format.dateTime(at, "Asia/Shanghai")).toContain("17:00");
});

test("how long from now is whole units, cut towards now", () => {
  const now = new Date("2026-11-23T09:00:00Z");
  const after = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
  expect(en.format.relative(after(4 * 24 + 23), now)).toBe("in 4 days");
  expect(en.format.relative(after(47.9), now)).toBe("in 47 hours");
  expect(en.format.relative(after(0.5), now)).toBe("in 30 minutes");
  expect(hant.format.relative(after(96), now)).toContain("4");
});

test("a sentence that does not exist is a bug and says so", () => {
  expect(() => en.text("no.such.key" as never)).toThrow("No sentence for no.such.key");
});

test("a sentence has the form that suits its number, the first time and every other", () => {
  for (const [count, text] of [
    [1, "1 other card"],
    [5, "5 other cards"],
    [0, "0 other cards"],
    [1, "1 other card"],
  ] as const) {
    expect(en.text("balance.otherCardsButton", { count })).toBe(text);
  }
});

test("what people write is never taken for a sentence's own", () => {
  const name = "{{name}} $t(common.menu) $& $1";
  expect(en.text("start.menu", { name })).toContain(name);
  expect(en.text("start.menu")).not.toContain("{{");
});
