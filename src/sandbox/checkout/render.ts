import { invalidParam } from "./api-error.ts";
import { renderCharge, renderIntent, renderMethod } from "./render-payment.ts";
import { renderDispute, renderRefund } from "./render-refund.ts";
import { renderLineItem, renderSession } from "./render-session.ts";
import type { ChargeRecord, CheckoutState, IntentRecord, SessionRecord } from "./state.ts";

/** Any object of the API by its id, as it is now. */
export interface Renderer {
  render(id: string): object | undefined;
  lineItems(session: SessionRecord): object;
  refundsOf(charge: ChargeRecord): object;
  /** Replaces ids by objects along Stripe's `expand` paths; an unknown path is refused. */
  expand(object: object, paths: string[]): object;
}

/** Looks records up and shows them as the API does; the only place that follows ids. */
export function createRenderer(state: CheckoutState, publicUrl: () => string): Renderer {
  const renderer: Renderer = {
    render(id) {
      const session = state.sessions.get(id);
      if (session) return renderSession(session, publicUrl());
      const intent = state.intents.get(id);
      if (intent) return renderIntent(intent, sessionOf(state, intent));
      const charge = state.charges.get(id);
      if (charge) return renderCharge(charge, sessionOf(state, intentOf(state, charge)), publicUrl());
      const refund = state.refunds.get(id);
      if (refund) return renderRefund(refund, found(state.charges.get(refund.chargeId)));
      const dispute = state.disputes.get(id);
      if (dispute) return renderDispute(dispute);
      return id.startsWith("pm_") ? method(id) : undefined;
    },

    lineItems: (session) => ({
      object: "list",
      data: session.lineItems.map((item) => renderLineItem(item, session)),
      has_more: false,
      url: `/v1/checkout/sessions/${session.id}/line_items`,
    }),

    refundsOf(charge) {
      const refunds = [...state.refunds.values()].filter((refund) => refund.chargeId === charge.id);
      return {
        object: "list",
        data: refunds.reverse().map((refund) => renderRefund(refund, charge)),
        has_more: false,
        url: `/v1/charges/${charge.id}/refunds`,
      };
    },

    expand(object, paths) {
      for (const path of paths) {
        const steps = path.split(".");
        if (steps.length > 4) {
          throw invalidParam(`You cannot expand more than 4 levels of a property (${path}).`, "expand");
        }
        expandPath(object as Record<string, unknown>, steps, path);
      }
      return object;
    },
  };

  function method(id: string): object | undefined {
    const charge = state.charges.get(id.replace("pm_", "ch_"));
    if (!charge) return undefined;
    const session = sessionOf(state, intentOf(state, charge));
    const email = session.payerEmail ?? session.customerEmail;
    return renderMethod(charge.method, charge.id, charge.last4, email, charge.created);
  }

  function expandPath(node: Record<string, unknown>, steps: string[], path: string): void {
    const [step, ...rest] = steps;
    if (step === undefined) return;
    const value = node[step] === undefined ? included(node, step) : node[step];
    if (value === null) return;
    const next = typeof value === "string" ? renderer.render(value) : value;
    if (typeof next !== "object" || next === null) {
      throw invalidParam(`This property cannot be expanded (${path}).`, "expand");
    }
    node[step] = next;
    for (const child of Array.isArray(next) ? next : [next]) expandPath(child, rest, path);
  }

  // Lists an object does not carry unless they are asked for.
  function included(node: Record<string, unknown>, step: string): object | undefined {
    const session = state.sessions.get(String(node.id));
    if (session && step === "line_items") return renderer.lineItems(session);
    const charge = state.charges.get(String(node.id));
    return charge && step === "refunds" ? renderer.refundsOf(charge) : undefined;
  }

  return renderer;
}

/** The intent a charge belongs to. */
export function intentOf(state: CheckoutState, charge: ChargeRecord): IntentRecord {
  return found(state.intents.get(charge.intentId));
}

/** The session an intent was made by. */
export function sessionOf(state: CheckoutState, intent: IntentRecord): SessionRecord {
  return found(state.sessions.get(intent.sessionId));
}

function found<T>(record: T | undefined): T {
  if (record === undefined) throw new Error("The sandbox's checkout lost a record it points to.");
  return record;
}
