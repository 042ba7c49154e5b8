import { describe, expect, it } from "vitest";
import {
  countriesOfRegion,
  countryCodes,
  countryOfAlpha3,
  flagOf,
  isCountryCode,
  isRegionName,
  popularCountries,
  regionOf,
  regions,
} from "../../src/domain/country.ts";

describe("countries", () => {
  it("are the 249 of ISO 3166-1, each once, with an alpha-3 code of its own", () => {
    expect(countryCodes).toHaveLength(249);
    expect(new Set(countryCodes).size).toBe(249);
    const intl = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
    expect(countryCodes.filter((code) => intl.of(code) === undefined)).toEqual([]);
  });

  it.each([
    ["JPN", "JP"],
    ["DEU", "DE"],
    ["CHE", "CH"],
    ["AUT", "AT"],
    ["AUS", "AU"],
    ["GBR", "GB"],
    ["HKG", "HK"],
    ["COD", "CD"],
    ["XKX", undefined],
    ["jpn", undefined],
    ["", undefined],
  ])("have %s as the alpha-3 code of %s", (alpha3, code) => {
    expect(countryOfAlpha3(alpha3)).toBe(code);
  });

  it("stand on exactly one shelf each", () => {
    const shelved = regions.flatMap((region) => [...countriesOfRegion(region)]);
    expect(shelved.sort()).toEqual([...countryCodes].sort());
    for (const region of regions) {
      for (const code of countriesOfRegion(region)) expect(regionOf(code)).toBe(region);
    }
  });

  it("make up the parts of the world people speak of", () => {
    expect(countriesOfRegion("world")).toHaveLength(249);
    expect(countriesOfRegion("south_east_asia")).toContain("TH");
    expect(countriesOfRegion("caribbean").every((code) => regionOf(code) === "latin_america")).toBe(true);
    expect(isRegionName("gulf")).toBe(true);
    expect(isRegionName("atlantis")).toBe(false);
  });

  it("are recognised in capitals only", () => {
    expect(isCountryCode("JP")).toBe(true);
    for (const text of ["jp", "UK", "EU", "XX", "JPN", "", "constructor"])
      expect(isCountryCode(text)).toBe(false);
  });

  it("that are popular exist and come once", () => {
    expect(popularCountries.every(isCountryCode)).toBe(true);
    expect(new Set(popularCountries).size).toBe(popularCountries.length);
    expect(popularCountries[0]).toBe("JP");
  });

  it("have a flag", () => {
    expect(flagOf("JP")).toBe("🇯🇵");
    expect(flagOf("HK")).toBe("🇭🇰");
  });
});
