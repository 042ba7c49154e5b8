import { invalidParam, missingResource, refused } from "./api-error.ts";
import { formatAmount } from "./currencies.ts";
import type { FormTree } from "./form.ts";
import { integer, listOf, metadata, oneOf, optional, readParams, text, unsupported } from "./params.ts";
import { type ChargeRecord, type CheckoutState, newId, type RefundRecord } from "./state.ts";

// https://docs.stripe.com/api/refunds/create
const refundParams = {
  payment_intent: optional(text()),
  charge: optional(text()),
  amount: optional(integer({ min: 1, max: 99_999_999 })),
  reason: optional(oneOf("duplicate", "fraudulent", "requested_by_customer")),
  metadata: optional(metadata),
  expand: optional(listOf(text(), 20)),
  currency: optional(unsupported),
  customer: optional(unsupported),
  instructions_email: optional(unsupported),
  origin: optional(unsupported),
  refund_application_fee: optional(unsupported),
  reverse_transfer: optional(unsupported),
};

export interface RefundMood {
  /** What a new refund is at first; a pending one waits for `settle`. Default succeeded. */
  outcome?: "succeeded" | "pending" | "failed";
}

/** Money on its way back. */
export interface Refunds {
  /** `POST /v1/refunds`. */
  create(form: FormTree): RefundRecord;
  /** Ends a pending refund, or lets one fail that had succeeded, as banks do days later. */
  settle(refund: RefundRecord, outcome: "succeeded" | "failed"): boolean;
  dispute(charge: ChargeRecord): void;
  setMood(mood: RefundMood): void;
}

export interface RefundsDeps {
  state: CheckoutState;
  seconds(): number;
  emit(type: string, objectId: string): void;
}

/** Keeps charges and their refunds in agreement, and tells what happened to each. */
export function createRefunds({ state, seconds, emit }: RefundsDeps): Refunds {
  let mood: RefundMood = {};

  return {
    create(form) {
      const params = readParams(refundParams, form);
      const charge = chargeToRefund(params.payment_intent, params.charge);
      const left = charge.amount - charge.amountRefunded;
      const amount = params.amount ?? left;
      if (charge.disputed) {
        throw refused(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
          code: "charge_disputed",
        });
      }
      if (left === 0) {
        throw refused(`Charge ${charge.id} has already been refunded.`, { code: "charge_already_refunded" });
      }
      if (amount > left) {
        const shown = (minor: number) => formatAmount(minor, charge.currency, "en");
        const message = `Refund amount (${shown(amount)}) is greater than unrefunded amount on charge (${shown(left)})`;
        throw refused(message, { param: "amount" });
      }
      const refund: RefundRecord = {
        id: newId("re"),
        created: seconds(),
        chargeId: charge.id,
        intentId: charge.intentId,
        amount,
        currency: charge.currency,
        status: mood.outcome === "succeeded" || mood.outcome === undefined ? "succeeded" : "pending",
        reason: params.reason ?? null,
        failureReason: null,
        metadata: params.metadata ?? {},
      };
      state.refunds.set(refund.id, refund);
      charge.amountRefunded += amount;
      emit("refund.created", refund.id);
      emit("charge.refunded", charge.id);
      if (mood.outcome === "failed") settle(refund, "failed");
      return refund;
    },

    settle,

    dispute(charge) {
      if (charge.disputed || charge.status !== "succeeded") return;
      const dispute = {
        id: newId("dp"),
        created: seconds(),
        chargeId: charge.id,
        intentId: charge.intentId,
        amount: charge.amount,
        currency: charge.currency,
        reason: "fraudulent",
      };
      charge.disputed = true;
      state.disputes.set(dispute.id, dispute);
      emit("charge.dispute.created", dispute.id);
      emit("charge.dispute.funds_withdrawn", dispute.id);
    },

    setMood(next) {
      mood = next;
    },
  };

  function settle(refund: RefundRecord, outcome: "succeeded" | "failed"): boolean {
    const charge = state.charges.get(refund.chargeId);
    if (!charge || refund.status === "failed" || refund.status === outcome) return false;
    refund.status = outcome;
    if (outcome === "failed") {
      refund.failureReason = "expired_or_canceled_card";
      // The money came back to the shop: the charge counts as not refunded again.
      charge.amountRefunded -= refund.amount;
      emit("refund.failed", refund.id);
    }
    emit("refund.updated", refund.id);
    emit("charge.refund.updated", refund.id);
    return true;
  }

  function chargeToRefund(intentId: string | undefined, chargeId: string | undefined): ChargeRecord {
    if (intentId !== undefined && chargeId !== undefined) {
      throw invalidParam("You may only specify one of these parameters: payment_intent, charge.");
    }
    if (chargeId !== undefined) {
      const charge = state.charges.get(chargeId);
      if (!charge) throw missingResource("charge", chargeId, "charge");
      if (charge.status !== "succeeded") {
        throw refused(`Charge ${chargeId} is not successful and cannot be refunded.`, { param: "charge" });
      }
      return charge;
    }
    if (intentId === undefined) {
      throw invalidParam(
        "One of the following params should be provided for this request: payment_intent or charge.",
      );
    }
    const intent = state.intents.get(intentId);
    if (!intent) throw missingResource("payment_intent", intentId, "payment_intent");
    const charge = intent.lastChargeId ? state.charges.get(intent.lastChargeId) : undefined;
    if (charge?.status !== "succeeded") {
      throw refused(`This PaymentIntent (${intentId}) does not have a successful charge to refund.`, {
        param: "payment_intent",
      });
    }
    return charge;
  }
}
