import type { Database } from "../db/database.ts";
import type { Clock } from "../ports/clock.ts";
import type { ApplyPayment, PaymentNews } from "./apply-payment.ts";

/** Applies the provider's truth, and counts every event about it that had come before as dealt with. */
export function createCheckPayment(deps: { database: Database; clock: Clock; applyPayment: ApplyPayment }) {
  const { database, clock, applyPayment } = deps;

  return async function checkPayment(news: PaymentNews): Promise<void> {
    // Whatever comes from here on may know more than the truth that is asked for next.
    const askedAt = clock.now();
    await applyPayment(news);
    await database.prisma.providerEvent.updateMany({
      where: {
        provider: news.provider,
        objectId: news.about.id,
        processedAt: null,
        receivedAt: { lte: askedAt },
      },
      data: { processedAt: clock.now() },
    });
  };
}

export type CheckPayment = ReturnType<typeof createCheckPayment>;
