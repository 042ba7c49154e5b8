import type { Database } from "../db/database.ts";
import type { Notice } from "../domain/notice.ts";
import type { Clock } from "../ports/clock.ts";

/** Something that may be said now, and the first of what may in its chat: by importance, then as it was said. */
export interface DueNotice {
  id: bigint;
  chatId: bigint;
  notice: Notice;
  priority: number;
  attempts: number;
  /** The chat has blocked the bot: nothing is to be sent. */
  unreachable: boolean;
}

/** A notice that failed so often, for hours, no longer holds up those that were said after it. */
const PATIENCE_ATTEMPTS = 20;

const LOWEST_PRIORITY = 3;

/**
 * The most important first. Each importance is walked through the index of what waits, in the order of the
 * times it fell due, and only as far as wanted. What is due later holds nobody up, what is tried again does. The
 * first of a chat is asked for one by one: a join would need to know how many wait, and nobody counts them on an
 * embedded database.
 */
const DUE = `
  SELECT due.*,
    (SELECT c."unreachableSince" FROM "Chat" c WHERE c.id = due."chatId") IS NOT NULL AS unreachable
  FROM generate_series(0, ${LOWEST_PRIORITY}) AS level(priority) CROSS JOIN LATERAL (
    SELECT n.id, n."chatId", n.notice, n.priority, n.attempts, n."dueAt"
    FROM "OutboxNotice" n
    WHERE n."sentAt" IS NULL AND n."failedAt" IS NULL AND n.priority = level.priority AND n."dueAt" <= $1
      AND n."chatId" <> ALL ($2::bigint[])
      AND n.id = (
        SELECT first.id FROM "OutboxNotice" first
        WHERE first."chatId" = n."chatId" AND first."sentAt" IS NULL AND first."failedAt" IS NULL
          AND (first."dueAt" <= $1 OR first.attempts BETWEEN 1 AND ${PATIENCE_ATTEMPTS})
        ORDER BY first.priority, first.id LIMIT 1)
    ORDER BY n."dueAt", n.id
    LIMIT $3) AS due
  ORDER BY due.priority, due."dueAt", due.id
  LIMIT $3`;

/** What may be said now, the most important first; `except` are chats to leave alone. */
export function createFindDueNotices(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return function findDueNotices(limit: number, except: readonly bigint[]): Promise<DueNotice[]> {
    return database.query<DueNotice>("due-notices", DUE, [clock.now(), except, limit]);
  };
}

export type FindDueNotices = ReturnType<typeof createFindDueNotices>;
