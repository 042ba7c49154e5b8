import type { Notice } from "../domain/notice.ts";
import { noticePriority } from "../domain/notice.ts";
import type { Clock } from "../ports/clock.ts";
import type { Connection } from "./connection.ts";
import { type Prisma, PrismaClient } from "./generated/client.ts";
import type { JobPayloads, JobQueue, QueueName } from "./jobs.ts";
import { migrate, readMigrations } from "./migrate.ts";

/**
 * One business transaction: state, jobs and outbox are committed together or not at all. Everything inside
 * goes through it; on the embedded database anything else would wait for it for ever.
 */
export interface UnitOfWork {
  tx: Prisma.TransactionClient;
  send<Name extends QueueName>(
    queue: Name,
    data: JobPayloads[Name],
    options?: { startAfterSeconds?: number; singletonKey?: string },
  ): Promise<void>;
  /** Many at once, in one statement. */
  sendAll<Name extends QueueName>(
    queue: Name,
    jobs: readonly { data: JobPayloads[Name]; singletonKey?: string }[],
  ): Promise<void>;
  /** Says something unprompted. The same `dedupeKey` is never said twice; answers whether this one is new. */
  say(chatId: bigint, notice: Notice, dedupeKey: string, options?: { dueAt?: Date }): Promise<boolean>;
  /** Many at once, in one statement. */
  sayAll(notices: readonly { chatId: bigint; notice: Notice; dedupeKey: string }[]): Promise<void>;
}

export interface Database {
  kind: Connection["kind"];
  prisma: PrismaClient;
  query: Connection["query"];
  recall: Connection["recall"];
  exclusively: Connection["exclusively"];
  /** Runs `work` in a transaction, then wakes the workers of what it queued and the outbox's sender. */
  transact<Value>(work: (unit: UnitOfWork) => Promise<Value>): Promise<Value>;
  /** Called after each commit that put something into the outbox. */
  onSaid(listener: () => void): void;
  close(): Promise<void>;
}

const migrationsDirectory = new URL("../../prisma/migrations/", import.meta.url);

/** Brings the database to the newest migration and opens it. */
export async function openDatabase(deps: {
  connection: Connection;
  jobs: JobQueue;
  clock: Clock;
}): Promise<Database> {
  const { connection, jobs, clock } = deps;
  await migrate(connection.migrationTarget, await readMigrations(migrationsDirectory));
  // Its longer errors repeat what was to be written, and errors are logged.
  const prisma = new PrismaClient({ adapter: connection.prismaAdapter, errorFormat: "minimal" });
  const saidListeners: (() => void)[] = [];

  return {
    kind: connection.kind,
    prisma,
    query: connection.query,
    recall: connection.recall,
    exclusively: connection.exclusively,
    async transact(work) {
      const queued = new Set<QueueName>();
      let said = false;
      const value = await prisma.$transaction(
        (tx) =>
          work({
            tx,
            send: async (queue, data, options) => {
              await jobs.send(tx, queue, data, options);
              queued.add(queue);
            },
            sendAll: async (queue, waiting) => {
              await jobs.sendAll(tx, queue, waiting);
              queued.add(queue);
            },
            say: async (chatId, notice, dedupeKey, options = {}) => {
              const now = clock.now();
              const { count } = await tx.outboxNotice.createMany({
                data: [
                  {
                    chatId,
                    priority: noticePriority(notice),
                    notice: notice as unknown as Prisma.InputJsonValue,
                    dedupeKey,
                    dueAt: options.dueAt ?? now,
                    createdAt: now,
                  },
                ],
                skipDuplicates: true,
              });
              said ||= count > 0;
              return count > 0;
            },
            sayAll: async (notices) => {
              const now = clock.now();
              const data = notices.map(({ chatId, notice, dedupeKey }) => ({
                ...{ chatId, dedupeKey, priority: noticePriority(notice), dueAt: now, createdAt: now },
                notice: notice as unknown as Prisma.InputJsonValue,
              }));
              const { count } = await tx.outboxNotice.createMany({ data, skipDuplicates: true });
              said ||= count > 0;
            },
          }),
        { maxWait: 10_000, timeout: 20_000 },
      );
      for (const queue of queued) jobs.wake(queue);
      if (said) for (const listener of saidListeners) listener();
      return value;
    },
    onSaid(listener) {
      saidListeners.push(listener);
    },
    async close() {
      await prisma.$disconnect();
    },
  };
}
