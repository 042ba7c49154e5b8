import type { ChargeRecord, IntentRecord, PaymentError, PaymentMethod, SessionRecord } from "./state.ts";

/** A payment intent; its metadata and words come from the session that made it. */
export function renderIntent(intent: IntentRecord, session: SessionRecord) {
  return {
    id: intent.id,
    object: "payment_intent",
    allowed_payment_method_types: session.allowedMethods,
    amount: intent.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: intent.status === "succeeded" ? intent.amount : 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: { allow_redirects: "always", enabled: true },
    canceled_at: intent.canceledAt,
    cancellation_reason: intent.canceledAt === null ? null : "automatic",
    capture_method: "automatic_async",
    client_secret: intent.clientSecret,
    confirmation_method: "automatic",
    created: intent.created,
    currency: intent.currency,
    customer: null,
    customer_account: null,
    description: session.intentDescription,
    excluded_payment_method_types: null,
    last_payment_error: intent.lastError && renderError(intent.lastError, intent),
    latest_charge: intent.lastChargeId,
    livemode: false,
    managed_payments: null,
    metadata: intent.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: intent.status === "requires_payment_method" ? null : methodId(intent.lastChargeId),
    payment_method_configuration_details: { id: "pmc_sandbox", parent: null },
    payment_method_options: {},
    payment_method_types: session.methods,
    payment_record: null,
    processing: null,
    receipt_email: session.receiptEmail,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: session.statementDescriptor,
    statement_descriptor_suffix: session.statementDescriptorSuffix,
    status: intent.status,
    transfer_data: null,
    transfer_group: null,
  };
}

function renderError(error: PaymentError, intent: IntentRecord) {
  return {
    charge: intent.lastChargeId ?? undefined,
    code: error.code,
    decline_code: error.declineCode ?? undefined,
    doc_url: `https://stripe.com/docs/error-codes/${error.code}`,
    message: error.message,
    payment_method: renderMethod(intent.method ?? "card", intent.lastChargeId, null, null, intent.created),
    type: error.type,
  };
}

/** A charge with the details of its method and a receipt that can be opened. */
export function renderCharge(charge: ChargeRecord, session: SessionRecord, publicUrl: string) {
  const email = session.payerEmail ?? session.customerEmail;
  return {
    id: charge.id,
    object: "charge",
    amount: charge.amount,
    amount_captured: charge.status === "succeeded" ? charge.amount : 0,
    amount_refunded: charge.amountRefunded,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: charge.status === "succeeded" ? charge.id.replace("ch_", "txn_") : null,
    billing_details: billingDetails(email),
    calculated_statement_descriptor: session.statementDescriptor ?? "TRAVEL SIM SANDBOX",
    captured: charge.status === "succeeded",
    created: charge.created,
    currency: charge.currency,
    customer: null,
    description: session.intentDescription,
    disputed: charge.disputed,
    failure_balance_transaction: null,
    failure_code: charge.error?.code ?? null,
    failure_message: charge.error?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: charge.metadata,
    on_behalf_of: null,
    outcome: outcome(charge),
    paid: charge.status === "succeeded",
    payment_intent: charge.intentId,
    payment_method: methodId(charge.id),
    payment_method_details: {
      type: charge.method,
      [charge.method]: methodDetails(charge.method, charge.last4, email),
    },
    receipt_email: session.receiptEmail,
    receipt_number: null,
    receipt_url: charge.status === "succeeded" ? `${publicUrl}/c/receipt/${charge.id}` : null,
    refunded: charge.amountRefunded >= charge.amount && charge.status === "succeeded",
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: session.statementDescriptor,
    statement_descriptor_suffix: session.statementDescriptorSuffix,
    status: charge.status,
    transfer_data: null,
    transfer_group: null,
  };
}

function outcome(charge: ChargeRecord) {
  const declined = charge.error !== null;
  return {
    advice_code: declined ? "try_again_later" : null,
    network_advice_code: null,
    network_decline_code: declined && charge.method === "card" ? "05" : null,
    network_status: declined ? "declined_by_network" : "approved_by_network",
    reason: charge.error?.declineCode ?? null,
    seller_message: declined ? "The payment was declined." : "Payment complete.",
    type: declined ? "issuer_declined" : "authorized",
  };
}

function billingDetails(email: string | null) {
  return { address: null, email, name: null, phone: null, tax_id: null };
}

function methodDetails(method: PaymentMethod, last4: string | null, email: string | null) {
  switch (method) {
    case "card":
      return {
        brand: "visa",
        checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
        country: "US",
        exp_month: 12,
        exp_year: 2034,
        funding: "credit",
        last4: last4 ?? "4242",
        network: "visa",
        three_d_secure: null,
        wallet: null,
      };
    case "paypal":
      return { payer_email: email, payer_id: "SANDBOXPAYER", payer_name: null, country: "US" };
    case "alipay":
      return { buyer_id: "2088000000000000", fingerprint: null, transaction_id: null };
    default:
      return { bank_name: "Sandbox Bank", last4: "6789" };
  }
}

/** A payment belongs to one charge here, so its id is made from the charge's. */
function methodId(chargeId: string | null): string | null {
  return chargeId?.replace("ch_", "pm_") ?? null;
}

/** The method a charge was paid with. */
export function renderMethod(
  method: PaymentMethod,
  chargeId: string | null,
  last4: string | null,
  email: string | null,
  created: number,
) {
  return {
    id: methodId(chargeId),
    object: "payment_method",
    allow_redisplay: "limited",
    billing_details: billingDetails(email),
    created,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: method,
    [method]: methodDetails(method, last4, email),
  };
}
