import type { Database } from "../../db/database.ts";
import { Prisma } from "../../db/generated/client.ts";
import type { Audience, BroadcastContent } from "../../domain/broadcast.ts";
import type { Clock } from "../../ports/clock.ts";
import { inAudience } from "./audience.ts";

export interface NewBroadcast {
  content: BroadcastContent;
  /** Its bytes, where the content has a picture. */
  picture: Uint8Array | null;
  audience: Audience;
}

/** Writes a broadcast down; from then on it is sent to its audience, or shown to one chat only. Answers its number. */
export function createCreateBroadcast(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return {
    /** How many chats it would go to now. */
    async count(audience: Audience): Promise<number> {
      const [row] = await database.prisma.$queryRaw<{ count: number }[]>(
        Prisma.sql`SELECT count(*)::int AS count FROM "Chat" c WHERE ${inAudience(audience)}`,
      );
      return row?.count ?? 0;
    },
    async start(broadcast: NewBroadcast, expected: number): Promise<number> {
      const { id } = await database.prisma.broadcast.create({
        data: { ...rowOf(broadcast), status: "running", expected },
        select: { id: true },
      });
      return id;
    },
    /** To one chat, in each of its languages. */
    async preview(broadcast: NewBroadcast, chatId: bigint): Promise<number> {
      return database.transact(async ({ tx, say }) => {
        const { id } = await tx.broadcast.create({
          data: { ...rowOf(broadcast), status: "preview", endedAt: clock.now() },
          select: { id: true },
        });
        for (const locale of Object.keys(broadcast.content.text)) {
          const notice = { type: "broadcast_preview" as const, broadcastId: id, locale };
          await say(chatId, notice, `broadcast-preview:${id}:${locale}`);
        }
        return id;
      });
    },
  };

  function rowOf({ content, picture, audience }: NewBroadcast) {
    return {
      text: content.text,
      ...(content.button && { buttonLabel: content.button.label, buttonTarget: content.button.target }),
      ...(picture && { picture: new Uint8Array(picture) }),
      audience: audience as unknown as Prisma.InputJsonValue,
      createdAt: clock.now(),
    };
  }
}

export type CreateBroadcast = ReturnType<typeof createCreateBroadcast>;
