import { randomUUID } from "node:crypto";
import type { Database } from "../db/database.ts";
import type { Log } from "../ports/log.ts";
import type { Pace } from "../ports/pace.ts";
import type { DeliverNotice } from "../use-cases/deliver-notices.ts";
import type { DueNotice, FindDueNotices } from "../use-cases/find-due-notices.ts";

const POLL_MS = 500;
const LEASE_MS = 15_000;
/** So many chats may hang without the others noticing. */
const LEAST_AT_ONCE = 20;
/** Of a second's messages: what arrives all at once after the network stood still is no more than is allowed. */
const MOST_AT_ONCE = 0.7;
/** Read ahead: more than can be sent until the next look. */
const READ_AHEAD = 100;
/** Chats that must be left alone for longer are not read; what waits less long is sent on the dot. */
const SHORT_WAIT_MS = 1_100;

export interface OutboxSender {
  start(): void;
  stop(): Promise<void>;
  /** Resolves when nothing is left that is due and may be sent now; for tests and for time that jumps. */
  drain(): Promise<void>;
}

const TAKE_LEASE = `
  INSERT INTO "Lease" (name, holder, until) VALUES ('outbox', $1, now() + $2 * interval '1 millisecond')
  ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
  WHERE "Lease".holder = excluded.holder OR "Lease".until < now()
  RETURNING holder`;

/**
 * The one sender of the whole installation: it holds a lease, and when it dies another process takes over
 * within fifteen seconds. The lease counts the database's own time, since the holders' clocks may differ.
 *
 * It reads a little ahead, the most important first, and lets go what the pace allows: one at a time in a
 * chat, many chats at once, so that neither Telegram's latency nor a chat that hangs slows the others down.
 */
export function createOutboxSender(deps: {
  database: Database;
  findDueNotices: FindDueNotices;
  deliverNotice: DeliverNotice;
  pace: Pace;
  /** More than this is never sent in a second, so no more need be read ahead. */
  messagesPerSecond: number;
  log: Log;
}): OutboxSender {
  const { database, findDueNotices, deliverNotice, pace, messagesPerSecond, log } = deps;
  const holder = randomUUID();
  const readAhead = Math.max(READ_AHEAD, messagesPerSecond);
  const mostAtOnce = Math.max(LEAST_AT_ONCE, messagesPerSecond * MOST_AT_ONCE);
  let leasedUntil = 0;
  let stopped = true;
  let working: Promise<void> | undefined;
  let failing = false;

  /** What was read and is not sent yet. */
  let ahead: DueNotice[] = [];
  const underWay = new Map<bigint, Promise<void>>();
  let readAt = 0;
  /** Something was said, or done, since the last look: there may be more. */
  let stale = true;
  let wake = () => {};
  let awake = false;
  /** Who waits for the end: those who came since the last look, and those who were there before it. */
  const asked: (() => void)[] = [];
  const answerable: (() => void)[] = [];

  database.onSaid(look);

  return {
    start() {
      stopped = false;
      working = work();
    },
    async stop() {
      stopped = true;
      look();
      await working;
      await Promise.all(underWay.values());
      if (database.kind === "server") {
        // Without the database it runs out by itself.
        await database.prisma.lease.deleteMany({ where: { name: "outbox", holder } }).catch(() => {});
      }
    },
    drain() {
      if (stopped) return Promise.resolve();
      return new Promise((resolve) => {
        asked.push(resolve);
        look();
      });
    },
  };

  /** Makes the sender look again, now or as soon as it is done. */
  function look(): void {
    stale = true;
    awake = true;
    wake();
  }

  async function work(): Promise<void> {
    while (!stopped) {
      awake = false;
      const pauseMs = await turn().catch((error: Error) => {
        fail(error);
        dismiss();
        return POLL_MS;
      });
      if (!awake && !stopped) await pause(pauseMs);
    }
    dismiss();
  }

  /** Sends what may be sent; answers how long nothing more will be. */
  async function turn(): Promise<number> {
    if (!(await holdsLease())) {
      ahead = [];
      dismiss();
      return POLL_MS;
    }
    if (stale || performance.now() - readAt >= POLL_MS) await readAheadAgain();
    const pauseMs = sendWhatMay();
    failing = false;
    const isIdle = !stale && underWay.size === 0 && (ahead.length === 0 || pauseMs > SHORT_WAIT_MS);
    if (isIdle) for (const resolve of answerable.splice(0)) resolve();
    return Math.min(pauseMs, POLL_MS);
  }

  async function readAheadAgain(): Promise<void> {
    stale = false;
    readAt = performance.now();
    answerable.push(...asked.splice(0));
    ahead = await findDueNotices(readAhead, [...underWay.keys(), ...pace.restingFor(SHORT_WAIT_MS)]);
  }

  function sendWhatMay(): number {
    while (ahead.length > 0 && holdsLeaseStill()) {
      if (underWay.size >= mostAtOnce) return POLL_MS;
      const waitMs = pace.waitMs();
      if (waitMs > 0) return waitMs;
      const next = ahead.findIndex(isFree);
      if (next < 0) return Math.min(...ahead.map(waitOf));
      const [notice] = ahead.splice(next, 1);
      if (!notice!.unreachable) pace.spend(notice!.chatId);
      letGo(notice!);
    }
    return POLL_MS;
  }

  function isFree(notice: DueNotice): boolean {
    return !underWay.has(notice.chatId) && (notice.unreachable || waitOf(notice) === 0);
  }

  function waitOf({ chatId, priority }: DueNotice): number {
    return underWay.has(chatId) ? POLL_MS : pace.waitForChatMs(chatId, priority === 0);
  }

  function letGo(notice: DueNotice): void {
    const delivered = deliverNotice(notice)
      .catch(fail)
      .finally(() => {
        underWay.delete(notice.chatId);
        // While there is enough to do, the next look is soon enough.
        if (ahead.length === 0) look();
        else wakeUp();
      });
    underWay.set(notice.chatId, delivered);
  }

  function wakeUp(): void {
    awake = true;
    wake();
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Nobody waits for an end that this process does not bring about. */
  function dismiss(): void {
    for (const resolve of [...answerable.splice(0), ...asked.splice(0)]) resolve();
  }

  /** A database that is gone is one piece of news, not two a second. */
  function fail(error: Error): void {
    if (!failing) log.error({ err: { message: error.message } }, "Outbox round failed");
    failing = true;
  }

  async function holdsLease(): Promise<boolean> {
    if (database.kind === "embedded") return true;
    if (performance.now() < leasedUntil - LEASE_MS / 2) return true;
    const askedAt = performance.now();
    const taken = await database.query("take-outbox-lease", TAKE_LEASE, [holder, LEASE_MS]);
    leasedUntil = taken.length > 0 ? askedAt + LEASE_MS : 0;
    return taken.length > 0;
  }

  function holdsLeaseStill(): boolean {
    return !stopped && (database.kind === "embedded" || performance.now() < leasedUntil);
  }
}
