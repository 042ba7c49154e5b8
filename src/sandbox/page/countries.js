import { el } from "./dom.js";

const popular = "JP KR TH SG TW HK CN VN MY ID US GB FR DE IT ES AU TR AE";
const all =
  "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ " +
  "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO " +
  "FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE " +
  "JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO " +
  "MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW " +
  "PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM " +
  "TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/** Where a card can be used: the popular countries, then every one by name. */
export function countryOptions() {
  const names = new Intl.DisplayNames("en", { type: "region" });
  const option = (/** @type {string} */ code) => el("option", { value: code }, names.of(code) ?? code);
  const byName = all.split(" ").sort((a, b) => (names.of(a) ?? a).localeCompare(names.of(b) ?? b, "en"));
  return [
    el("optgroup", { label: "Popular" }, ...popular.split(" ").map(option)),
    el("optgroup", { label: "All countries" }, ...byName.map(option)),
  ];
}
