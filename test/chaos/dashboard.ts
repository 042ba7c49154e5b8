import { setTimeout as pause } from "node:timers/promises";
import type { CheckoutProvider } from "../../src/sandbox/contracts.ts";
import type { ProviderDesk } from "./provider.ts";
import type { Dice } from "./random.ts";
import type { Weather } from "./weather.ts";

/** What somebody does by hand at the provider's, and what banks do to refunds. */
export interface Dashboard {
  /** Now and then somebody gives this session's money back, or its payer disputes it. */
  touch(sessionId: string): Promise<void>;
  /** Lets the next refunds succeed, wait or fail, by chance. */
  reroll(): void;
  /** Ends every refund that waits. */
  settleRefunds(): Promise<void>;
  /** Payments that were refunded or disputed past the bot. */
  touched: ReadonlySet<string>;
}

const HANDS = [
  [0.012, "dashboard: refunded in full"],
  [0.012, "dashboard: refunded in part"],
  [0.01, "dashboard: disputed"],
] as const;

export function createDashboard(deps: {
  checkout: CheckoutProvider;
  desk: ProviderDesk;
  weather: Weather;
  dice: Dice;
}): Dashboard {
  const { checkout, desk, weather, dice } = deps;
  const touched = new Set<string>();

  return {
    touched,
    async touch(sessionId) {
      const hand = weather.strikes(HANDS);
      if (!hand) return;
      await pause(dice.between(0, 4_000));
      const paymentId = await desk.paymentOf(sessionId);
      const session = checkout.sessions().find(({ id }) => id === sessionId);
      if (!paymentId || session?.paymentStatus !== "paid") return;
      touched.add(paymentId);
      try {
        if (hand === "dashboard: disputed") await checkout.dispute(paymentId);
        else if (hand === "dashboard: refunded in full") await checkout.refund(paymentId);
        else await checkout.refund(paymentId, Math.floor(session.amountTotal / 3));
      } catch {
        // Refunded already, or disputed: nothing left to do by hand.
      }
    },
    reroll() {
      const outcome = dice.weighted([
        [75, "succeeded"],
        [17, "pending"],
        [8, "failed"],
      ] as const);
      checkout.setRefundMood({ outcome: weather.isCalm ? "succeeded" : outcome });
    },
    async settleRefunds() {
      for (const { id, status } of checkout.refunds()) {
        if (status !== "pending") continue;
        const outcome = dice.chance(0.85) ? "succeeded" : "failed";
        weather.count(`bank: a waiting refund ${outcome}`);
        await checkout.settleRefund(id, outcome);
      }
    },
  };
}
