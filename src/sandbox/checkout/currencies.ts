// https://docs.stripe.com/currencies, read in 2026.
const supported = new Set(
  (
    "aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf " +
    "chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg " +
    "huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk " +
    "mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub " +
    "rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx usd uyu uzs vnd " +
    "vuv wst xaf xcd xcg xof xpf yer zar zmw"
  ).split(" "),
);

const zeroDecimal = new Set("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split(" "));
const threeDecimal = new Set("bhd jod kwd omr tnd".split(" "));
/** Written with two decimals for history's sake, though only whole units can be charged. */
const wholeUnitsOnly = new Set(["isk", "ugx"]);

/** Smallest charge in minor units; those after the blank line are 50 US cents at about 2026's rates. */
const minimumByCurrency: Record<string, number> = {
  ...{ usd: 50, aed: 200, aud: 50, bgn: 100, brl: 50, cad: 50, chf: 50, czk: 1500, dkk: 250, eur: 50 },
  ...{ gbp: 30, hkd: 400, huf: 17500, inr: 50, jpy: 50, mxn: 1000, myr: 200, nok: 300, nzd: 50, pln: 200 },
  ...{ ron: 200, sek: 300, sgd: 50, thb: 1000 },

  ...{ cny: 360, idr: 830_000, ils: 180, krw: 700, php: 2900, twd: 1600, vnd: 13_000, zar: 900, try: 2100 },
};

/** By the lower-case ISO code. */
export function isSupportedCurrency(currency: string): boolean {
  return supported.has(currency);
}

/** Digits after the point in which Stripe counts this currency: 0 for JPY, KRW and VND, 3 for KWD. */
export function minorDigits(currency: string): 0 | 2 | 3 {
  return zeroDecimal.has(currency) ? 0 : threeDecimal.has(currency) ? 3 : 2;
}

/** Amounts must be a multiple of this: the last digit of KWD is 0, ISK has no cents. */
export function amountStep(currency: string): number {
  return threeDecimal.has(currency) ? 10 : wholeUnitsOnly.has(currency) ? 100 : 1;
}

/** The smallest total Stripe charges in this currency, in minor units. */
export function minimumAmount(currency: string): number {
  return minimumByCurrency[currency] ?? 1;
}

/** The amount as people of that locale write it; `amountMinor` in Stripe's minor units. */
export function formatAmount(amountMinor: number, currency: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "currency", currency: currency.toUpperCase() }).format(
    amountMinor / 10 ** minorDigits(currency),
  );
}
