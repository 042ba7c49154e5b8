import type { Database } from "../../db/database.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { Clock } from "../../ports/clock.ts";
import { endOf, SET_ASIDE } from "./count-notices.ts";

export type BroadcastChange = "pause" | "resume" | "stop";

const FROM: Record<BroadcastChange, string[]> = {
  pause: ["running"],
  resume: ["paused"],
  stop: ["running", "paused"],
};

/** Pauses a broadcast, lets it go on where it was, or ends it for good. What is just under way still arrives. */
export function createChangeBroadcast(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return function changeBroadcast(
    id: number,
    change: BroadcastChange,
  ): Promise<Result<null, { type: "unknown" } | { type: "not_now"; status: string }>> {
    return database.transact(async ({ tx }) => {
      const [row] = await tx.$queryRaw<{ status: string }[]>`
        SELECT status::text FROM "Broadcast" WHERE id = ${id} FOR UPDATE`;
      if (!row) return fail({ type: "unknown" as const });
      if (!FROM[change].includes(row.status)) return fail({ type: "not_now" as const, status: row.status });
      const now = clock.now();
      if (change === "resume") {
        await tx.outboxNotice.updateMany({
          where: { broadcastId: id, sentAt: null, lastError: SET_ASIDE },
          data: { failedAt: null, lastError: null, dueAt: now },
        });
        await tx.broadcast.update({ where: { id }, data: { status: "running" } });
        return ok(null);
      }
      await tx.outboxNotice.updateMany({
        where: { broadcastId: id, sentAt: null, failedAt: null },
        data: { failedAt: now, lastError: SET_ASIDE },
      });
      if (change === "stop") await endOf(tx, id, "stopped", now);
      else await tx.broadcast.update({ where: { id }, data: { status: "paused" } });
      return ok(null);
    });
  };
}
