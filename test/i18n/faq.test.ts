import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { faqIds } from "../../src/domain/faq.ts";
import { createCountryIndex } from "../../src/i18n/country-index.ts";
import { countryVocabulariesOf } from "../../src/i18n/country-names.ts";
import { createFaq, parseFaqFile, readFaqOverrides } from "../../src/i18n/faq.ts";
import { readLocales } from "../../src/i18n/locales.ts";
import { createLanguages } from "../../src/i18n/localizer.ts";
import { createFold } from "../../src/i18n/talk/pieces.ts";

const files = readLocales();
const languages = createLanguages(files, "en");
const fold = createFold(createCountryIndex(countryVocabulariesOf(files)).rules.variants);
const faq = createFaq({ languages, fold });

describe("common questions", () => {
  test.each(languages.locales)("have an answer that fits into a message: %s", (locale) => {
    expect(faq.entries(locale).map(({ id }) => id)).toEqual([...faqIds]);
    for (const { answer } of faq.entries(locale)) expect([...answer].length).toBeLessThan(1_000);
  });

  test.each([
    ["en", "how to instal esim on my iphnoe", "install_iphone"],
    ["en", "is there a invoice with tax number", "invoice"],
    ["en", "unlimited gets slower?", "fair_use"],
    ["en", "when do the days start", "validity"],
    ["zh-Hans", "安卓手机怎么安装", "install_android"],
    ["zh-Hans", "發票抬頭", "invoice"],
    ["zh-Hans", "误删esim", "reinstall"],
    ["zh-Hant", "到期前還是到期後續", "topup_before_after"],
    ["zh-Hant", "两种卡适合谁", "which_card"],
  ])("are found though not asked word for word: %s %s", (locale, text, id) => {
    expect(faq.search(text, locale)[0]?.id).toBe(id);
  });

  test.each(["qwrtz", "", "🙂", "天氣"])("are not found for what is none of them: %s", (text) => {
    expect(faq.search(text, "zh-Hant")).toEqual([]);
  });
});

describe("an operator's own answers", () => {
  test("stand in place of ours, or beside them, in the languages they are written in", () => {
    const directory = mkdtempSync(join(tmpdir(), "faq-"));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const own = {
      invoice: { question: "Invoices?", answer: "Write to <b>books@example.com</b>." },
      hotspot: { question: "Does tethering work?", answer: "Yes, with every plan.", action: "plans" },
    };
    writeFileSync(join(directory, "en.json"), JSON.stringify(own));
    const overrides = readFaqOverrides(directory, languages.locales);
    const { entry, search } = createFaq({ languages, overrides, fold });
    expect(entry("invoice", "en")).toEqual({ id: "invoice", ...own.invoice, action: "orders" });
    expect(search("tethering", "en")[0]).toEqual({ id: "hotspot", ...own.hotspot });
    expect(entry("invoice", "zh-Hans")!.question).toBe("可以开发票吗？");
    expect(entry("hotspot", "zh-Hans")).toBeUndefined();
  });

  test.each([
    ['{"invoice":{"question":"?"}}', "needs a question and an answer"],
    ['{"In voice":{"question":"?","answer":"!"}}', "small letters"],
    ['{"invoice":{"question":"?","answer":"<b>!"}}', "a tag that Telegram refuses"],
    ['{"invoice":{"question":"?","answer":"1 < 2"}}', "a tag that Telegram refuses"],
    ['{"invoice":{"question":"?","answer":"!","action":"dance"}}', "the action must be one of"],
  ])("are refused with a sentence when they are broken: %s", (text, mistake) => {
    expect(() => parseFaqFile(text, "en.json")).toThrow(mistake);
  });
});
