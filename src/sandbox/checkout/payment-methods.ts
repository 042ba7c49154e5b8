import { invalidParam } from "./api-error.ts";
import type { DelayedMethod, PaymentError, PaymentMethod } from "./state.ts";

// Currencies as Stripe documents them for each method, read in 2026.
const paypal = new Set("aud cad chf czk dkk eur gbp hkd nok nzd pln sek sgd usd".split(" "));
const alipay = new Set("aud cad cny eur gbp hkd jpy myr nzd sgd usd".split(" "));
const debitByCurrency: Record<string, DelayedMethod> = {
  usd: "us_bank_account",
  eur: "sepa_debit",
  gbp: "bacs_debit",
  cad: "acss_debit",
  aud: "au_becs_debit",
};

/** The method of this currency that settles days later; a bank transfer where there is no debit. */
export function delayedMethod(currency: string): DelayedMethod {
  return debitByCurrency[currency] ?? "customer_balance";
}

/** What the page offers, from what the dashboard enables, the currency allows and the request filters. */
export function chooseMethods(
  currency: string,
  asked: {
    payment_method_types?: string[];
    allowed_payment_method_types?: string[];
    excluded_payment_method_types?: string[];
  },
): PaymentMethod[] {
  const usable: PaymentMethod[] = ["card"];
  if (paypal.has(currency)) usable.push("paypal");
  if (alipay.has(currency)) usable.push("alipay");
  usable.push(delayedMethod(currency));
  const name = asked.payment_method_types ? "payment_method_types" : "allowed_payment_method_types";
  const wanted = asked.payment_method_types ?? asked.allowed_payment_method_types;
  const excluded = asked.excluded_payment_method_types ?? [];
  const unusable = asked.payment_method_types?.find((one) => !usable.some((method) => method === one));
  if (unusable !== undefined) {
    const message = `The payment method type provided: ${unusable} is invalid or cannot be used with the currency ${currency}.`;
    throw invalidParam(message, "payment_method_types");
  }
  const offered = usable.filter((method) => (wanted?.includes(method) ?? true) && !excluded.includes(method));
  if (offered.length === 0) {
    throw invalidParam(`No valid payment method types for this Checkout Session in ${currency}.`, name);
  }
  return offered;
}

/** What a test card does: pays, or is declined with that error; undefined for any other number. */
export function testCard(number: string): { last4: string; error: PaymentError | null } | undefined {
  const error = cardErrors[number];
  return error === undefined ? undefined : { last4: number.slice(-4), error };
}

// https://docs.stripe.com/testing
const cardErrors: Record<string, PaymentError | null> = {
  "4242424242424242": null,
  "4000000000000002": {
    type: "card_error",
    code: "card_declined",
    declineCode: "generic_decline",
    message: "Your card was declined.",
  },
  "4000000000009995": {
    type: "card_error",
    code: "card_declined",
    declineCode: "insufficient_funds",
    message: "Your card has insufficient funds.",
  },
};

export const cardNumbers = {
  good: "4242424242424242",
  declined: "4000000000000002",
  insufficient_funds: "4000000000009995",
} as const;

/** A wallet that did not pay: its provider refused, or the person went back. */
export function walletError(outcome: "failed" | "canceled"): PaymentError {
  return outcome === "failed"
    ? {
        type: "invalid_request_error",
        code: "payment_method_provider_decline",
        declineCode: null,
        message: "The payment was declined by the payment method's provider.",
      }
    : {
        type: "invalid_request_error",
        code: "payment_method_customer_decline",
        declineCode: null,
        message: "The customer did not approve the payment.",
      };
}

/** A delayed method whose money never came. */
export const unsettledError: PaymentError = {
  type: "invalid_request_error",
  code: "payment_intent_payment_attempt_failed",
  declineCode: null,
  message: "The payment could not be collected from the bank account.",
};
