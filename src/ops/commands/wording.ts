import { currencyDecimals, type Money, toMajorUnits } from "../../domain/money.ts";

/** `12.50 USD`: what the import's price column would say. */
export function amount(money: Money): string {
  return `${toMajorUnits(money).toFixed(currencyDecimals(money.currency))} ${money.currency}`;
}

/** `2026-11-27 18:00:00Z` */
export const moment = (at: Date): string => at.toISOString().replace("T", " ").replace(/\.\d+/, "");
