import { setImmediate as nextTurn } from "node:timers/promises";
import type { Database, UnitOfWork } from "../../db/database.ts";
import { type NudgeRules, nudgeKey } from "../../domain/nudge.ts";
import { decideNudges } from "../../domain/nudge-policy.ts";
import { nextPollAt } from "../../domain/poll-pace.ts";
import type { Clock } from "../../ports/clock.ts";
import type { NudgeCase, ReadNudgeCases } from "./read-nudge-cases.ts";

/** The embedded database works in the bot's own thread: small pieces keep it awake. */
const BATCH = { embedded: 25, server: 250 };
const MOST_CARDS = 25_000;
/** Should this process die, another one looks at its cards by then. */
const CLAIM_MS = 5 * 60_000;

/** Only what is due and nobody else holds; by the index on "nudgeDueAt", so that the rest is never touched. */
const CLAIM = `
  WITH due AS MATERIALIZED (
    SELECT id FROM "Card" WHERE "nudgeDueAt" <= $1 ORDER BY "nudgeDueAt" LIMIT $3 FOR UPDATE SKIP LOCKED)
  UPDATE "Card" c SET "nudgeDueAt" = $2 FROM due WHERE c.id = due.id
  RETURNING c.id, c."accountId", c.carrier`;

/** The other cards of the same people that are due as well belong into the same message. */
const CLAIM_WITH = `
  WITH due AS MATERIALIZED (
    SELECT id FROM "Card"
    WHERE "accountId" IN (SELECT given.id::uuid FROM jsonb_array_elements_text($3::jsonb) AS given(id))
      AND "nudgeDueAt" <= $1 ORDER BY id FOR UPDATE SKIP LOCKED)
  UPDATE "Card" c SET "nudgeDueAt" = $2 FROM due WHERE c.id = due.id
  RETURNING c.id, c."accountId", c.carrier`;

/** What was snoozed until now is said again; everything else is said once. */
const WRITE = `
  INSERT INTO "Nudge" (id, "cardId", "bundleId", "chatId", kind, level, "dedupeKey", "decidedAt")
  SELECT gen_random_uuid(), n."cardId", n."bundleId", n."chatId", n.kind, n.level, n."dedupeKey", $2
  FROM jsonb_to_recordset($1::jsonb) AS n(
    "cardId" uuid, "bundleId" uuid, "chatId" bigint, kind text, level int, "dedupeKey" text)
  ON CONFLICT ("dedupeKey") DO UPDATE
    SET "chatId" = excluded."chatId", "decidedAt" = excluded."decidedAt", "saidAt" = NULL, "snoozedUntil" = NULL
    WHERE "Nudge"."snoozedUntil" <= $2
  RETURNING id, "chatId"`;

const LOCK = `
  SELECT id FROM "Card" WHERE id IN (SELECT given.id::uuid FROM jsonb_array_elements_text($1::jsonb) AS given(id))
  ORDER BY id FOR UPDATE`;

/**
 * Whoever changed a card since it was claimed has it looked at again, and that stays. A carrier is asked only
 * for those who could be told.
 */
const CONCLUDE = `
  WITH mine AS MATERIALIZED (
    SELECT c.id, n.at, n."pollAt"
    FROM jsonb_to_recordset($1::jsonb) AS n(id uuid, at timestamptz, "pollAt" timestamptz) JOIN "Card" c ON c.id = n.id
    WHERE c."nudgeDueAt" = $2 ORDER BY c.id FOR UPDATE OF c)
  UPDATE "Card" c SET "nudgeDueAt" = mine.at,
    "pollDueAt" = CASE WHEN mine."pollAt" IS NOT NULL THEN coalesce(c."pollDueAt", mine."pollAt") END
  FROM mine WHERE c.id = mine.id`;

interface Claimed {
  id: string;
  accountId: string | null;
  carrier: string;
}

/**
 * Looks at the cards whose time has come and writes down what their people are to hear. Its cost grows with
 * what is due. Several processes share the work: each takes what no other holds, and what is said has a key
 * that exists once.
 */
export function createSweepNudges(deps: {
  database: Database;
  clock: Clock;
  readNudgeCases: ReadNudgeCases;
  rules: NudgeRules;
}) {
  const { database, clock, readNudgeCases, rules } = deps;
  const batch = BATCH[database.kind];

  return async function sweepNudges(): Promise<void> {
    for (let looked = 0; looked < MOST_CARDS; looked += batch) {
      const now = clock.now();
      const claimedUntil = new Date(now.getTime() + CLAIM_MS);
      const claimed = await claim(now, claimedUntil);
      if (claimed.length === 0) return;
      const cases = await readNudgeCases(claimed);
      await conclude(claimed, cases, now, claimedUntil);
      if (claimed.length < batch) return;
      await nextTurn();
    }
  };

  async function claim(now: Date, until: Date): Promise<Claimed[]> {
    const due = await database.query<Claimed>("claim-nudges", CLAIM, [now, until, batch]);
    if (due.length === 0) return due;
    const accounts = JSON.stringify([...new Set(due.flatMap(({ accountId }) => accountId ?? []))]);
    return [
      ...due,
      ...(await database.query<Claimed>("claim-nudges-with", CLAIM_WITH, [now, until, accounts])),
    ];
  }

  async function conclude(
    claimed: Claimed[],
    cases: NudgeCase[],
    now: Date,
    claimedUntil: Date,
  ): Promise<void> {
    const decided = cases.flatMap(({ cardId, listeners }) =>
      listeners.map(({ chatId, isCopy, situation }) => ({
        ...{ cardId, chatId, isCopy },
        ...decideNudges(situation, rules, now),
      })),
    );
    const lookAtByCard = new Map<string, Date>();
    for (const { cardId, lookAt } of decided) {
      const known = lookAtByCard.get(cardId);
      if (lookAt && (!known || lookAt < known)) lookAtByCard.set(cardId, lookAt);
    }
    const pollAtByCard = new Map(
      cases.map(({ cardId, card, isOutside }) => [
        cardId,
        isOutside ? nextPollAt(card.bundles, now, Math.random()) : null,
      ]),
    );
    const next = JSON.stringify(
      claimed.map(({ id }) => ({
        id,
        at: lookAtByCard.get(id) ?? null,
        pollAt: pollAtByCard.get(id) ?? null,
      })),
    );
    const toSay = decided.flatMap(({ cardId, chatId, isCopy, say }) =>
      say.map((topic) => ({
        ...{
          cardId,
          bundleId: topic.bundleId,
          chatId: chatId.toString(),
          kind: topic.kind,
          level: topic.level,
        },
        dedupeKey: nudgeKey(topic, isCopy ? chatId : undefined),
      })),
    );
    if (toSay.length === 0) {
      await database.query("conclude-nudges", CONCLUDE, [next, claimedUntil]);
      return;
    }
    await database.transact(async (unit) => {
      // In the order in which whoever reports usage takes them.
      await unit.tx.$queryRawUnsafe(LOCK, JSON.stringify(claimed.map(({ id }) => id)));
      await write(unit, toSay, now);
      await unit.tx.$executeRawUnsafe(CONCLUDE, next, claimedUntil);
    });
  }

  /** One notice wakes a chat's message, whatever it will hold: several things become one digest. */
  async function write({ tx, sayAll }: UnitOfWork, toSay: object[], now: Date): Promise<void> {
    const rows = await tx.$queryRawUnsafe<{ id: string; chatId: bigint }[]>(
      WRITE,
      JSON.stringify(toSay),
      now,
    );
    const firstByChat = new Map<bigint, string>();
    for (const { id, chatId } of rows) if (!firstByChat.has(chatId)) firstByChat.set(chatId, id);
    const notice = { type: "nudge" as const };
    await sayAll(
      [...firstByChat].map(([chatId, id]) => ({ chatId, notice, dedupeKey: `nudge:${id}:${now.getTime()}` })),
    );
  }
}

export type SweepNudges = ReturnType<typeof createSweepNudges>;
