import type { Database } from "../../db/database.ts";
import { type BroadcastCounts, countNotices } from "./count-notices.ts";

export interface BroadcastListed extends BroadcastCounts {
  id: number;
  status: string;
  /** Of its English text. */
  beginning: string;
  expected: number;
  createdAt: Date;
  endedAt: Date | null;
}

const MOST_LISTED = 20;
const BEGINNING = 60;

/** The newest broadcasts with what became of them. */
export function createListBroadcasts(deps: { database: Database }) {
  const { prisma } = deps.database;

  return async function listBroadcasts(): Promise<BroadcastListed[]> {
    const rows = await prisma.broadcast.findMany({
      where: { status: { not: "preview" } },
      orderBy: { id: "desc" },
      take: MOST_LISTED,
      omit: { picture: true },
    });
    const listed: BroadcastListed[] = [];
    for (const row of rows) {
      const { id, status, expected, createdAt, endedAt, delivered, failed } = row;
      const counts =
        delivered === null
          ? await countNotices(prisma, id)
          : { delivered, failed: failed ?? 0, skipped: 0, waiting: 0 };
      const plain = (row.text as { en: string }).en.replace(/<[^>]*>/g, "").replace(/\s+/g, " ");
      const beginning = [...plain].slice(0, BEGINNING).join("");
      listed.push({ id, status, expected, createdAt, endedAt, beginning, ...counts });
    }
    return listed;
  };
}
