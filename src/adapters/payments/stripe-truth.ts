import type Stripe from "stripe";
import type { CheckoutTruth, PaymentFailure, ProviderPayment } from "../../ports/payment-provider.ts";

/** A session expanded down to its refunds, in our words. */
export function toTruth(session: Stripe.Checkout.Session): CheckoutTruth {
  return {
    sessionId: session.id,
    orderId: session.metadata?.orderId ?? session.client_reference_id ?? undefined,
    status: session.status === "complete" ? "complete" : session.status === "expired" ? "expired" : "open",
    payment: toPayment(session),
  };
}

function toPayment(session: Stripe.Checkout.Session): ProviderPayment | undefined {
  const intent = session.payment_intent;
  if (!intent || typeof intent === "string") return undefined;
  const status = statusOf(intent, session);
  if (!status) return undefined;
  const charge =
    intent.latest_charge && typeof intent.latest_charge !== "string" ? intent.latest_charge : undefined;
  const refundPendingMinor = pendingRefunds(charge);
  const failure = status === "failed" ? failureOf(intent.last_payment_error) : undefined;
  const method = charge?.payment_method_details?.type;
  return {
    id: intent.id,
    status,
    amount: {
      amountMinor: status === "succeeded" ? intent.amount_received : intent.amount,
      currency: intent.currency.toUpperCase(),
    },
    // `amount_refunded` counts refunds from the moment they are made.
    refundedMinor: Math.max(0, (charge?.amount_refunded ?? 0) - refundPendingMinor),
    refundPendingMinor,
    ...(method && { method }),
    ...(charge?.receipt_url && { receiptUrl: charge.receipt_url }),
    ...(failure && { failure }),
    disputed: charge?.disputed ?? false,
  };
}

/** Undefined while the customer is still at it. */
function statusOf(
  intent: Stripe.PaymentIntent,
  session: Stripe.Checkout.Session,
): ProviderPayment["status"] | undefined {
  switch (intent.status) {
    case "succeeded":
      return "succeeded";
    case "processing":
      return "pending";
    case "requires_payment_method":
    case "canceled":
      return intent.last_payment_error ? "failed" : undefined;
    default:
      // Vouchers and bank transfers wait like this for their money, once the page is done.
      return session.status === "complete" && session.payment_status === "unpaid" ? "pending" : undefined;
  }
}

function pendingRefunds(charge: Stripe.Charge | undefined): number {
  const refunds = charge?.refunds?.data ?? [];
  return refunds
    .filter(({ status }) => status === "pending" || status === "requires_action")
    .reduce((sum, { amount }) => sum + amount, 0);
}

/** https://docs.stripe.com/declines/codes, as far as a customer can do something about them. */
const failureByCode: Record<string, PaymentFailure> = {
  insufficient_funds: "insufficient_funds",
  card_velocity_exceeded: "limit",
  withdrawal_count_limit_exceeded: "limit",
  amount_too_large: "limit",
  charge_exceeds_source_limit: "limit",
  charge_exceeds_transaction_limit: "limit",
  expired_card: "expired_card",
  expired_payment_method: "expired_card",
  authentication_required: "unconfirmed",
  payment_intent_authentication_failure: "unconfirmed",
  incorrect_cvc: "unconfirmed",
  invalid_cvc: "unconfirmed",
  payment_method_customer_decline: "canceled",
  payment_intent_payment_attempt_expired: "canceled",
  processing_error: "network",
  issuer_not_available: "network",
  try_again_later: "network",
  reenter_transaction: "network",
  payment_method_provider_timeout: "network",
  card_declined: "declined",
  payment_method_provider_decline: "declined",
};

function failureOf(error: Stripe.PaymentIntent.LastPaymentError | null): PaymentFailure {
  return (
    (error?.decline_code && failureByCode[error.decline_code]) ||
    (error?.code && failureByCode[error.code]) ||
    "other"
  );
}
