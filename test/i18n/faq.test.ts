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
    ["en", "new phnoe, deleted my esim", "reinstall"],
    ["en", "ive forgoten the pasword", "password"],
    ["en", "PAYMENT FAILD", "payment_failed"],
    ["en", "can i pay with alipay", "how_to_pay"],
    ["en", "renew befor or after it ends", "topup_before_after"],
    ["zh-Hans", "可以用支付宝付吗", "how_to_pay"],
    ["zh-Hans", "流量不限量会降速吗", "fair_use"],
    ["zh-Hans", "有效期什麼時候開始算", "validity"],
    ["zh-Hans", "付了钱卡没变", "not_updated"],
    ["zh-Hant", "可以用信用卡嗎", "how_to_pay"],
    ["zh-Hant", "忘了密碼怎麼辦", "password"],
    ["zh-Hant", "要統編的發票", "invoice"],
    ["zh-Hant", "iphone 怎么装 esim", "install_iphone"],
  ])("are found though not asked word for word: %s %s", (locale, text, id) => {
    expect(faq.search(text, locale)[0]?.id).toBe(id);
  });

  test.each(languages.locales)("are plainly meant by their own words, however they are put: %s", (locale) => {
    for (const { id, question } of faq.entries(locale)) {
      expect(faq.meant(`  ${question.toUpperCase().replace(/[?？]$/, "")}?`, locale)?.id, question).toBe(id);
    }
  });

  test.each([
    ["en", "how do i pay", "how_to_pay"],
    ["en", "How can I pay for it?", "how_to_pay"],
    ["zh-Hans", "請問怎麼付款？", "how_to_pay"],
    ["zh-Hant", "怎么付款", "how_to_pay"],
  ])("are plainly meant without a slip mattering: %s %s", (locale, text, id) => {
    expect(faq.meant(text, locale)?.id).toBe(id);
  });

  test.each([
    ["en", "My iPhone"],
    ["en", "Mum's phone in Osaka"],
    ["en", "My iPhone travel card"],
    ["en", "japan 7 days"],
    ["en", "RENEW10"],
    ["zh-Hans", "妈妈的安卓手机"],
    ["zh-Hant", "續費 日本"],
    ["zh-Hant", "發票"],
  ])("are not meant by a name, a wish or a word: %s %s", (locale, text) => {
    expect(faq.meant(text, locale)).toBeUndefined();
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
