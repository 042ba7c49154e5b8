import { fail, ok, type Result } from "./result.ts";

/** An amount in the currency's minor unit (cents; whole yen) with its ISO 4217 code in upper case. */
export interface Money {
  amountMinor: number;
  currency: string;
}

/** Decimals of a currency's major unit: 2 for USD, 0 for JPY and KRW, 3 for KWD (ISO 4217 through Intl). */
export function currencyDecimals(currency: string): number {
  return (
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}

/** Whether it is a currency that Intl knows, in upper case. */
export function isCurrency(code: string): boolean {
  return /^[A-Z]{3}$/.test(code) && Intl.supportedValuesOf("currency").includes(code);
}

/** Reads `12.5` as 1250 minor units of USD. Refuses signs, exponents and more decimals than the currency has. */
export function parsePrice(decimal: string, currency: string): Result<Money, { type: "not_a_price" }> {
  const match = /^(\d{1,9})(?:\.(\d+))?$/.exec(decimal.trim());
  if (!match) return fail({ type: "not_a_price" });
  const decimals = currencyDecimals(currency);
  const fraction = match[2] ?? "";
  if (fraction.length > decimals) return fail({ type: "not_a_price" });
  return ok({ amountMinor: Number(match[1] + fraction.padEnd(decimals, "0")), currency });
}

/** The amount in major units, for Intl and for reading aloud; never for reckoning. */
export function toMajorUnits({ amountMinor, currency }: Money): number {
  return amountMinor / 10 ** currencyDecimals(currency);
}
