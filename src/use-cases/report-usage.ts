import { changedBundles, readBundles, writeBundles } from "../db/card-bundles.ts";
import type { Database, UnitOfWork } from "../db/database.ts";
import { addUses } from "../db/usage-samples.ts";
import type { Bundle } from "../domain/bundle.ts";
import { settleBundles } from "../domain/bundle-start.ts";
import { drainBundles } from "../domain/bundle-usage.ts";
import { lookAfterUse } from "../domain/nudge-after-use.ts";
import { type Use, usesBetween } from "../domain/usage-history.ts";
import type { UsageEvent } from "../ports/carrier.ts";
import type { Clock } from "../ports/clock.ts";
import { noteUse } from "./nudge/note-use.ts";

export interface UsageOutcome {
  /** Events that were new and of a card we have, whether or not a bundle was there to pay. */
  applied: number;
  duplicates: number;
  unknown: number;
  /** Some of the ICCIDs that are on no card of this carrier. */
  unknownIccids: string[];
}

const MOST_UNKNOWN_NAMED = 20;

type Tx = UnitOfWork["tx"];
type CardEvents = { cardId: string; events: UsageEvent[] };

/**
 * Books what a carrier's network reported: all of a request or nothing, each event once by its id, in the
 * order of their times. What is said to come from the future counts as now. Unknown cards are counted and
 * not remembered, so that the same report counts once the card was imported.
 *
 * A handful of statements for any number of events; cards and ids are taken in a fixed order, so that two
 * reports at once wait for each other instead of for ever.
 */
export function createReportUsage(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return function reportUsage(carrier: string, events: UsageEvent[]): Promise<UsageOutcome> {
    const now = clock.now();
    return database.transact(async ({ tx, send }) => {
      const cardByIccid = await lockCards(tx, carrier, events);
      const known = events.filter(({ iccid }) => cardByIccid.has(iccid));
      const unknown = events.filter(({ iccid }) => !cardByIccid.has(iccid));
      const fresh = await onlyNew(tx, known, now);
      const isUrgent = await book(tx, groupByCard(fresh, cardByIccid), now);
      if (isUrgent) await send("nudge", {});
      return {
        applied: fresh.length,
        duplicates: known.length - fresh.length,
        unknown: unknown.length,
        unknownIccids: [...new Set(unknown.map(({ iccid }) => iccid))].slice(0, MOST_UNKNOWN_NAMED),
      };
    });
  };
}

export type ReportUsage = ReturnType<typeof createReportUsage>;

async function lockCards(tx: Tx, carrier: string, events: UsageEvent[]): Promise<Map<string, string>> {
  const iccids = [...new Set(events.map(({ iccid }) => iccid))];
  const rows = await tx.$queryRawUnsafe<{ id: string; iccid: string }[]>(
    `SELECT id, iccid FROM "Card"
     WHERE carrier = $1 AND iccid IN (SELECT jsonb_array_elements_text($2::jsonb)) ORDER BY id FOR UPDATE`,
    carrier,
    JSON.stringify(iccids),
  );
  return new Map(rows.map(({ id, iccid }) => [iccid, id]));
}

/** Remembers the ids; the first of several events with the same one counts. */
async function onlyNew(tx: Tx, events: UsageEvent[], now: Date): Promise<UsageEvent[]> {
  const eventById = new Map<string, UsageEvent>();
  for (const event of events) if (!eventById.has(event.id)) eventById.set(event.id, event);
  const rows = await tx.$queryRawUnsafe<{ id: string }[]>(
    `INSERT INTO "UsageReport" (id, at)
     SELECT id, $2 FROM jsonb_array_elements_text($1::jsonb) AS given(id) ORDER BY id
     ON CONFLICT DO NOTHING RETURNING id`,
    JSON.stringify([...eventById.keys()]),
    now,
  );
  return rows.map(({ id }) => eventById.get(id)!);
}

function groupByCard(events: UsageEvent[], cardByIccid: ReadonlyMap<string, string>): CardEvents[] {
  const byCard = new Map<string, UsageEvent[]>();
  for (const event of events) {
    const cardId = cardByIccid.get(event.iccid)!;
    const ofCard = byCard.get(cardId);
    if (ofCard) ofCard.push(event);
    else byCard.set(cardId, [event]);
  }
  return [...byCard].map(([cardId, ofCard]) => ({ cardId, events: ofCard }));
}

/** Answers whether somebody should hear of it now. */
async function book(tx: Tx, cards: CardEvents[], now: Date): Promise<boolean> {
  if (cards.length === 0) return false;
  const cardIds = cards.map(({ cardId }) => cardId);
  // Late news may be of bundles that are over by now.
  const oldest = cards.flatMap(({ events }) => events).reduce((at, event) => earlier(at, event.at), now);
  const bundlesByCard = await readBundles(tx, cardIds, oldest);
  const booked = cards.map(({ cardId, events }) => {
    const before = bundlesByCard.get(cardId) ?? [];
    const { bundles, uses } = bookCard(before, events, now);
    const changed = changedBundles(before, bundles);
    return { cardId, events, changed, uses, lookAt: lookAfterUse(before, bundles, now) };
  });
  await writeBundles(
    tx,
    booked.flatMap(({ changed }) => changed),
  );
  await addUses(
    tx,
    booked.flatMap(({ uses }) => uses),
  );
  return noteUse(tx, booked, now);
}

function bookCard(bundles: Bundle[], events: UsageEvent[], now: Date): { bundles: Bundle[]; uses: Use[] } {
  const inOrder = events
    .map((event) => ({ ...event, amount: BigInt(event.amount), at: earlier(event.at, now) }))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  const uses: Use[] = [];
  let current = bundles;
  for (const usage of inOrder) {
    const before = new Map(current.map((bundle) => [bundle.id, bundle]));
    current = drainBundles(current, usage).bundles;
    const period = { from: usage.at, until: usage.at };
    for (const bundle of current) {
      const was = before.get(bundle.id)!;
      if (was !== bundle) uses.push(...usesBetween(was, bundle, period));
    }
  }
  return { bundles: settleBundles(current, now), uses };
}

const earlier = (a: Date, b: Date): Date => (a <= b ? a : b);
