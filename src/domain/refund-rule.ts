import { type Money, parsePrice } from "./money.ts";

/** Up to what amount one agent may send money back alone, by currency; undefined: any amount. */
export type RefundRule = ReadonlyMap<string, number> | undefined;

/** Reads `50 USD, 7500 JPY`; an empty text sets no limit. Undefined when it says something else. */
export function parseRefundRule(text: string): { rule: RefundRule } | undefined {
  if (text.trim() === "") return { rule: undefined };
  const rule = new Map<string, number>();
  for (const part of text.split(",")) {
    const [, amount, currency] = /^\s*([\d.]+)\s+([A-Z]{3})\s*$/.exec(part) ?? [];
    if (amount === undefined || currency === undefined) return undefined;
    const price = parsePrice(amount, currency);
    if (!price.ok) return undefined;
    rule.set(currency, price.value.amountMinor);
  }
  return { rule };
}

/** Whether a second agent has to confirm; a currency that the rule does not name is never sent alone. */
export const needsSecondAgent = (rule: RefundRule, { amountMinor, currency }: Money): boolean =>
  rule !== undefined && amountMinor > (rule.get(currency) ?? -1);
