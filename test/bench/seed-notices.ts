import { openDatabase } from "../../src/db/database.ts";
import { openEmbedded } from "../../src/db/embedded.ts";
import { createJobQueue } from "../../src/db/jobs.ts";
import { openServer } from "../../src/db/server.ts";
import { systemClock } from "../../src/ports/clock.ts";
import { chatOf, PER_CHAT, type Queued } from "./queued.ts";

/** Fills the outbox of `DATABASE_URL` or `DATA_DIR` before a bot starts on it: the least important first. */
const connection = process.env.DATABASE_URL
  ? openServer(process.env.DATABASE_URL, () => {})
  : await openEmbedded(`${process.env.DATA_DIR}/database`);
const database = await openDatabase({
  connection,
  jobs: createJobQueue(connection, () => {}),
  clock: systemClock,
});
const { paymentNews, support, nudges, broadcasts }: Queued = JSON.parse(process.env.QUEUED!);
const now = new Date();

for (const [priority, count] of [
  [3, broadcasts],
  [2, nudges],
  [1, support],
  [0, paymentNews],
] as const) {
  await database.prisma.outboxNotice.createMany({
    data: Array.from({ length: count }, (_, index) => ({
      chatId: BigInt(chatOf(priority, Math.floor(index / PER_CHAT))),
      priority,
      notice: { type: "apology" },
      dedupeKey: `bench:${priority}:${index}`,
      dueAt: now,
      createdAt: now,
    })),
  });
}

await database.close();
await connection.close();
