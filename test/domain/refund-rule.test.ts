import { expect, test } from "vitest";
import { needsSecondAgent, parseRefundRule } from "../../src/domain/refund-rule.ts";

test.each([
  ["", "USD", 1_000_000, false],
  ["50 USD", "USD", 5000, false],
  ["50 USD", "USD", 5001, true],
  ["49.99 USD, 7500 JPY", "JPY", 7500, false],
  ["49.99 USD, 7500 JPY", "JPY", 7501, true],
  ["50 USD", "EUR", 1, true],
  ["0 USD", "USD", 1, true],
])("%j: %s %i needs a second agent: %s", (text, currency, amountMinor, needs) => {
  const { rule } = parseRefundRule(text)!;
  expect(needsSecondAgent(rule, { amountMinor, currency })).toBe(needs);
});

test.each(["50", "USD 50", "50 usd", "7500.5 JPY", "50 USD; 40 EUR", "-5 USD"])("%j is no rule", (text) => {
  expect(parseRefundRule(text)).toBeUndefined();
});
