import type { ChargeRule } from "../../domain/promotion.ts";

/**
 * Smallest charges in minor units: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts.
 * Those after the blank line are not listed there: about half a US dollar, which is what counts for them.
 */
const minimumByCurrency: Record<string, number> = {
  ...{ USD: 50, AED: 200, AUD: 50, BGN: 100, BRL: 50, CAD: 50, CHF: 50, CZK: 1500, DKK: 250, EUR: 50 },
  ...{ GBP: 30, HKD: 400, HUF: 17500, INR: 50, JPY: 50, MXN: 1000, MYR: 200, NOK: 300, NZD: 50, PLN: 200 },
  ...{ RON: 200, SEK: 300, SGD: 50, THB: 1000 },

  ...{ CNY: 360, IDR: 830_000, ILS: 180, KRW: 700, PHP: 2900, TWD: 1600, VND: 13_000, ZAR: 900, TRY: 2100 },
};

/** Counted in thousandths of which only tens can be charged: https://docs.stripe.com/currencies#three-decimal */
const threeDecimal = ["BHD", "JOD", "KWD", "OMR", "TND"];

/** What Stripe charges at least, and in which steps. */
export const chargeRule = (currency: string): ChargeRule => ({
  minimumMinor: minimumByCurrency[currency] ?? 1,
  stepMinor: threeDecimal.includes(currency) ? 10 : 1,
});
