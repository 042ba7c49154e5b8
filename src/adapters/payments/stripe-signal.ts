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

function aboutOf(type: string, object: unknown): ProviderSignal["about"] {
  switch (type) {
    case "checkout.session.completed":
    case "checkout.session.async_payment_succeeded":
    case "checkout.session.async_payment_failed":
    case "checkout.session.expired":
      return aboutId("session", (object as Stripe.Checkout.Session).id);
    // Success is told by the session's events; a declined try is told by nothing else.
    case "payment_intent.payment_failed":
      return aboutId("payment", (object as Stripe.PaymentIntent).id);
    case "charge.refunded":
    case "refund.updated":
    case "refund.failed":
    case "charge.dispute.created":
      return aboutId("payment", (object as { payment_intent?: unknown }).payment_intent);
    default:
      return { type: "nothing" };
  }
}

const aboutId = (type: "session" | "payment", id: unknown): ProviderSignal["about"] =>
  typeof id === "string" && id.length > 0 && id.length <= 255 ? { type, id } : { type: "nothing" };
