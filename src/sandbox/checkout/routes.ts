import { invalidParam, missingResource } from "./api-error.ts";
import { createSession } from "./create-session.ts";
import type { FormTree } from "./form.ts";
import { listPage } from "./lists.ts";
import { listOf, optional, readParams, text } from "./params.ts";
import type { Payments } from "./payments.ts";
import type { Refunds } from "./refunds.ts";
import type { Renderer } from "./render.ts";
import type { CheckoutState } from "./state.ts";
import { enabledEvents } from "./webhooks.ts";

export interface ApiRequest {
  /** What stands at `:id` in the route. */
  id: string;
  form: FormTree;
  apiVersion: string;
}

/** Answers the object for a 200 or throws an `ApiError`. */
export type Route = (request: ApiRequest) => object;

export interface RoutesDeps {
  state: CheckoutState;
  renderer: Renderer;
  payments: Payments;
  refunds: Refunds;
  seconds(): number;
  webhookUrl(): string;
  apiVersion: string;
}

/** The part of Stripe's API the bot uses, by `METHOD /path`. */
export function createRoutes(deps: RoutesDeps): Record<string, Route> {
  const { state, renderer, payments, refunds, seconds } = deps;

  /** One object by id. `kind` and `param` are Stripe's words when there is none. */
  const retrieve =
    (records: Map<string, unknown>, kind: string, param: string): Route =>
    ({ id, form }) => {
      const { expand } = readParams({ expand: optional(listOf(text(), 20)) }, form);
      return renderer.expand(renderExisting(records, kind, param, id), expand ?? []);
    };

  const list =
    <T extends { id: string; created: number }>(
      url: string,
      records: Map<string, T>,
      kind: string,
      filters: Record<string, (record: T, wanted: string) => boolean>,
      render: (record: T) => object = (record) => renderer.render(record.id) ?? record,
    ): Route =>
    ({ form }) => {
      const { page, expand } = listPage({ records: records.values(), kind, url, render }, form, filters);
      return renderer.expand(page, expand);
    };

  const listEvents = (events: typeof state.events) =>
    list(
      "/v1/events",
      events,
      "event",
      {
        type: (event, wanted) =>
          wanted.endsWith("*") ? event.type.startsWith(wanted.slice(0, -1)) : event.type === wanted,
        delivery_success: (event, wanted) => (event.pending_webhooks === 0) === (wanted === "true"),
      },
      (event) => structuredClone(event),
    );

  return {
    "POST /v1/checkout/sessions": ({ form, apiVersion }) => {
      const session = createSession(form, seconds(), apiVersion);
      state.sessions.set(session.id, session);
      return renderer.expand(renderExisting(state.sessions, "", "", session.id), expandOf(form));
    },
    "GET /v1/checkout/sessions": list("/v1/checkout/sessions", state.sessions, "checkout.session", {
      payment_intent: (session, wanted) => session.paymentIntentId === wanted,
      status: (session, wanted) => session.status === wanted,
    }),
    "GET /v1/checkout/sessions/:id": retrieve(state.sessions, "checkout.session", "session"),
    "GET /v1/checkout/sessions/:id/line_items": ({ id }) => {
      const session = state.sessions.get(id);
      if (!session) throw missingResource("checkout.session", id, "session");
      return renderer.lineItems(session);
    },
    "POST /v1/checkout/sessions/:id/expire": ({ id, form }) => {
      readParams({ expand: optional(listOf(text(), 20)) }, form);
      const session = state.sessions.get(id);
      if (!session) throw missingResource("checkout.session", id, "session");
      payments.expire(session);
      return renderer.expand(renderExisting(state.sessions, "", "", id), expandOf(form));
    },

    "GET /v1/payment_intents": list("/v1/payment_intents", state.intents, "payment_intent", {}),
    "GET /v1/payment_intents/:id": retrieve(state.intents, "payment_intent", "intent"),
    "GET /v1/charges": list("/v1/charges", state.charges, "charge", {
      payment_intent: (charge, wanted) => charge.intentId === wanted,
    }),
    "GET /v1/charges/:id": retrieve(state.charges, "charge", "id"),

    "POST /v1/refunds": ({ form }) => {
      const refund = refunds.create(form);
      return renderer.expand(renderExisting(state.refunds, "", "", refund.id), expandOf(form));
    },
    "GET /v1/refunds": list("/v1/refunds", state.refunds, "refund", {
      payment_intent: (refund, wanted) => refund.intentId === wanted,
      charge: (refund, wanted) => refund.chargeId === wanted,
    }),
    "GET /v1/refunds/:id": retrieve(state.refunds, "refund", "id"),

    "GET /v1/disputes": list("/v1/disputes", state.disputes, "dispute", {
      payment_intent: (dispute, wanted) => dispute.intentId === wanted,
      charge: (dispute, wanted) => dispute.chargeId === wanted,
    }),
    "GET /v1/disputes/:id": retrieve(state.disputes, "dispute", "dispute"),

    "GET /v1/events": ({ form: { types, ...form }, ...request }) => {
      if (types !== undefined && form.type !== undefined) {
        throw invalidParam("You may pass either `type` or `types`, but not both.", "types");
      }
      const wanted = types === undefined ? undefined : listOf(text(), 20)(types, "types");
      const events = [...state.events].filter(([, { type }]) => wanted?.includes(type) ?? true);
      return listEvents(new Map(events))({ form, ...request });
    },
    "GET /v1/events/:id": ({ id }) => {
      const event = state.events.get(id);
      if (!event) throw missingResource("event", id, "id");
      return structuredClone(event);
    },

    "GET /v1/account": () => ({
      id: "acct_sandbox",
      object: "account",
      business_profile: { name: "Travel SIM sandbox", support_email: null, url: null },
      charges_enabled: true,
      country: "HK",
      default_currency: "usd",
      details_submitted: true,
      email: "shop@example.com",
      payouts_enabled: true,
      settings: { dashboard: { display_name: "Travel SIM sandbox", timezone: "Etc/UTC" } },
      type: "standard",
    }),
    "GET /v1/balance": () => ({
      object: "balance",
      available: balanceByCurrency(state),
      livemode: false,
      pending: [],
    }),
    "GET /v1/webhook_endpoints": ({ form }) => {
      readParams({ limit: optional(text()), starting_after: optional(text()) }, form);
      return { object: "list", data: [endpoint()], has_more: false, url: "/v1/webhook_endpoints" };
    },
    "GET /v1/webhook_endpoints/:id": ({ id }) => {
      if (id !== endpoint().id) throw missingResource("webhook endpoint", id, "webhook_endpoint");
      return endpoint();
    },
  };

  function renderExisting(records: Map<string, unknown>, kind: string, param: string, id: string): object {
    const object = records.has(id) ? renderer.render(id) : undefined;
    if (!object) throw missingResource(kind, id, param);
    return object;
  }

  function endpoint() {
    return {
      id: "we_sandbox",
      object: "webhook_endpoint",
      api_version: deps.apiVersion,
      application: null,
      created: 1_700_000_000,
      description: null,
      enabled_events: enabledEvents,
      livemode: false,
      metadata: {},
      status: "enabled",
      url: deps.webhookUrl(),
    };
  }
}

// The rest of the form was read by the verb itself.
function expandOf(form: FormTree): string[] {
  return form.expand === undefined ? [] : listOf(text(), 20)(form.expand, "expand");
}

function balanceByCurrency(state: CheckoutState): object[] {
  const sums = new Map<string, number>([["usd", 0]]);
  for (const charge of state.charges.values()) {
    if (charge.status !== "succeeded") continue;
    sums.set(charge.currency, (sums.get(charge.currency) ?? 0) + charge.amount - charge.amountRefunded);
  }
  return [...sums].map(([currency, amount]) => ({ amount, currency, source_types: { card: amount } }));
}
