import type { Database } from "../../db/database.ts";
import type { Clock } from "../../ports/clock.ts";

export interface DeskStats {
  /** Of customers nobody has joined yet. */
  waiting: { tickets: number; oldest: Date | null };
  active: number;
  /** Of the last 24 hours, 7 days and 30 days. */
  opened: DeskCounts;
  /** Asked for while there was no support group. */
  unheard: DeskCounts;
  /** Median milliseconds from the call to the first answer, and to the end; null without any. */
  firstAnswerMs: DeskMedians;
  closedAfterMs: DeskMedians;
  ratings: { day: Rating; week: Rating; month: Rating };
}

export interface DeskCounts {
  day: number;
  week: number;
  month: number;
}

interface DeskMedians {
  day: number | null;
  week: number | null;
  month: number | null;
}

interface Rating {
  /** 1 to 5; null without any. */
  average: number | null;
  given: number;
}

interface Row {
  opened: number;
  unheard: number;
  firstAnswerMs: number | null;
  closedAfterMs: number | null;
  average: number | null;
  given: number;
}

const NOW = `
  SELECT count(*) FILTER (WHERE status = 'waiting')::int AS tickets,
         min("waitingSince") FILTER (WHERE status = 'waiting') AS oldest,
         count(*) FILTER (WHERE status = 'active')::int AS active
  FROM "Ticket" WHERE "openChatId" IS NOT NULL`;

const SINCE = `
  SELECT count(*) FILTER (WHERE "closedBy" IS DISTINCT FROM 'nobody')::int AS opened,
         count(*) FILTER (WHERE "closedBy" = 'nobody')::int AS unheard,
         percentile_cont(0.5) WITHIN GROUP (
           ORDER BY extract(epoch FROM "firstAnswerAt" - "openedAt") * 1000) AS "firstAnswerMs",
         percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM "closedAt" - "openedAt") * 1000)
           FILTER (WHERE "closedBy" <> 'nobody') AS "closedAfterMs",
         avg(rating)::float8 AS average, count(rating)::int AS given
  FROM "Ticket" WHERE "openedAt" > $1 AND status <> 'asking'`;

const DAY_MS = 24 * 60 * 60_000;

/** How the support desk is doing. */
export function createReadDeskStats({ database, clock }: { database: Database; clock: Clock }) {
  return async function readDeskStats(): Promise<DeskStats> {
    const [now] = await database.query<{ tickets: number; oldest: Date | null; active: number }>(
      "desk-now",
      NOW,
      [],
    );
    const since = async (days: number) => {
      const from = new Date(+clock.now() - days * DAY_MS);
      const [row] = await database.query<Row>("desk-since", SINCE, [from]);
      return row!;
    };
    const [day, week, month] = [await since(1), await since(7), await since(30)];
    const each = <Value>(pick: (row: Row) => Value) => ({
      day: pick(day),
      week: pick(week),
      month: pick(month),
    });
    return {
      waiting: { tickets: now!.tickets, oldest: now!.oldest },
      active: now!.active,
      opened: each(({ opened }) => opened),
      unheard: each(({ unheard }) => unheard),
      firstAnswerMs: each(({ firstAnswerMs }) => firstAnswerMs),
      closedAfterMs: each(({ closedAfterMs }) => closedAfterMs),
      ratings: each(({ average, given }) => ({ average, given })),
    };
  };
}
