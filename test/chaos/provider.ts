import type { CheckoutProvider } from "../../src/sandbox/contracts.ts";
import { secrets } from "./outside.ts";

/** A charge's refund as the provider lists it. */
interface ListedRefund {
  amount: number;
  status: "pending" | "succeeded" | "failed";
}

/** A session expanded down to its refunds, as the provider's dashboard would show it. */
export interface ListedSession {
  id: string;
  metadata: { orderId?: string };
  status: "open" | "complete" | "expired";
  payment_intent: null | {
    id: string;
    status: string;
    amount_received: number;
    currency: string;
    latest_charge: null | { disputed: boolean; amount_refunded: number; refunds: { data: ListedRefund[] } };
  };
}

/** What somebody with the provider's secret key can do, past every fault. */
export interface ProviderDesk {
  sessions(): Promise<ListedSession[]>;
  /** The id of the payment that a session has, if somebody has tried to pay. */
  paymentOf(sessionId: string): Promise<string | undefined>;
  /** Another session for an order that has one already, as a second installation might make it. */
  anotherSession(order: { orderId: string; amount: number; currency: string }): Promise<string>;
}

export function createProviderDesk(checkout: CheckoutProvider): ProviderDesk {
  async function call<Answer>(method: "GET" | "POST", path: string, body?: URLSearchParams): Promise<Answer> {
    const answer = await checkout.fetch(
      new Request(`http://127.0.0.1/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${secrets.stripeSecretKey}`,
          ...(body && { "content-type": "application/x-www-form-urlencoded" }),
        },
        ...(body && { body: body.toString() }),
      }),
    );
    const content = (await answer.json()) as Answer & { error?: { message: string } };
    if (content.error) throw new Error(`The provider refused ${path}: ${content.error.message}`);
    return content;
  }

  return {
    async sessions() {
      const expand = "expand[]=data.payment_intent.latest_charge.refunds";
      const all: ListedSession[] = [];
      for (;;) {
        const after = all.length > 0 ? `&starting_after=${all.at(-1)!.id}` : "";
        const page = await call<{ data: ListedSession[]; has_more: boolean }>(
          "GET",
          `/checkout/sessions?limit=100&${expand}${after}`,
        );
        all.push(...page.data);
        if (!page.has_more) return all;
      }
    },
    async paymentOf(sessionId) {
      const session = await call<{ payment_intent: string | null }>("GET", `/checkout/sessions/${sessionId}`);
      return session.payment_intent ?? undefined;
    },
    async anotherSession({ orderId, amount, currency }) {
      const { id } = await call<{ id: string }>(
        "POST",
        "/checkout/sessions",
        new URLSearchParams({
          mode: "payment",
          "line_items[0][quantity]": "1",
          "line_items[0][price_data][currency]": currency,
          "line_items[0][price_data][unit_amount]": String(amount),
          "line_items[0][price_data][product_data][name]": "The same once more",
          client_reference_id: orderId,
          "metadata[orderId]": orderId,
          success_url: "https://example.com/done",
          cancel_url: "https://example.com/canceled",
        }),
      );
      return id;
    },
  };
}
