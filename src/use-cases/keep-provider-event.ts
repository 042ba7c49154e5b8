import type { Database } from "../db/database.ts";
import type { Clock } from "../ports/clock.ts";
import type { ProviderSignal } from "../ports/payment-provider.ts";

interface Arrived {
  provider: string;
  signal: ProviderSignal;
  cause: string;
}

interface Waiting extends Arrived {
  settle(outcome: Promise<void>): void;
}

/** Written down together at the most. */
const MOST_AT_ONCE = 200;

const KEEP = `
  INSERT INTO "ProviderEvent" (provider, "eventId", type, "objectType", "objectId", "receivedAt")
  SELECT e.provider, e."eventId", e.type, e."objectType", e."objectId", $2::timestamptz
  FROM jsonb_to_recordset($1::jsonb) AS e(
    provider text, "eventId" text, type text, "objectType" text, "objectId" text)
  ON CONFLICT DO NOTHING RETURNING provider, "eventId"`;

/**
 * Takes in news from the provider, by webhook or asked for: once this resolves it is written down and will
 * be dealt with, whatever happens to the process. The same event again is fine; news about nothing of
 * interest is let go.
 *
 * What arrives while one transaction is under way shares the next one: a storm of news costs a transaction
 * for each crowd and not for each event.
 */
export function createKeepProviderEvent({ database, clock }: { database: Database; clock: Clock }) {
  let waiting: Waiting[] = [];
  let writing = false;

  return async function keepProviderEvent(
    provider: string,
    signal: ProviderSignal,
    cause = `webhook ${signal.eventId}`,
  ): Promise<void> {
    if (signal.about.type === "nothing") return;
    return new Promise<void>((resolve) => {
      waiting.push({ provider, signal, cause, settle: resolve });
      if (!writing) void writeAll();
    });
  };

  async function writeAll(): Promise<void> {
    writing = true;
    while (waiting.length > 0) {
      const crowd = waiting.slice(0, MOST_AT_ONCE);
      waiting = waiting.slice(MOST_AT_ONCE);
      const written = keep(crowd);
      for (const { settle } of crowd) settle(written);
      await written.catch(() => {}); // each of the crowd hears of it
    }
    writing = false;
  }

  async function keep(crowd: readonly Arrived[]): Promise<void> {
    const rows = crowd.map(({ provider, signal: { eventId, type, about } }) => {
      const objectId = about.type === "nothing" ? "" : about.id;
      return { provider, eventId, type, objectType: about.type, objectId };
    });
    await database.transact(async ({ tx, sendAll }) => {
      const kept = await tx.$queryRawUnsafe<{ provider: string; eventId: string }[]>(
        KEEP,
        JSON.stringify(rows),
        clock.now(),
      );
      const isNew = new Set(kept.map(({ provider, eventId }) => `${provider} ${eventId}`));
      const news = crowd.filter(({ provider, signal }) => isNew.has(`${provider} ${signal.eventId}`));
      if (news.length > 0) await sendAll("check-payment", questionsOf(news));
    });
  }
}

export type KeepProviderEvent = ReturnType<typeof createKeepProviderEvent>;

/** News about one thing is one question, however many events there are. */
function questionsOf(news: readonly Arrived[]) {
  const questionByObject = new Map(
    news.flatMap(({ provider, signal: { about }, cause }) =>
      about.type === "nothing"
        ? []
        : [[about.id, { data: { provider, about, cause }, singletonKey: about.id }] as const],
    ),
  );
  return [...questionByObject.values()];
}
