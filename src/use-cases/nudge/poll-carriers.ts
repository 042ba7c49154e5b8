import { readBundles } from "../../db/card-bundles.ts";
import type { Database } from "../../db/database.ts";
import { nextPollAt } from "../../domain/poll-pace.ts";
import type { Carrier, CarrierCard } from "../../ports/carrier.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { KeepReportedFigures } from "../keep-reported-figures.ts";

/** A round is over well before the next one begins. */
const ROUND_MS = 45_000;
/** A carrier that fails so often in a row is left in peace until the next round. */
const MOST_FAILURES = 3;
const AFTER_FAILURE_MS = 30 * 60_000;
/** Should this process die, its cards are asked about by then. */
const CLAIM_MS = 10 * 60_000;

const CLAIM = `
  WITH due AS MATERIALIZED (
    SELECT id FROM "Card" WHERE "pollDueAt" <= $1 AND carrier = $4 ORDER BY "pollDueAt" LIMIT $3
    FOR UPDATE SKIP LOCKED)
  UPDATE "Card" c SET "pollDueAt" = $2 FROM due WHERE c.id = due.id
  RETURNING c.id, c.iccid, c.product, c."carrierRef"`;

const ASK_SOON = `
  WITH meant AS MATERIALIZED (
    SELECT id FROM "Card" WHERE carrier = $1
      AND iccid IN (SELECT jsonb_array_elements_text($2::jsonb)) ORDER BY id FOR UPDATE)
  UPDATE "Card" c SET "pollDueAt" = $3 FROM meant WHERE c.id = meant.id RETURNING c.id`;

/**
 * One minute's round: asks outside carriers for the figures of cards that are due, one after the other at an even
 * pace, and no more of them than each carrier's share of a minute. Run by one process at a time.
 */
export function createPollCarriers(deps: {
  database: Database;
  clock: Clock;
  log: Log;
  carriers: ReadonlyMap<string, Carrier>;
  keepReportedFigures: KeepReportedFigures;
  carrierTimeoutMs: number;
  pollsPerMinute: number;
  pause: (ms: number) => Promise<void>;
  /** 0 to 1. */
  chance: () => number;
}) {
  const { database, clock, log, carriers, keepReportedFigures, carrierTimeoutMs, pollsPerMinute } = deps;

  return async function pollCarriers(): Promise<void> {
    const outside = [...carriers.values()].filter(({ figuresAreOurs }) => !figuresAreOurs);
    if (pollsPerMinute > 0) await Promise.all(outside.map(poll));
  };

  async function poll(carrier: Carrier): Promise<void> {
    const now = clock.now();
    const values = [now, new Date(now.getTime() + CLAIM_MS), pollsPerMinute, carrier.name];
    const cards = await database.query<CarrierCard>("claim-polls", CLAIM, values);
    let failures = 0;
    for (const [index, card] of cards.entries()) {
      if (index > 0) await deps.pause(ROUND_MS / pollsPerMinute);
      failures = (await ask(carrier, card)) ? 0 : failures + 1;
      if (failures === MOST_FAILURES) return;
    }
  }

  /** Whether it answered. */
  async function ask(carrier: Carrier, card: CarrierCard): Promise<boolean> {
    try {
      const report = await carrier.readBundles(card, { signal: AbortSignal.timeout(carrierTimeoutMs) });
      await keepReportedFigures(card.id, report);
      const now = clock.now();
      const bundles = (await readBundles(database.prisma, [card.id], now)).get(card.id) ?? [];
      await askAgainAt(card.id, nextPollAt(bundles, now, deps.chance()));
      return true;
    } catch (error) {
      const ids = { cardId: card.id, carrier: carrier.name };
      log.warn({ ...ids, err: { message: String(error) } }, "Carrier did not tell the figures");
      const pauseMs = AFTER_FAILURE_MS * (0.8 + 0.4 * deps.chance());
      await askAgainAt(card.id, new Date(clock.now().getTime() + pauseMs));
      return false;
    }
  }

  async function askAgainAt(id: string, pollDueAt: Date | null): Promise<void> {
    await database.prisma.card.updateMany({ where: { id }, data: { pollDueAt } });
  }
}

export type PollCarriers = ReturnType<typeof createPollCarriers>;

/**
 * For a carrier that says that something has changed, and not what: those cards are next. Its word meets our own
 * looking in the figures, so that nobody is told twice.
 */
export function createAskSoon(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return function askSoon(carrier: string, iccids: readonly string[]): Promise<{ cards: number }> {
    return database.transact(async ({ tx, send }) => {
      const values = [carrier, JSON.stringify(iccids), clock.now()] as const;
      const asked = await tx.$queryRawUnsafe<unknown[]>(ASK_SOON, ...values);
      if (asked.length > 0) await send("poll", {});
      return { cards: asked.length };
    });
  };
}

export type AskSoon = ReturnType<typeof createAskSoon>;
