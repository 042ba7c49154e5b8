import type { Database } from "../../db/database.ts";
import type { Clock } from "../../ports/clock.ts";

const KEPT_DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1000;
const AT_ONCE = 5_000;

/** Removes the outbox rows of broadcasts that ended a week ago, whose counts are kept, and old previews. */
export function createForgetBroadcasts(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;
  const { prisma } = database;

  return async function forgetBroadcasts(): Promise<void> {
    const before = new Date(clock.now().getTime() - KEPT_DAYS * DAY_MS);
    const ended = await prisma.broadcast.findFirst({
      where: { endedAt: { lt: before }, OR: [{ notices: { some: {} } }, { status: "preview" }] },
      select: { id: true, status: true },
    });
    if (!ended) return;
    await prisma.$executeRaw`
      DELETE FROM "OutboxNotice" WHERE id IN (
        SELECT id FROM "OutboxNotice" WHERE "broadcastId" = ${ended.id} LIMIT ${AT_ONCE})`;
    if (ended.status === "preview") await prisma.broadcast.delete({ where: { id: ended.id } });
  };
}
