import { expect, test } from "vitest";
import { createTelegramPace } from "../../src/adapters/telegram/pace.ts";
import type { Database } from "../../src/db/database.ts";
import { createOutboxSender } from "../../src/jobs/outbox-sender.ts";
import { systemClock } from "../../src/ports/clock.ts";
import type { DueNotice } from "../../src/use-cases/find-due-notices.ts";
import { createTestLog } from "../kit/log.ts";
import { until } from "../kit/until.ts";

const embedded = { kind: "embedded", onSaid() {} } as unknown as Database;
const RATES = {
  telegramMessagesPerSecond: 1_000,
  telegramChatMessagesPerSecond: 1_000,
  telegramGroupMessagesPerMinute: 60_000,
};

/** A gate that whoever waits for it goes through when it is opened. */
function gate(): { promise: Promise<void>; resolve(): void } {
  let resolve = () => {};
  const promise = new Promise<void>((opened) => {
    resolve = opened;
  });
  return { promise, resolve };
}

/** Three messages for each of these chats wait, the least important of the first chat's first. */
function openSender(chats: number[], deliver: (notice: DueNotice) => Promise<void>) {
  const waiting = chats.flatMap((chat, place) =>
    [3, 2, 1].map((priority) => ({
      ...{ id: BigInt(10 * place + priority), chatId: BigInt(chat), priority },
      ...{ notice: { type: "apology" as const }, attempts: 0, unreachable: false },
    })),
  );
  const sender = createOutboxSender({
    database: embedded,
    pace: createTelegramPace(RATES, systemClock),
    messagesPerSecond: 1_000,
    log: createTestLog(),
    async findDueNotices(limit, except) {
      const inOrder = waiting.toSorted((one, other) => one.priority - other.priority);
      const firsts = inOrder.filter(
        ({ chatId }, index) => inOrder.findIndex((any) => any.chatId === chatId) === index,
      );
      return firsts.filter(({ chatId }) => !except.includes(chatId)).slice(0, limit);
    },
    async deliverNotice(notice) {
      await deliver(notice);
      waiting.splice(waiting.indexOf(notice as never), 1);
    },
  });
  sender.start();
  return { sender, waiting };
}

test("a chat that hangs delays nobody else, and gets its own one after the other when it answers", async () => {
  const told: string[] = [];
  const hanging = gate();
  const { sender, waiting } = openSender([1, 2, 3], async ({ chatId, priority }) => {
    if (chatId === 2n && priority === 1) await hanging.promise;
    told.push(`${chatId}:${priority}`);
  });
  await until("the others", () => told.length === 6);
  expect(told.toSorted()).toEqual(["1:1", "1:2", "1:3", "3:1", "3:2", "3:3"]);
  hanging.resolve();
  await sender.drain();
  expect(told.slice(6)).toEqual(["2:1", "2:2", "2:3"]);
  expect(waiting).toEqual([]);
  await sender.stop();
});

test("to stop is to finish what is under way and to begin nothing", async () => {
  const told: bigint[] = [];
  let begun = 0;
  const hanging = gate();
  const { sender, waiting } = openSender([1], async ({ id }) => {
    begun++;
    await hanging.promise;
    told.push(id);
  });
  await until("the first to be under way", () => begun === 1);
  const stopped = sender.stop();
  hanging.resolve();
  await stopped;
  expect(told).toEqual([1n]);
  expect(waiting).toHaveLength(2);
  expect(begun).toBe(1);
});
