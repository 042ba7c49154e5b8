import { invalidParam, missingResource } from "./api-error.ts";
import { amountStep, formatAmount, isSupportedCurrency, minimumAmount } from "./currencies.ts";
import type { FormTree } from "./form.ts";
import {
  boolean,
  email,
  integer,
  listOf,
  metadata,
  oneOf,
  optional,
  type Rule,
  readParams,
  required,
  shape,
  switchedOff,
  text,
  unsupported,
  webUrl,
} from "./params.ts";
import { chooseMethods } from "./payment-methods.ts";
import { type LineItem, newId, type SessionRecord } from "./state.ts";

// https://docs.stripe.com/api/checkout/sessions/create, API version 2026-10-28.endive.
const locales = (
  "auto bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hi-IN hr hu id it ja ko lt lv ms mt nb nl pl " +
  "pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW"
).split(" ");

const currency: Rule<string> = (value, name) => {
  const code = text(10)(value, name).toLowerCase();
  if (!isSupportedCurrency(code)) {
    throw invalidParam(`Invalid currency: ${code}. Stripe does not support it.`, name);
  }
  return code;
};

const priceData = shape({
  currency: required(currency),
  unit_amount: required(integer({ min: 0, max: 99_999_999 })),
  product_data: required(
    shape({
      name: required(text(5000)),
      description: optional(text(40_000)),
      images: optional(listOf(webUrl, 8)),
      metadata: optional(metadata),
      tax_code: optional(text()),
      unit_label: optional(text(12)),
    }),
  ),
  tax_behavior: optional(oneOf("exclusive", "inclusive", "unspecified")),
  product: optional(unsupported),
  recurring: optional((_value, name): never => {
    throw invalidParam("You can not pass `payment` mode with a recurring price.", name);
  }),
  unit_amount_decimal: optional(unsupported),
});

const lineItem = shape({
  price_data: required(priceData),
  quantity: required(integer({ min: 1, max: 999_999 })),
  adjustable_quantity: optional(switchedOff),
  metadata: optional(metadata),
  price: optional((value, name): never => {
    throw missingResource("price", text()(value, name), name);
  }),
  tax_rates: optional(unsupported),
});

const intentData = shape({
  capture_method: optional(oneOf("automatic", "automatic_async")),
  description: optional(text(1000)),
  metadata: optional(metadata),
  receipt_email: optional(email),
  statement_descriptor: optional(text(22)),
  statement_descriptor_suffix: optional(text(22)),
  transfer_group: optional(text()),
  application_fee_amount: optional(unsupported),
  on_behalf_of: optional(unsupported),
  setup_future_usage: optional(unsupported),
  shipping: optional(unsupported),
  transfer_data: optional(unsupported),
});

const methodNames = listOf(text(50), 50);

const sessionParams = {
  mode: required(oneOf("payment")),
  success_url: required(webUrl),
  // Stripe lets it be left out; a person who cannot leave the page is a dead end, so here it is required.
  cancel_url: required(webUrl),
  line_items: required(listOf(lineItem, 100)),
  client_reference_id: optional(text(200)),
  metadata: optional(metadata),
  expires_at: optional(integer()),
  locale: optional(oneOf(...locales)),
  customer_email: optional(email),
  payment_intent_data: optional(intentData),
  adaptive_pricing: optional(shape({ enabled: optional(boolean) })),
  // Gone since 2026-09-30.endive, which has allowed_payment_method_types instead.
  payment_method_types: optional(methodNames),
  allowed_payment_method_types: optional(methodNames),
  excluded_payment_method_types: optional(methodNames),
  payment_method_configuration: optional(text()),
  submit_type: optional(oneOf("auto", "book", "donate", "pay", "subscribe")),
  ui_mode: optional(oneOf("hosted_page", "hosted")),
  currency: optional(currency),
  customer_creation: optional(oneOf("if_required")),
  billing_address_collection: optional(oneOf("auto")),
  allow_promotion_codes: optional<false>((value, name) =>
    boolean(value, name) ? unsupported(value, name) : false,
  ),
  automatic_tax: optional(switchedOff),
  invoice_creation: optional(switchedOff),
  phone_number_collection: optional(switchedOff),
  expand: optional(listOf(text(), 20)),
  ...Object.fromEntries(
    (
      "after_expiration branding_settings consent_collection custom_fields custom_text customer " +
      "customer_account customer_update discounts integration_identifier managed_payments name_collection " +
      "optional_items origin_context payment_method_collection payment_method_data payment_method_options " +
      "permissions redirect_on_completion return_url saved_payment_method_options setup_intent_data " +
      "shipping_address_collection shipping_options subscription_data tax_id_collection wallet_options"
    )
      .split(" ")
      .map((name) => [name, optional(unsupported)] as const),
  ),
};

/** Reads `POST /v1/checkout/sessions` as strictly as Stripe; `now` in Unix seconds. */
export function createSession(form: FormTree, now: number, apiVersion: string): SessionRecord {
  const params = readParams(sessionParams, form);
  if (params.payment_method_types && apiVersion >= "2026-09-30") {
    const message = "Received unknown parameter: payment_method_types";
    throw invalidParam(message, "payment_method_types", "parameter_unknown");
  }
  const lineItems = params.line_items.map(
    ({ price_data, quantity }): LineItem => ({
      id: newId("li"),
      priceId: newId("price"),
      productId: newId("prod", 14),
      name: price_data.product_data.name,
      description: price_data.product_data.description ?? null,
      unitAmount: price_data.unit_amount,
      quantity,
    }),
  );
  const currencies = new Set(params.line_items.map((item) => item.price_data.currency));
  const [sessionCurrency] = currencies;
  if (sessionCurrency === undefined) {
    throw invalidParam("Missing required param: line_items.", "line_items", "parameter_missing");
  }
  if (currencies.size > 1 || (params.currency ?? sessionCurrency) !== sessionCurrency) {
    throw invalidParam("All line items must have the same currency as the Checkout Session.", "line_items");
  }
  const amountTotal = lineItems.reduce((sum, item) => sum + item.unitAmount * item.quantity, 0);
  checkAmount(amountTotal, sessionCurrency);
  return {
    id: newId("cs_test", 58),
    created: now,
    expiresAt: checkExpiry(params.expires_at ?? now + 24 * 3600, now),
    status: "open",
    paymentStatus: "unpaid",
    currency: sessionCurrency,
    amountTotal,
    lineItems,
    clientReferenceId: params.client_reference_id ?? null,
    metadata: params.metadata ?? {},
    successUrl: params.success_url,
    cancelUrl: params.cancel_url,
    locale: params.locale ?? null,
    customerEmail: params.customer_email ?? null,
    payerEmail: null,
    methods: chooseMethods(sessionCurrency, params),
    allowedMethods: params.allowed_payment_method_types ?? null,
    adaptivePricing: params.adaptive_pricing?.enabled ?? null,
    submitType: params.submit_type ?? null,
    intentMetadata: params.payment_intent_data?.metadata ?? {},
    intentDescription: params.payment_intent_data?.description ?? null,
    receiptEmail: params.payment_intent_data?.receipt_email ?? null,
    statementDescriptor: params.payment_intent_data?.statement_descriptor ?? null,
    statementDescriptorSuffix: params.payment_intent_data?.statement_descriptor_suffix ?? null,
    paymentIntentId: null,
  };
}

function checkAmount(amount: number, code: string): void {
  const shown = (minor: number) => formatAmount(minor, code, "en");
  if (amount < minimumAmount(code)) {
    const message = `The Checkout Session's total amount due must add up to at least ${shown(minimumAmount(code))} ${code}`;
    throw invalidParam(message, undefined, "amount_too_small");
  }
  if (amount > 99_999_999) {
    const message = `The Checkout Session's total amount due must be no more than ${shown(99_999_999)} ${code}`;
    throw invalidParam(message, undefined, "amount_too_large");
  }
  if (amount % amountStep(code) !== 0) {
    throw invalidParam(`Amounts in ${code} must be a multiple of ${amountStep(code)}.`, "line_items");
  }
}

function checkExpiry(expiresAt: number, now: number): number {
  if (expiresAt < now + 30 * 60) {
    const message = "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.";
    throw invalidParam(message, "expires_at");
  }
  if (expiresAt > now + 24 * 3600) {
    const message = "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.";
    throw invalidParam(message, "expires_at");
  }
  return expiresAt;
}
