import { createStripe } from "../../src/adapters/payments/stripe.ts";
import type { CheckoutAction } from "../../src/sandbox/contracts.ts";
import { openWorld, secretKey, webhookSecret } from "../sandbox/checkout-world.ts";
import { type ProviderWorld, paymentProviderContract } from "./payment-provider.ts";

paymentProviderContract("Stripe before the sandbox's checkout", async (): Promise<ProviderWorld> => {
  const world = await openWorld();
  const { checkout } = world;
  const now = () => new Date(world.nowSeconds() * 1000);
  const provider = createStripe({ secretKey, webhookSecret, apiBase: world.url, clock: { now } });
  const act = async (sessionId: string, action: CheckoutAction) => {
    await checkout.act(sessionId, action);
  };
  return {
    provider,
    now,
    async passTime(ms) {
      world.passTime(ms);
      await checkout.expireDue();
    },
    customer: {
      pays: (id, method) => act(id, { type: "pay", method }),
      isDeclined: (id, card) => act(id, { type: "pay", method: "card", card }),
      failsWith: (id, method, wallet) => act(id, { type: "pay", method, wallet }),
      paysLater: (id) => act(id, { type: "pay-delayed" }),
    },
    bank: {
      settles: (id, outcome) => act(id, { type: "settle", outcome }),
      refundsAre: (outcome) => checkout.setRefundMood({ outcome }),
      async settlesRefunds(outcome) {
        for (const { id } of checkout.refunds()) await checkout.settleRefund(id, outcome);
      },
      disputes: (paymentId) => checkout.dispute(paymentId),
    },
    operator: { refunds: (paymentId, amountMinor) => checkout.refund(paymentId, amountMinor) },
    loseNextAnswer: () => checkout.addFault({ status: "drop", afterTheFact: true }),
    goDown: () => checkout.addFault({ status: 503, times: 1000 }),
    async lastWebhook() {
      await world.receives(() => world.types().includes("checkout.session.completed"));
      const received = world.received.findLast(({ event }) => event.type === "checkout.session.completed");
      return received!;
    },
    async close() {
      provider.close();
      await world.close();
    },
  };
});
