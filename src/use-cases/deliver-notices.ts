import type { Database } from "../db/database.ts";
import type { Notice } from "../domain/notice.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { DeliveryOutcome, Messenger, RenderedMessage } from "../ports/messenger.ts";
import { UNREACHABLE } from "./tell-after-all.ts";

/** What a notice becomes at the moment it is delivered; undefined when it has become pointless. */
export interface Delivery {
  message: RenderedMessage;
  /** An earlier message that this one replaces in place. */
  editMessageId?: number;
  /** A message whose buttons no longer make sense. */
  disarmMessageId?: number;
  /** Keeps the id of the message that now says it. */
  onDelivered?(messageId: number): Promise<void>;
}

export type ComposeNotice = (chatId: bigint, notice: Notice) => Promise<Delivery | undefined>;

interface DueRow {
  id: bigint;
  chatId: bigint;
  notice: Notice;
  attempts: number;
}

const BATCH = 50;
const RETRY_MS = [1_000, 5_000, 30_000, 120_000, 600_000];

/** The oldest undelivered notice of each chat, so that a chat is told things in their order. */
const DUE = `
  SELECT n.id, n."chatId", n.notice, n.attempts
  FROM "OutboxNotice" n
  WHERE n."sentAt" IS NULL AND n."failedAt" IS NULL AND n."dueAt" <= $1
    AND NOT EXISTS (
      SELECT 1 FROM "OutboxNotice" earlier
      WHERE earlier."chatId" = n."chatId" AND earlier.id < n.id AND earlier.priority <= n.priority
        AND earlier."sentAt" IS NULL AND earlier."failedAt" IS NULL)
  ORDER BY n.priority, n.id
  LIMIT ${BATCH}`;

/**
 * Delivers what is due and answers how many notices it dealt with. Only one process may run it at a time.
 * A notice in flight when the process dies comes twice: Telegram has no idempotency key.
 */
export function createDeliverNotices(deps: {
  database: Database;
  clock: Clock;
  messenger: Messenger;
  composeNotice: ComposeNotice;
  log: Log;
}) {
  const { database, clock, messenger, composeNotice, log } = deps;

  return async function deliverNotices(): Promise<number> {
    const due = await database.query<DueRow>("due-notices", DUE, [clock.now()]);
    await Promise.all(due.map(deliver));
    return due.length;
  };

  async function deliver(row: DueRow): Promise<void> {
    try {
      const delivery = await composeNotice(row.chatId, row.notice);
      if (!delivery) return await settle(row, { sentAt: clock.now() });
      if (delivery.disarmMessageId !== undefined) {
        await messenger.removeButtons(row.chatId, delivery.disarmMessageId);
      }
      const { message, editMessageId } = delivery;
      const outcome =
        editMessageId === undefined
          ? await messenger.send(row.chatId, message)
          : await messenger.edit(row.chatId, editMessageId, message);
      await conclude(row, delivery, outcome);
    } catch (error) {
      await postpone(row, error instanceof Error ? error.message : String(error));
    }
  }

  async function conclude(row: DueRow, delivery: Delivery, outcome: DeliveryOutcome): Promise<void> {
    switch (outcome.type) {
      case "delivered":
        await delivery.onDelivered?.(outcome.messageId);
        return settle(row, { sentAt: clock.now(), messageId: outcome.messageId });
      case "unreachable":
        log.info({ chatId: row.chatId.toString(), noticeId: row.id.toString() }, "Chat cannot be written to");
        await database.prisma.chat.updateMany({
          where: { id: row.chatId, unreachableSince: null },
          data: { unreachableSince: clock.now() },
        });
        return settle(row, { failedAt: clock.now(), lastError: UNREACHABLE });
      case "refused":
        log.error({ noticeId: row.id.toString(), reason: outcome.reason }, "Notice refused by Telegram");
        return settle(row, { failedAt: clock.now(), lastError: outcome.reason });
      case "wait":
        return postpone(row, `asked to wait ${outcome.seconds} s`, outcome.seconds * 1000);
    }
  }

  async function settle(
    row: DueRow,
    data: { sentAt?: Date; failedAt?: Date; messageId?: number; lastError?: string },
  ): Promise<void> {
    await database.prisma.outboxNotice.update({ where: { id: row.id }, data });
  }

  async function postpone(row: DueRow, reason: string, waitMs?: number): Promise<void> {
    const ms = waitMs ?? RETRY_MS[Math.min(row.attempts, RETRY_MS.length - 1)]!;
    log.warn({ noticeId: row.id.toString(), reason, attempts: row.attempts + 1 }, "Notice postponed");
    await database.prisma.outboxNotice.update({
      where: { id: row.id },
      data: {
        attempts: { increment: 1 },
        lastError: reason,
        dueAt: new Date(clock.now().getTime() + ms),
      },
    });
  }
}
