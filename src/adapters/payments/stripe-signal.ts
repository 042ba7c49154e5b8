import type Stripe from "stripe";
import type { ProviderSignal } from "../../ports/payment-provider.ts";

/** What an event is about. Of its content nothing but the object's id is believed. */
export function toSignal(event: Stripe.Event): ProviderSignal {
  const object = event.data.object as { id?: string };
  const about = aboutOf(event.type, event.data.object);
  return {
    eventId: event.id,
    type: event.type,
    about,
    objectId: about.type === "nothing" ? (object.id ?? "") : about.id,
  };
}

/** Where the id of what changed stands, by type of event; all others are let go. Stripe lists 20 types at most. */
const idByType: Record<string, "session" | "payment" | "its payment"> = {
  "checkout.session.completed": "session",
  "checkout.session.async_payment_succeeded": "session",
  "checkout.session.async_payment_failed": "session",
  "checkout.session.expired": "session",
  // Success is told by the session's events; a declined try is told by nothing else.
  "payment_intent.payment_failed": "payment",
  "charge.refunded": "its payment",
  "refund.updated": "its payment",
  "refund.failed": "its payment",
  "charge.dispute.created": "its payment",
};

export const interestingTypes = Object.keys(idByType);

function aboutOf(type: string, object: unknown): ProviderSignal["about"] {
  const { id, payment_intent } = object as { id?: unknown; payment_intent?: unknown };
  switch (idByType[type]) {
    case "session":
      return aboutId("session", id);
    case "payment":
      return aboutId("payment", id);
    case "its payment":
      return aboutId("payment", payment_intent);
    default:
      return { type: "nothing" };
  }
}

const aboutId = (type: "session" | "payment", id: unknown): ProviderSignal["about"] =>
  typeof id === "string" && id.length > 0 && id.length <= 255 ? { type, id } : { type: "nothing" };
