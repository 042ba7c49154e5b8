import type { Database } from "../db/database.ts";
import type { Notice } from "../domain/notice.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { DeliveryOutcome, Messenger, RenderedMessage } from "../ports/messenger.ts";
import type { Pace } from "../ports/pace.ts";
import type { DueNotice } from "./find-due-notices.ts";
import { UNREACHABLE } from "./tell-after-all.ts";

/** What a notice becomes at the moment it is delivered; undefined when it has become pointless. */
export type Delivery = MessageDelivery | ActDelivery;

/** More than a message of its own: what is carried into a topic, copied, edited or marked. */
export interface ActDelivery {
  act(): Promise<DeliveryOutcome>;
}

export interface MessageDelivery {
  message: RenderedMessage;
  /** An earlier message that this one replaces in place. */
  editMessageId?: number;
  /** A message whose buttons no longer make sense. */
  disarmMessageId?: number;
  /** Keeps the id of the message that now says it, and of its picture. */
  onDelivered?(messageId: number, fileId?: string): Promise<void>;
}

export type ComposeNotice = (chatId: bigint, notice: Notice) => Promise<Delivery | undefined>;

const RETRY_MS = [1_000, 5_000, 30_000, 120_000, 600_000];

/** What waits for somebody who blocked the bot is given up; a return of theirs in the same moment comes first. */
const GIVE_UP = `
  WITH gone AS (SELECT id FROM "Chat" WHERE id = $1 AND "unreachableSince" IS NOT NULL FOR UPDATE)
  UPDATE "OutboxNotice" n SET "failedAt" = $2, "lastError" = '${UNREACHABLE}' FROM gone
  WHERE n."chatId" = gone.id AND n."sentAt" IS NULL AND n."failedAt" IS NULL AND n."dueAt" <= $2`;

/**
 * Delivers one notice and keeps what became of it; one that fails is due again later. Only one process may do
 * this at a time. A notice in flight when the process dies comes twice: Telegram has no idempotency key.
 */
export function createDeliverNotice(deps: {
  database: Database;
  clock: Clock;
  messenger: Messenger;
  pace: Pace;
  composeNotice: ComposeNotice;
  log: Log;
}) {
  const { database, clock, messenger, pace, composeNotice, log } = deps;

  return async function deliverNotice(row: DueNotice): Promise<void> {
    if (row.unreachable) return giveUp(row.chatId);
    try {
      await deliver(row);
    } catch (error) {
      await postpone(row, error instanceof Error ? error.message : String(error));
    }
  };

  async function deliver(row: DueNotice): Promise<void> {
    const delivery = await composeNotice(row.chatId, row.notice);
    if (!delivery) return settle(row, { sentAt: clock.now() });
    if ("act" in delivery) return conclude(row, {}, await delivery.act());
    if (delivery.disarmMessageId !== undefined) {
      await messenger.removeButtons(row.chatId, delivery.disarmMessageId);
    }
    const { message, editMessageId } = delivery;
    const outcome =
      editMessageId === undefined
        ? await messenger.send(row.chatId, message)
        : await messenger.edit(row.chatId, editMessageId, message);
    await conclude(row, delivery, outcome);
  }

  async function conclude(
    row: DueNotice,
    { onDelivered }: Pick<MessageDelivery, "onDelivered">,
    outcome: DeliveryOutcome,
  ): Promise<void> {
    switch (outcome.type) {
      case "delivered":
        if (outcome.messageId !== undefined) await onDelivered?.(outcome.messageId, outcome.fileId);
        return settle(row, { sentAt: clock.now(), messageId: outcome.messageId ?? null });
      case "unreachable":
        log.info({ chatId: row.chatId.toString(), noticeId: row.id.toString() }, "Chat cannot be written to");
        await settle(row, { failedAt: clock.now(), lastError: UNREACHABLE });
        await database.prisma.chat.updateMany({
          where: { id: row.chatId, unreachableSince: null },
          data: { unreachableSince: clock.now() },
        });
        return giveUp(row.chatId);
      case "refused":
        log.error({ noticeId: row.id.toString(), reason: outcome.reason }, "Notice refused by Telegram");
        return settle(row, { failedAt: clock.now(), lastError: outcome.reason });
      case "wait":
        pace.refused(row.chatId, outcome.seconds);
        await postpone(row, `asked to wait ${outcome.seconds} s`, outcome.seconds * 1000);
        return postponeChat(row.chatId, outcome.seconds * 1000);
    }
  }

  /** Another process that takes over is not to ask again before the time. */
  async function postponeChat(chatId: bigint, ms: number): Promise<void> {
    const dueAt = new Date(clock.now().getTime() + ms);
    await database.prisma.outboxNotice.updateMany({
      where: { chatId, sentAt: null, failedAt: null, dueAt: { lt: dueAt } },
      data: { dueAt },
    });
  }

  async function giveUp(chatId: bigint): Promise<void> {
    await database.prisma.$executeRawUnsafe(GIVE_UP, chatId, clock.now());
  }

  async function settle(
    row: DueNotice,
    data: { sentAt?: Date; failedAt?: Date; messageId?: number | null; lastError?: string },
  ): Promise<void> {
    await database.prisma.outboxNotice.update({ where: { id: row.id }, data });
  }

  async function postpone(row: DueNotice, reason: string, waitMs?: number): Promise<void> {
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

export type DeliverNotice = ReturnType<typeof createDeliverNotice>;
