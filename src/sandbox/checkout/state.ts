import { randomBytes } from "node:crypto";

export type Metadata = Record<string, string>;
/** Stripe's names; the last six settle days after they were promised. */
export type PaymentMethod = "card" | "paypal" | "alipay" | DelayedMethod;
export type DelayedMethod =
  | "us_bank_account"
  | "sepa_debit"
  | "bacs_debit"
  | "acss_debit"
  | "au_becs_debit"
  | "customer_balance";

export interface LineItem {
  id: string;
  priceId: string;
  productId: string;
  name: string;
  description: string | null;
  unitAmount: number;
  quantity: number;
}

/** Times are Unix seconds, amounts minor units. */
export interface SessionRecord {
  id: string;
  created: number;
  expiresAt: number;
  status: "open" | "complete" | "expired";
  paymentStatus: "unpaid" | "paid";
  currency: string;
  amountTotal: number;
  lineItems: LineItem[];
  clientReferenceId: string | null;
  metadata: Metadata;
  successUrl: string;
  cancelUrl: string;
  locale: string | null;
  customerEmail: string | null;
  payerEmail: string | null;
  /** What the page offers, in its order. */
  methods: PaymentMethod[];
  /** As asked for; null when left to the dashboard. */
  allowedMethods: string[] | null;
  adaptivePricing: boolean | null;
  submitType: string | null;
  intentMetadata: Metadata;
  intentDescription: string | null;
  receiptEmail: string | null;
  statementDescriptor: string | null;
  statementDescriptorSuffix: string | null;
  paymentIntentId: string | null;
}

export interface PaymentError {
  type: "card_error" | "invalid_request_error";
  code: string;
  declineCode: string | null;
  message: string;
}

export interface IntentRecord {
  id: string;
  created: number;
  sessionId: string;
  amount: number;
  currency: string;
  status: "requires_payment_method" | "processing" | "succeeded" | "canceled";
  metadata: Metadata;
  clientSecret: string;
  lastChargeId: string | null;
  lastError: PaymentError | null;
  method: PaymentMethod | null;
  canceledAt: number | null;
}

export interface ChargeRecord {
  id: string;
  created: number;
  intentId: string;
  amount: number;
  amountRefunded: number;
  currency: string;
  status: "succeeded" | "pending" | "failed";
  method: PaymentMethod;
  /** Last four digits of a card. */
  last4: string | null;
  error: PaymentError | null;
  disputed: boolean;
  metadata: Metadata;
}

export interface RefundRecord {
  id: string;
  created: number;
  chargeId: string;
  intentId: string;
  amount: number;
  currency: string;
  status: "pending" | "succeeded" | "failed";
  reason: string | null;
  failureReason: string | null;
  metadata: Metadata;
}

export interface DisputeRecord {
  id: string;
  created: number;
  chargeId: string;
  intentId: string;
  amount: number;
  currency: string;
  reason: string;
}

/** An event as it is sent, its object frozen at the moment it happened. */
export interface EventRecord {
  id: string;
  object: "event";
  api_version: string;
  created: number;
  data: { object: unknown };
  livemode: false;
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
  type: string;
}

/** One copy of an event on its way; gone once it was answered 2xx or given up. */
export interface Delivery {
  id: string;
  eventId: string;
  attempts: number;
}

/** An answer kept under its idempotency key for a day. */
export interface KeptAnswer {
  created: number;
  fingerprint: string;
  requestId: string;
  status: number;
  body: unknown;
}

/** Everything the provider remembers. Maps keep the order of creation. */
export interface CheckoutState {
  sessions: Map<string, SessionRecord>;
  intents: Map<string, IntentRecord>;
  charges: Map<string, ChargeRecord>;
  refunds: Map<string, RefundRecord>;
  disputes: Map<string, DisputeRecord>;
  events: Map<string, EventRecord>;
  deliveries: Map<string, Delivery>;
  answers: Map<string, KeptAnswer>;
}

/** A provider that has seen nothing yet. */
export function createState(): CheckoutState {
  return {
    sessions: new Map(),
    intents: new Map(),
    charges: new Map(),
    refunds: new Map(),
    disputes: new Map(),
    events: new Map(),
    deliveries: new Map(),
    answers: new Map(),
  };
}

/** Plain JSON, independent of what happens to the state afterwards; of old events only those still owed. */
export function saveState(state: CheckoutState): unknown {
  const owed = new Set([...state.deliveries.values()].map(({ eventId }) => eventId));
  const recent = new Set([...state.events.keys()].slice(-500));
  const events = [...state.events].filter(([id]) => owed.has(id) || recent.has(id));
  const entries = Object.entries(state).map(([name, map]) => [name, [...map]]);
  return structuredClone({ ...Object.fromEntries(entries), events });
}

/** Replaces the state by a saved one; parts a saved state lacks become empty. */
export function loadState(state: CheckoutState, saved: unknown): void {
  const parts = structuredClone(saved ?? {}) as Record<string, [string, unknown][] | undefined>;
  for (const [name, map] of Object.entries(state) as [string, Map<string, unknown>][]) {
    map.clear();
    for (const [id, record] of parts[name] ?? []) map.set(id, record);
  }
}

/** An id as Stripe makes them: a prefix that names the kind, then letters and digits nobody can guess. */
export function newId(prefix: string, length = 24): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  const letters = Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]);
  return `${prefix}_${letters.join("")}`;
}
