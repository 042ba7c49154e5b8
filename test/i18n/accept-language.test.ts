import { expect, test } from "vitest";
import { localeForBrowser } from "../../src/i18n/accept-language.ts";

const locales = ["en", "zh-Hans", "zh-Hant"];

test.each([
  ["zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"],
  ["fr, zh-HK;q=0.8, en;q=0.9", "en"],
  ["zh", "zh-Hans"],
  ["en;q=0, zh-CN", "zh-Hans"],
  ["fr-CH, fr;q=0.9, de;q=0.7, *;q=0.5", undefined],
  ["", undefined],
  ['"><script>,;;;q=,', undefined],
  ["x".repeat(10_000), undefined],
])("a browser that asks for %j is spoken to in %s", (header, locale) => {
  expect(localeForBrowser(header, locales)).toBe(locale);
});
