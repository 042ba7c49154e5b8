import type { ChargeRecord, DisputeRecord, RefundRecord } from "./state.ts";

/** A refund; failed ones say why, pending ones that they are. */
export function renderRefund(refund: RefundRecord, charge: ChargeRecord) {
  const failed = refund.status === "failed";
  return {
    id: refund.id,
    object: "refund",
    amount: refund.amount,
    balance_transaction: refund.id.replace("re_", "txn_"),
    charge: refund.chargeId,
    created: refund.created,
    currency: refund.currency,
    customer: null,
    customer_account: null,
    destination_details: {
      type: charge.method,
      [charge.method]: charge.method === "card" ? { reference_status: "pending", type: "refund" } : {},
    },
    ...(failed
      ? {
          failure_balance_transaction: refund.id.replace("re_", "txn_f"),
          failure_reason: refund.failureReason ?? "unknown",
        }
      : {}),
    ...(refund.status === "pending" ? { pending_reason: "processing" } : {}),
    metadata: refund.metadata,
    payment_intent: refund.intentId,
    payment_method: refund.chargeId.replace("ch_", "pm_"),
    reason: refund.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: refund.status,
    transfer_reversal: null,
  };
}

/** A chargeback that waits for evidence: its charge can no longer be refunded. */
export function renderDispute(dispute: DisputeRecord) {
  return {
    id: dispute.id,
    object: "dispute",
    amount: dispute.amount,
    balance_transactions: [],
    charge: dispute.chargeId,
    created: dispute.created,
    currency: dispute.currency,
    enhanced_eligibility_types: [],
    evidence: {},
    evidence_details: {
      due_by: dispute.created + 7 * 86_400,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
    },
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: dispute.intentId,
    reason: dispute.reason,
    status: "needs_response",
  };
}
