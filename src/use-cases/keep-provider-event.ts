import type { Database } from "../db/database.ts";
import type { Clock } from "../ports/clock.ts";
import type { ProviderSignal } from "../ports/payment-provider.ts";

const KEEP = `
  INSERT INTO "ProviderEvent" (provider, "eventId", type, "objectType", "objectId", "receivedAt")
  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`;

/**
 * Takes in news from the provider, by webhook or asked for: once this resolves it is written down and will
 * be dealt with, whatever happens to the process. The same event again is fine; news about nothing of
 * interest is let go.
 */
export function createKeepProviderEvent({ database, clock }: { database: Database; clock: Clock }) {
  return async function keepProviderEvent(
    provider: string,
    signal: ProviderSignal,
    cause = `webhook ${signal.eventId}`,
  ): Promise<void> {
    const { eventId, type, about } = signal;
    if (about.type === "nothing") return;
    await database.transact(async ({ tx, send }) => {
      const kept = await tx.$executeRawUnsafe(
        KEEP,
        ...[provider, eventId, type, about.type, about.id, clock.now()],
      );
      if (kept === 0) return;
      // News about one thing is one question, however many events there are.
      await send("check-payment", { provider, about, cause }, { singletonKey: about.id });
    });
  };
}

export type KeepProviderEvent = ReturnType<typeof createKeepProviderEvent>;
