/** An ISO 3166-1 alpha-2 code in capitals; `isCountryCode` tells. */
export type CountryCode = string;

/** The shelves of the country list: every country stands on exactly one. */
export type Region =
  | "asia"
  | "europe"
  | "north_america"
  | "latin_america"
  | "middle_east"
  | "africa"
  | "oceania";

/** Parts of the world that travellers name; they overlap with each other and with the regions. */
export type TravelGroup =
  | "world"
  | "americas"
  | "east_asia"
  | "south_east_asia"
  | "south_asia"
  | "central_asia"
  | "gulf"
  | "nordics"
  | "balkans"
  | "caribbean"
  | "central_america"
  | "south_america"
  | "north_africa";

export type RegionName = Region | TravelGroup;

/** ISO 3166-1 as alpha-2 followed by alpha-3. Turkey and Cyprus are sold with Europe, the Caucasus with Asia. */
const isoCodesByRegion: Readonly<Record<Region, string>> = {
  asia: `
    AFAFG AMARM AZAZE BDBGD BNBRN BTBTN CNCHN GEGEO HKHKG IDIDN ININD IOIOT JPJPN KGKGZ KHKHM KPPRK KRKOR
    KZKAZ LALAO LKLKA MMMMR MNMNG MOMAC MVMDV MYMYS NPNPL PHPHL PKPAK SGSGP THTHA TJTJK TLTLS TMTKM TWTWN
    UZUZB VNVNM`,
  europe: `
    ADAND ALALB ATAUT AXALA BABIH BEBEL BGBGR BYBLR CHCHE CYCYP CZCZE DEDEU DKDNK EEEST ESESP FIFIN FOFRO
    FRFRA GBGBR GGGGY GIGIB GRGRC HRHRV HUHUN IEIRL IMIMN ISISL ITITA JEJEY LILIE LTLTU LULUX LVLVA MCMCO
    MDMDA MEMNE MKMKD MTMLT NLNLD NONOR PLPOL PTPRT ROROU RSSRB RURUS SESWE SISVN SJSJM SKSVK SMSMR TRTUR
    UAUKR VAVAT`,
  north_america: "BMBMU CACAN GLGRL MXMEX PMSPM USUSA",
  latin_america: `
    AGATG AIAIA ARARG AWABW BBBRB BLBLM BOBOL BQBES BRBRA BSBHS BVBVT BZBLZ CLCHL COCOL CRCRI CUCUB CWCUW
    DMDMA DODOM ECECU FKFLK GDGRD GFGUF GPGLP GSSGS GTGTM GYGUY HNHND HTHTI JMJAM KNKNA KYCYM LCLCA MFMAF
    MQMTQ MSMSR NINIC PAPAN PEPER PRPRI PYPRY SRSUR SVSLV SXSXM TCTCA TTTTO UYURY VCVCT VEVEN VGVGB VIVIR`,
  middle_east: "AEARE BHBHR ILISR IQIRQ IRIRN JOJOR KWKWT LBLBN OMOMN PSPSE QAQAT SASAU SYSYR YEYEM",
  africa: `
    AOAGO BFBFA BIBDI BJBEN BWBWA CDCOD CFCAF CGCOG CICIV CMCMR CVCPV DJDJI DZDZA EGEGY EHESH ERERI ETETH
    GAGAB GHGHA GMGMB GNGIN GQGNQ GWGNB KEKEN KMCOM LRLBR LSLSO LYLBY MAMAR MGMDG MLMLI MRMRT MUMUS MWMWI
    MZMOZ NANAM NENER NGNGA REREU RWRWA SCSYC SDSDN SHSHN SLSLE SNSEN SOSOM SSSSD STSTP SZSWZ TDTCD TFATF
    TGTGO TNTUN TZTZA UGUGA YTMYT ZAZAF ZMZMB ZWZWE`,
  oceania: `
    AQATA ASASM AUAUS CCCCK CKCOK CXCXR FJFJI FMFSM GUGUM HMHMD KIKIR MHMHL MPMNP NCNCL NFNFK NRNRU NUNIU
    NZNZL PFPYF PGPNG PNPCN PWPLW SBSLB TKTKL TOTON TVTUV UMUMI VUVUT WFWLF WSWSM`,
};

const isoCodes: readonly string[] = words(Object.values(isoCodesByRegion).join(" "));

/** In the order in which they are offered for browsing. */
export const regions: readonly Region[] = Object.keys(isoCodesByRegion) as Region[];

/** All 249, in no promised order. */
export const countryCodes: readonly CountryCode[] = isoCodes.map(alpha2Of);

/**
 * Where travellers go most, the first first: what is offered before anything is known about a person, and
 * what decides between two answers that are equally good.
 */
export const popularCountries: readonly CountryCode[] = words(`
  JP KR TH HK MO TW SG MY US GB FR DE IT ES CN VN ID AU PH NZ CA AE CH NL TR KH IN PT GR AT BE IE SE NO DK
  FI IS CZ HU PL HR MX BR EG ZA SA QA IL MV LK NP LA RU`);

const codes: ReadonlySet<string> = new Set(countryCodes);
const codeByAlpha3: ReadonlyMap<string, CountryCode> = new Map(
  isoCodes.map((iso) => [iso.slice(2), alpha2Of(iso)]),
);
const countriesByRegion: ReadonlyMap<RegionName, readonly CountryCode[]> = new Map<
  RegionName,
  readonly CountryCode[]
>([
  ...regions.map((region) => [region, words(isoCodesByRegion[region]).map(alpha2Of)] as const),
  ["world", countryCodes],
  ["americas", words(`${isoCodesByRegion.north_america} ${isoCodesByRegion.latin_america}`).map(alpha2Of)],
  ["east_asia", words("CN HK JP KP KR MN MO TW")],
  ["south_east_asia", words("BN ID KH LA MM MY PH SG TH TL VN")],
  ["south_asia", words("AF BD BT IN LK MV NP PK")],
  ["central_asia", words("KG KZ TJ TM UZ")],
  ["gulf", words("AE BH KW OM QA SA")],
  ["nordics", words("AX DK FI FO GL IS NO SE")],
  ["balkans", words("AL BA BG GR HR ME MK RO RS SI")],
  ["caribbean", words("AG AI AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI")],
  ["central_america", words("BZ CR GT HN NI PA SV")],
  ["south_america", words("AR BO BR CL CO EC FK GF GY PE PY SR UY VE")],
  ["north_africa", words("DZ EG EH LY MA SD TN")],
]);
const regionByCode: ReadonlyMap<CountryCode, Region> = new Map(
  regions.flatMap((region) => countriesOfRegion(region).map((code) => [code, region] as const)),
);

export function isCountryCode(text: string): boolean {
  return codes.has(text);
}

export function isRegionName(text: string): text is RegionName {
  return countriesByRegion.has(text as RegionName);
}

/** The country of an ISO 3166-1 alpha-3 code in capitals. */
export function countryOfAlpha3(alpha3: string): CountryCode | undefined {
  return codeByAlpha3.get(alpha3);
}

/** In alphabetical order of the codes; sort by name before showing. */
export function countriesOfRegion(region: RegionName): readonly CountryCode[] {
  return countriesByRegion.get(region) ?? [];
}

/** The shelf it stands on; `undefined` when it is no country code. */
export function regionOf(code: CountryCode): Region | undefined {
  return regionByCode.get(code);
}

/** The flag as an emoji: two regional indicator letters. */
export function flagOf(code: CountryCode): string {
  const indicatorA = 0x1f1e6;
  return String.fromCodePoint(...[...code].map((letter) => indicatorA + letter.charCodeAt(0) - 65));
}

function alpha2Of(iso: string): CountryCode {
  return iso.slice(0, 2);
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
