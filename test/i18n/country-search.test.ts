import { describe, expect, it } from "vitest";
import { countryCodes, regions } from "../../src/domain/country.ts";
import { countryVocabulariesOf, createCountryNames } from "../../src/i18n/country-names.ts";
import { createCountrySearch } from "../../src/i18n/country-search.ts";
import { readLocales } from "../../src/i18n/locales.ts";

const vocabularies = countryVocabulariesOf(readLocales());
const { countryName, sortCountries } = createCountryNames(vocabularies);
const { search } = createCountrySearch(vocabularies);

/** `exactly JP`, `JP + KR` for a journey, `europe` for a region, `nothing`. */
function understood(text: string, locale = "en"): string {
  const { exact, countries, together, region } = search(text, { locale });
  const said = region ?? (countries.join(together ? " + " : " ") || "nothing");
  return exact ? `exactly ${said}` : said;
}

const rows = (table: string): [text: string, answer: string][] =>
  table
    .trim()
    .split("\n")
    .map((line) => line.split("→").map((cell) => cell.trim()) as [string, string]);

describe("what people type when they are asked where they are going", () => {
  describe("names in every language", () => {
    it.each(
      rows(`
        Japan → exactly JP
        japan → exactly JP
        JAPAN → exactly JP
        Ｊａｐａｎ → exactly JP
        日本 → exactly JP
        Germany → exactly DE
        德国 → exactly DE
        德國 → exactly DE
        韩国 → exactly KR
        韓國 → exactly KR
        韓国 → exactly KR
        南韓 → exactly KR
        泰国 → exactly TH
        泰國 → exactly TH
        意大利 → exactly IT
        義大利 → exactly IT
        义大利 → exactly IT
        新西兰 → exactly NZ
        紐西蘭 → exactly NZ
        纽西兰 → exactly NZ
        澳大利亚 → exactly AU
        澳洲 → exactly AU
        香港 → exactly HK
        中国香港 → exactly HK
        澳门 → exactly MO
        澳門 → exactly MO
        台湾 → exactly TW
        台灣 → exactly TW
        臺灣 → exactly TW
        沙特 → exactly SA
        沙烏地阿拉伯 → exactly SA
        阿联酋 → exactly AE
        杜拜 → exactly AE
        寮國 → exactly LA
        老挝 → exactly LA
        埃及 → exactly EG
        埃塞俄比亚 → exactly ET
        印度 → exactly IN
        印度尼西亚 → exactly ID
        印尼 → exactly ID
        葉門 → exactly YE
        Réunion → exactly RE
        reunion → exactly RE
        Côte d’Ivoire → exactly CI
        Cote d'Ivoire → exactly CI
        cote divoire → exactly CI
        Türkiye → exactly TR
        Turkiye → exactly TR
        turkey → exactly TR
        Curacao → exactly CW
        Sao Tome and Principe → exactly ST
        Åland → AX
        Trinidad & Tobago → exactly TT
        trinidad and tobago → exactly TT
        Guinea-Bissau → exactly GW
        Saint Lucia → exactly LC
        St. Lucia → exactly LC
        hongkong → exactly HK
        newzealand → exactly NZ
        Isle of Man → exactly IM
        Western Sahara → exactly EH
      `),
    )("%s → %s", (text, answer) => expect(understood(text)).toBe(answer));
  });

  describe("other names, cities, codes and flags", () => {
    it.each(
      rows(`
        UK → exactly GB
        uk → exactly GB
        England → exactly GB
        Scotland → exactly GB
        Great Britain → exactly GB
        英格兰 → exactly GB
        South Korea → exactly KR
        Holland → exactly NL
        the Netherlands → exactly NL
        America → exactly US
        USA → exactly US
        the States → exactly US
        the US → exactly US
        U.S.A. → exactly US
        the U.K. → exactly GB
        United States of America → exactly US
        UAE → exactly AE
        Czech Republic → exactly CZ
        Burma → exactly MM
        Macao → exactly MO
        Ivory Coast → exactly CI
        DRC → exactly CD
        Dubai → exactly AE
        Tokyo → exactly JP
        东京 → exactly JP
        東京 → exactly JP
        Bangkok → exactly TH
        曼谷 → exactly TH
        Paris → exactly FR
        Paris, France → exactly FR
        Düsseldorf → exactly DE
        bali → exactly ID
        雪梨 → exactly AU
        首爾 → exactly KR
        jp → exactly JP
        JP → exactly JP
        ＪＰ → exactly JP
        JPN → exactly JP
        deu → exactly DE
        in → exactly IN
        us → exactly US
        it → exactly IT
        NO → exactly NO
        jp, kr → exactly JP + KR
        us and uk → exactly US + GB
        flying to IT → exactly IT
        🇯🇵 → exactly JP
        Japan 🇯🇵 → exactly JP
        🇯🇵🇰🇷 → exactly JP + KR
        🇪🇺 → exactly europe
        🏴󠁧󠁢󠁥󠁮󠁧󠁿 → exactly GB
        🏴󠁧󠁢󠁳󠁣󠁴󠁿 → exactly GB
        🏴󠁧󠁢󠁷󠁬󠁳󠁿 → exactly GB
      `),
    )("%s → %s", (text, answer) => expect(understood(text)).toBe(answer));
  });

  describe("whole sentences", () => {
    it.each(
      rows(`
        to Japan please → exactly JP
        Japan! → exactly JP
        "Japan" 🎉 → exactly JP
        I'm going to Korea for a week → exactly KR KP
        I need 5GB in Japan next week → exactly JP
        how much is left in japan → JP
        from London to Tokyo → exactly JP
        GOING TO JAPAN → exactly JP
        I need data in japan and thailand → exactly JP + TH
        Japan and Korea → exactly JP + KR
        Korea, Japan → exactly KR + JP
        Singapore/Malaysia → exactly SG + MY
        去日本 → exactly JP
        日本！ → exactly JP
        我想去日本旅游七天 → exactly JP
        续费 日本 7天 → exactly JP
        日本和韩国 → exactly JP + KR
        日本、韓國 → exactly JP + KR
        從台北去東京 → exactly JP
        我要去東京跟曼谷 → exactly JP + TH
        日韩 → exactly JP + KR
        新马泰 → exactly SG + MY + TH
        港澳 → exactly HK + MO
        Benelux → exactly BE + NL + LU
        Georgia, USA → exactly US
      `),
    )("%s → %s", (text, answer) => expect(understood(text)).toBe(answer));
  });

  describe("parts of the world", () => {
    it.each(
      rows(`
        Europe → exactly europe
        europe please → exactly europe
        EU → exactly europe
        Schengen → exactly europe
        欧洲 → exactly europe
        歐洲 → exactly europe
        Erope → europe
        Southeast Asia → exactly south_east_asia
        South-East Asia → exactly south_east_asia
        東南亞 → exactly south_east_asia
        东南亚 → exactly south_east_asia
        Middle East → exactly middle_east
        中東 → exactly middle_east
        去南美 → exactly south_america
        Scandinavia → exactly nordics
        worldwide → exactly world
        全球 → exactly world
      `),
    )("%s → %s", (text, answer) => expect(understood(text)).toBe(answer));
  });

  describe("names that several countries share", () => {
    it.each(
      rows(`
        Korea → exactly KR KP
        Georgia → exactly GE US GS
        Guinea → exactly GN GQ GW PG
        几内亚 → exactly GN GQ GW PG
        Congo → exactly CD CG
        刚果 → exactly CD CG
        Dominica → exactly DM DO
        Niger → exactly NE NG
        Nigeria → exactly NG
        Virgin Islands → exactly VG VI
        維京群島 → exactly VG VI
        Samoa → exactly WS AS
        薩摩亞 → exactly WS AS
        Saint Martin → exactly MF SX
        Sudan → exactly SD SS
        Ireland → exactly IE
      `),
    )("%s → %s", (text, answer) => expect(understood(text)).toBe(answer));
  });

  describe("slips and beginnings", () => {
    it.each(
      rows(`
        Jpan → JP
        Thialand → TH
        Germny → DE
        Vietman → VN
        Morroco → MA
        Signapore → SG
        Phillipines → PH
        Phillippines → PH
        Malasia → MY
        Swizerland → CH
        Eygpt → EG
        Austrlia → AU AT
        Sri Lanca → LK
        New Zeland → NZ
        Untied States → US
        Souh Africa → ZA
        to Germny please → DE
        Jpan and Thialand → JP + TH
        Japan and Thialand → JP + TH
        Bangkog → TH
        germ → DE
        phil → PH
        united ki → GB
        papua new → PG
        zealand → NZ
        sp → ES
        菲律 → PH
        加拿 → CA
        印度尼西 → ID
        日 → JP
        新加波 → SG
        菲律滨 → PH
        飞律宾 → PH
        菲宾 → PH
        土尔其 → TR
        马来西来 → MY
        我想去新加波旅游 → SG
      `),
    )("%s → %s", (text, answer) => expect(understood(text)).toBe(answer));
  });

  describe("what names no place", () => {
    it.each([
      ...["", " ", "?", "!!!", "asdf", "qwerty", "hello", "hi", "ok", "No", "no", "yes please", "thank you"],
      ...["7 days", "10 GB", "GB 10", "2 weks", "balance", "help me", "cancel", "how much does it cost"],
      ...["how much is left", "my orders", "renew", "I want a human", "ready to go", "where to go", "the"],
      ...["let us know", "more", "plan", "data", "home", "mail", "child", "several", "nearest", "password"],
      ...["余额", "你好", "续费", "七天", "7日", "多少钱", "謝謝", "我要续费", "人工客服", "不", "看看别的"],
      ...["привет", "123456", "alice@example.com", "12 34 56", "8988070112006334417", "🎉", "🏴‍☠️", "🇽🇽"],
      ...["🎉".repeat(2048), "a".repeat(4096), "Japan ".repeat(600), "日".repeat(4096), "\u0000", "\ud83c"],
      ...[..."<>&\"'`\\/%$"],
    ])("%s", (text) => expect(understood(text)).toBe("nothing"));
  });

  it("finds every country by its name in every language, by its codes and by its flag", () => {
    for (const { locale } of vocabularies) {
      for (const code of countryCodes) {
        const { exact, countries } = search(countryName(code, locale), { locale });
        expect([countryName(code, locale), exact, countries]).toEqual([
          countryName(code, locale),
          true,
          expect.arrayContaining([code]),
        ]);
        expect(countries[0]).toBe(code);
        expect(search(code, { locale }).countries[0]).toBe(code);
      }
    }
  });

  it("prefers what is covered among alternatives, but never hides what was said", () => {
    const covered = new Set(["KP", "JP"]);
    expect(search("Korea", { locale: "en", covered }).countries).toEqual(["KP"]);
    expect(search("Germany", { locale: "en", covered }).countries).toEqual(["DE"]);
    expect(search("Japan and Korea", { locale: "en", covered }).countries).toEqual(["JP", "KR"]);
  });

  it("keeps to the limit", () => {
    expect(search("united", { locale: "en", limit: 2 }).countries).toHaveLength(2);
  });

  it("does not fall for half a flag, lone surrogates or endless combining marks", () => {
    expect(understood("🇯")).toBe("nothing");
    expect(understood(`Japa${"\u0301".repeat(100)}n`)).toBe("exactly JP");
    expect(understood("\ud83d Japan")).toBe("exactly JP");
    expect(understood("Ja\u200bpan")).toBe("exactly JP");
  });

  it("works with a language that brings no vocabulary of its own", () => {
    const withFrench = createCountrySearch([...vocabularies, { locale: "fr" }]);
    expect(withFrench.search("Allemagne", { locale: "fr" })).toMatchObject({
      exact: true,
      countries: ["DE"],
    });
  });

  it("refuses a vocabulary that speaks of a country that does not exist", () => {
    const wrong = { locale: "en", countryWords: { aliases: { UK: ["Britain"] } } };
    expect(() => createCountrySearch([wrong])).toThrow('"Britain" belong to no country: UK');
  });
});

describe("names of countries", () => {
  it.each([
    ["HK", "en", "Hong Kong"],
    ["HK", "zh-Hans", "香港"],
    ["MO", "zh-Hant", "澳門"],
    ["TW", "zh-Hans", "台湾"],
    ["TW", "zh-Hant", "台灣"],
    ["TR", "en", "Turkey"],
    ["CI", "en", "Côte d’Ivoire"],
    ["KR", "zh-Hant", "韓國"],
    ["JP", "xx", "Japan"],
  ])("%s in %s is %s", (code, locale, name) => expect(countryName(code, locale)).toBe(name));

  it("are sorted as the language sorts", () => {
    expect(sortCountries(["SE", "AX", "AT", "DE"], "en")).toEqual(["AX", "AT", "DE", "SE"]);
    // By pinyin: dé, hán, rì, tài.
    expect(sortCountries(["JP", "TH", "KR", "DE"], "zh-Hans")).toEqual(["DE", "KR", "JP", "TH"]);
  });

  it("say every region in every language", () => {
    for (const { region } of vocabularies) {
      expect(Object.keys(region ?? {})).toEqual(expect.arrayContaining([...regions]));
      expect(Object.keys(region ?? {})).toEqual(Object.keys(vocabularies[0]?.region ?? {}));
    }
  });

  it("never read like a document", () => {
    for (const code of countryCodes) {
      for (const { locale } of vocabularies)
        expect(countryName(code, locale)).not.toMatch(/SAR|特别行政区|特別行政區/);
    }
  });
});
