import { randomUUID } from "node:crypto";
import type { Database } from "../db/database.ts";
import type { Log } from "../ports/log.ts";

const POLL_MS = 500;
const LEASE_MS = 15_000;

export interface OutboxSender {
  start(): void;
  stop(): Promise<void>;
  /** Resolves when nothing that is due is left; for tests and for time that jumps. */
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
 */
export function createOutboxSender(deps: {
  database: Database;
  deliverNotices: () => Promise<number>;
  log: Log;
}): OutboxSender {
  const { database, deliverNotices, log } = deps;
  const holder = randomUUID();
  let leasedUntil = 0;
  let stopped = true;
  let running: Promise<void> | undefined;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  let failing = false;

  async function holdsLease(): Promise<boolean> {
    if (database.kind === "embedded") return true;
    if (Date.now() < leasedUntil - LEASE_MS / 2) return true;
    const taken = await database.query("take-outbox-lease", TAKE_LEASE, [holder, LEASE_MS]);
    leasedUntil = taken.length > 0 ? Date.now() + LEASE_MS : 0;
    return taken.length > 0;
  }

  async function round(): Promise<void> {
    do {
      again = false;
      if (!(await holdsLease())) return;
      while (!stopped && (await deliverNotices()) > 0);
    } while (again && !stopped);
  }

  /** Runs a round now, or once more after the one under way. */
  function kick(): Promise<void> {
    if (stopped) return Promise.resolve();
    if (running) {
      again = true;
      return running;
    }
    running = round()
      .then(
        () => {
          failing = false;
        },
        (error: Error) => {
          // A database that is gone is one piece of news, not two a second.
          if (!failing) log.error({ err: { message: error.message } }, "Outbox round failed");
          failing = true;
        },
      )
      .finally(() => {
        running = undefined;
      });
    return running;
  }

  database.onSaid(() => void kick());

  return {
    start() {
      stopped = false;
      timer = setInterval(() => void kick(), POLL_MS);
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
      if (database.kind === "server") {
        // Without the database it runs out by itself.
        await database.prisma.lease.deleteMany({ where: { name: "outbox", holder } }).catch(() => {});
      }
    },
    drain: kick,
  };
}
