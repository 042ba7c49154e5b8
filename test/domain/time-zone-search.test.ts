import { expect, test } from "vitest";
import { countryVocabulariesOf } from "../../src/i18n/country-names.ts";
import { createCountrySearch } from "../../src/i18n/country-search.ts";
import { readLocales } from "../../src/i18n/locales.ts";
import { timeZoneVocabulariesOf } from "../../src/i18n/time-zone-names.ts";
import { commonTimeZones, createTimeZones } from "../../src/i18n/time-zone-search.ts";

const files = readLocales();
const zones = createTimeZones(
  timeZoneVocabulariesOf(files),
  createCountrySearch(countryVocabulariesOf(files)),
);
const now = new Date("2026-11-23T05:02:00Z");
const search = (text: string) => zones.search(text, { locale: "en", now });

test.each([
  ["Tokyo", ["Asia/Tokyo"]],
  ["东京", ["Asia/Tokyo"]],
  ["東京", ["Asia/Tokyo"]],
  ["日本", ["Asia/Tokyo"]],
  ["japan", ["Asia/Tokyo"]],
  ["🇯🇵", ["Asia/Tokyo"]],
  ["I am in Tokyo", ["Asia/Tokyo"]],
  ["new york", ["America/New_York"]],
  ["纽约", ["America/New_York"]],
  ["sao paulo", ["America/Sao_Paulo"]],
  ["America/Los_Angeles", ["America/Los_Angeles"]],
  ["北京时间", ["Asia/Shanghai"]],
  ["san fran", ["America/Los_Angeles"]],
  ["Malta", ["Europe/Malta"]],
  ["+8", ["Etc/GMT-8"]],
  ["＋８", ["Etc/GMT-8"]],
  ["UTC-3", ["Etc/GMT+3"]],
  ["utc", ["Etc/UTC"]],
  ["GMT+5:45", [zones.search("Kathmandu", { locale: "en", now })[0]]],
])("%s is %s", (text, expected) => {
  expect(search(text)).toEqual(expected);
});

test("a country with several clocks offers each once, by cities people know", () => {
  const names = search("USA").map((zone) => zones.nameOf(zone, "en"));
  expect(names).toEqual(
    expect.arrayContaining([
      "New York",
      "Chicago",
      "Denver",
      "Phoenix",
      "Los Angeles",
      "Anchorage",
      "Honolulu",
    ]),
  );
  expect(search("UTC+5:30")).toEqual(expect.arrayContaining(search("Mumbai")));
});

test.each(["", "🙈", "qqqqqq", "+99", "x".repeat(101), "12", "/start"])("%j is no time zone", (text) => {
  expect(search(text)).toEqual([]);
});

test("every zone has a name in every language, and the common ones one of their own", () => {
  for (const locale of files.keys()) {
    for (const zone of Intl.supportedValuesOf("timeZone")) {
      expect(zones.nameOf(zone, locale)).toMatch(/^[\p{L}\p{M}][^/_]*$/u);
    }
    const common = commonTimeZones.map((zone) => zones.nameOf(zone, locale));
    expect(new Set(common).size).toBe(commonTimeZones.length);
  }
  expect(zones.nameOf("Asia/Taipei", "zh-Hant")).toBe("台北");
  expect(zones.nameOf("Etc/GMT-8", "zh-Hans")).toBe("UTC+8");
});

test("only what Intl can tell the time of is a zone", () => {
  expect(zones.isTimeZone("Asia/Tokyo")).toBe(true);
  expect(zones.isTimeZone("Etc/GMT-8")).toBe(true);
  expect(zones.isTimeZone("Mars/Olympus")).toBe(false);
  expect(zones.isTimeZone("")).toBe(false);
});
