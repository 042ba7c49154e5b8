import { refused } from "./api-error.ts";
import { delayedMethod, testCard, unsettledError, walletError } from "./payment-methods.ts";
import {
  type ChargeRecord,
  type CheckoutState,
  type IntentRecord,
  newId,
  type PaymentError,
  type PaymentMethod,
  type SessionRecord,
} from "./state.ts";

export type Attempt =
  | { method: "card"; number: string; email?: string }
  | { method: "paypal" | "alipay"; outcome: "authorized" | "failed" | "canceled"; email?: string }
  | { method: "delayed"; email?: string };

export type AttemptResult =
  | { type: "complete"; returnUrl: string }
  /** Nothing was charged, the session stays open. */
  | { type: "declined"; error: PaymentError }
  | { type: "unknown-card" }
  | { type: "not-offered" }
  | { type: "not-open" };

/** What people do on the hosted page, and what becomes of their money afterwards. */
export interface Payments {
  attempt(session: SessionRecord, attempt: Attempt): AttemptResult;
  /** Decides a delayed payment; false when there is none to decide. */
  settle(session: SessionRecord, outcome: "succeeded" | "failed"): boolean;
  /** Throws Stripe's refusal unless the session is open. */
  expire(session: SessionRecord): void;
  expireDue(): void;
}

export interface PaymentsDeps {
  state: CheckoutState;
  /** Unix seconds. */
  seconds(): number;
  /** Tells the endpoint that something happened to the object of that id. */
  emit(type: string, objectId: string): void;
}

/** Moves sessions, intents and charges as Stripe does, and tells what happened to each. */
export function createPayments({ state, seconds, emit }: PaymentsDeps): Payments {
  return { attempt, settle, expire, expireDue };

  function attempt(session: SessionRecord, tried: Attempt): AttemptResult {
    expireDue();
    if (session.status !== "open") return { type: "not-open" };
    const method = tried.method === "delayed" ? delayedMethod(session.currency) : tried.method;
    if (!session.methods.includes(method)) return { type: "not-offered" };
    const card = tried.method === "card" ? testCard(tried.number) : undefined;
    if (tried.method === "card" && !card) return { type: "unknown-card" };
    session.payerEmail = tried.email ?? session.customerEmail ?? "traveller@example.com";
    const error = card ? card.error : "outcome" in tried ? walletFailure(tried.outcome) : null;
    const intent = intentFor(session);
    const charge = addCharge(intent, method, card?.last4 ?? null);
    if (error) return decline(intent, charge, error);
    session.status = "complete";
    if (tried.method === "delayed") {
      intent.status = "processing";
      emit("payment_intent.processing", intent.id);
      emit("charge.pending", charge.id);
      emit("checkout.session.completed", session.id);
    } else {
      succeed(session, intent, charge);
      emit("checkout.session.completed", session.id);
    }
    return { type: "complete", returnUrl: returnUrl(session) };
  }

  function settle(session: SessionRecord, outcome: "succeeded" | "failed"): boolean {
    const intent = session.paymentIntentId ? state.intents.get(session.paymentIntentId) : undefined;
    const charge = intent?.lastChargeId ? state.charges.get(intent.lastChargeId) : undefined;
    if (!intent || !charge || intent.status !== "processing") return false;
    if (outcome === "succeeded") {
      succeed(session, intent, charge);
      emit("checkout.session.async_payment_succeeded", session.id);
    } else {
      decline(intent, charge, unsettledError);
      emit("checkout.session.async_payment_failed", session.id);
    }
    return true;
  }

  function expire(session: SessionRecord): void {
    if (session.status !== "open") {
      throw refused(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`,
        { param: "session" },
      );
    }
    session.status = "expired";
    const intent = session.paymentIntentId ? state.intents.get(session.paymentIntentId) : undefined;
    if (intent) {
      intent.status = "canceled";
      intent.canceledAt = seconds();
      emit("payment_intent.canceled", intent.id);
    }
    emit("checkout.session.expired", session.id);
  }

  function expireDue(): void {
    const now = seconds();
    for (const session of state.sessions.values()) {
      if (session.status === "open" && session.expiresAt <= now) expire(session);
    }
  }

  // Stripe makes the intent when the customer first submits the page; a second try uses the same one.
  function intentFor(session: SessionRecord): IntentRecord {
    const known = session.paymentIntentId ? state.intents.get(session.paymentIntentId) : undefined;
    if (known) return known;
    const id = newId("pi");
    const intent: IntentRecord = {
      id,
      created: seconds(),
      sessionId: session.id,
      amount: session.amountTotal,
      currency: session.currency,
      status: "requires_payment_method",
      metadata: session.intentMetadata,
      clientSecret: newId(`${id}_secret`),
      lastChargeId: null,
      lastError: null,
      method: null,
      canceledAt: null,
    };
    state.intents.set(id, intent);
    session.paymentIntentId = id;
    emit("payment_intent.created", id);
    return intent;
  }

  function addCharge(intent: IntentRecord, method: PaymentMethod, last4: string | null): ChargeRecord {
    const charge: ChargeRecord = {
      id: newId("ch"),
      created: seconds(),
      intentId: intent.id,
      amount: intent.amount,
      amountRefunded: 0,
      currency: intent.currency,
      status: "pending",
      method,
      last4,
      error: null,
      disputed: false,
      metadata: { ...intent.metadata },
    };
    state.charges.set(charge.id, charge);
    intent.lastChargeId = charge.id;
    intent.method = method;
    return charge;
  }

  function succeed(session: SessionRecord, intent: IntentRecord, charge: ChargeRecord): void {
    charge.status = "succeeded";
    intent.status = "succeeded";
    intent.lastError = null;
    session.paymentStatus = "paid";
    emit("charge.succeeded", charge.id);
    emit("payment_intent.succeeded", intent.id);
  }

  function decline(intent: IntentRecord, charge: ChargeRecord, error: PaymentError): AttemptResult {
    charge.status = "failed";
    charge.error = error;
    intent.status = "requires_payment_method";
    intent.lastError = error;
    emit("charge.failed", charge.id);
    emit("payment_intent.payment_failed", intent.id);
    return { type: "declined", error };
  }
}

/** Where the page sends the customer, with Stripe's template filled in. */
export function returnUrl(session: SessionRecord): string {
  return session.successUrl.replaceAll("{CHECKOUT_SESSION_ID}", session.id);
}

function walletFailure(outcome: "authorized" | "failed" | "canceled"): PaymentError | null {
  return outcome === "authorized" ? null : walletError(outcome);
}
