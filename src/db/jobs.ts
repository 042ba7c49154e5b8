import PgBoss from "pg-boss";
import type { Connection } from "./connection.ts";
import type { Prisma } from "./generated/client.ts";
import { createJobEnds } from "./job-ends.ts";

/** What a job of each queue carries: ids only, never a secret, and never what can be looked up. */
export interface JobPayloads {
  "send-login-code": { loginCodeId: string };
  "send-reset-link": { resetTokenId: string };
  /** To the mailbox of an account: what was done with its password. */
  "send-account-mail":
    | { news: "password_changed"; resetTokenId: string }
    | { news: "chat_linked"; signInTokenId: string; accountId: string };
  provision: { orderId: string };
  refund: { orderId: string; paymentId: string };
  /** Ask the provider about a checkout or a payment; `cause` goes into the order's history. */
  "check-payment": { provider: string; about: { type: "session" | "payment"; id: string }; cause: string };
  "end-checkout": { provider: string; sessionId: string };
  /** Somebody is to hear of their card now, not only with the next sweep. */
  nudge: Record<string, never>;
  /** One minute's round of asking outside carriers for figures. */
  poll: Record<string, never>;
  sweep: Record<string, never>;
}

export type QueueName = keyof JobPayloads;

/** How a queue treats its jobs. Whatever a killed process held is taken up again after `expireInSeconds`. */
export interface QueuePolicy {
  expireInSeconds: number;
  retryLimit: number;
  retryDelaySeconds: number;
  /** Doubles the delay at each try. */
  retryBackoff: boolean;
  /** How many of its jobs one process works on at a time; 1 unless set. */
  workers?: number;
}

export const policyByQueue: Record<QueueName, QueuePolicy> = {
  "send-login-code": { expireInSeconds: 30, retryLimit: 3, retryDelaySeconds: 2, retryBackoff: true },
  "send-reset-link": { expireInSeconds: 30, retryLimit: 3, retryDelaySeconds: 2, retryBackoff: true },
  "send-account-mail": { expireInSeconds: 30, retryLimit: 9, retryDelaySeconds: 5, retryBackoff: true },
  provision: { expireInSeconds: 45, retryLimit: 12, retryDelaySeconds: 5, retryBackoff: true, workers: 4 },
  refund: { expireInSeconds: 45, retryLimit: 12, retryDelaySeconds: 5, retryBackoff: true, workers: 2 },
  "check-payment": {
    expireInSeconds: 45,
    retryLimit: 12,
    retryDelaySeconds: 2,
    retryBackoff: true,
    workers: 4,
  },
  "end-checkout": { expireInSeconds: 45, retryLimit: 12, retryDelaySeconds: 5, retryBackoff: true },
  poll: { expireInSeconds: 58, retryLimit: 0, retryDelaySeconds: 0, retryBackoff: false },
  nudge: { expireInSeconds: 55, retryLimit: 0, retryDelaySeconds: 0, retryBackoff: false },
  sweep: { expireInSeconds: 55, retryLimit: 0, retryDelaySeconds: 0, retryBackoff: false },
};

export interface Job<Name extends QueueName> {
  data: JobPayloads[Name];
  /** 0 at the first try. */
  retryCount: number;
  /** True when no try is left after this one. */
  lastTry: boolean;
}

export interface JobQueue {
  /** Queues a job inside the transaction: it exists if and only if the transaction commits. */
  send<Name extends QueueName>(
    tx: Prisma.TransactionClient,
    queue: Name,
    data: JobPayloads[Name],
    options?: { startAfterSeconds?: number; singletonKey?: string },
  ): Promise<void>;
  /** Many at once, in one statement. */
  sendAll<Name extends QueueName>(
    tx: Prisma.TransactionClient,
    queue: Name,
    jobs: readonly { data: JobPayloads[Name]; singletonKey?: string }[],
  ): Promise<void>;
  /** Brings waiting jobs of the queue to this process's workers at once instead of at the next poll. */
  wake(queue: QueueName): void;
  /** A handler that throws is tried again as the queue's policy says. */
  work<Name extends QueueName>(queue: Name, handler: (job: Job<Name>) => Promise<void>): Promise<void>;
  /** Queues an empty job at every minute that the cron expression names, once for the whole installation. */
  schedule(queue: QueueName, cron: string): Promise<void>;
  start(): Promise<void>;
  /** Waits for running jobs, ten seconds at most. */
  stop(): Promise<void>;
}

/** The queue and the clock: pg-boss on the same database. */
export function createJobQueue(connection: Connection, onError: (error: Error) => void): JobQueue {
  const jobEnds = createJobEnds(connection.executeSql, onError);
  const boss = new PgBoss({
    db: { executeSql: (sql: string, values: unknown[]) => jobEnds.executeSql(sql, values) },
    maintenanceIntervalSeconds: 20,
    archiveCompletedAfterSeconds: 60 * 60,
    deleteAfterDays: 14,
  });
  boss.on("error", onError);
  const workersByQueue = new Map<QueueName, string[]>();

  return {
    async send(tx, queue, data, options = {}) {
      await boss.send(queue, data, {
        ...(options.startAfterSeconds !== undefined && { startAfter: options.startAfterSeconds }),
        ...(options.singletonKey !== undefined && { singletonKey: options.singletonKey }),
        db: within(tx),
      });
    },
    async sendAll(tx, queue, waiting) {
      const named = waiting.map(({ data, singletonKey }) => ({ name: queue, data, singletonKey }));
      await boss.insert(named, { db: within(tx) });
    },
    wake(queue) {
      for (const worker of workersByQueue.get(queue) ?? []) boss.notifyWorker(worker);
    },
    async work(queue, handler) {
      for (let worker = 0; worker < (policyByQueue[queue].workers ?? 1); worker++) {
        let id = "";
        id = await boss.work<JobPayloads[typeof queue]>(
          queue,
          { pollingIntervalSeconds: 2, includeMetadata: true },
          async (jobs) => {
            // Where one was there may be another: looking again at once beats waiting for the next poll.
            boss.notifyWorker(id);
            for (const { data, retryCount, retryLimit } of jobs) {
              await handler({ data, retryCount, lastTry: retryCount >= retryLimit });
            }
          },
        );
        workersByQueue.set(queue, [...(workersByQueue.get(queue) ?? []), id]);
      }
    },
    async schedule(queue, cron) {
      await boss.schedule(queue, cron, {});
    },
    async start() {
      await jobEnds.learnFrom(boss, "sweep");
      await boss.start();
      for (const [queue, policy] of Object.entries(policyByQueue) as [QueueName, QueuePolicy][]) {
        const options: PgBoss.Queue = {
          name: queue,
          policy: "short",
          expireInSeconds: policy.expireInSeconds,
          retryLimit: policy.retryLimit,
          retryDelay: policy.retryDelaySeconds,
          retryBackoff: policy.retryBackoff,
        };
        await boss.createQueue(queue, options);
        await boss.updateQueue(queue, options);
      }
      if (connection.kind === "embedded") await releaseOrphans(connection);
    },
    async stop() {
      await boss.stop({ graceful: true, wait: true, timeout: 10_000, close: false });
    },
  };
}

/** An embedded database had one process, which is gone: what it held can be taken up at once. */
async function releaseOrphans(connection: Connection): Promise<void> {
  await connection.executeSql("UPDATE pgboss.job SET state = 'retry' WHERE state = 'active'");
}

/** What pg-boss writes belongs to the transaction. */
const within = (tx: Prisma.TransactionClient) => ({
  executeSql: async (sql: string, values: unknown[]) => ({
    rows: await tx.$queryRawUnsafe<Record<string, unknown>[]>(sql, ...values),
  }),
});
