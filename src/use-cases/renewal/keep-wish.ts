import type { Database } from "../../db/database.ts";
import type { Prisma } from "../../db/generated/client.ts";
import { DAY_MS } from "../../domain/plan.ts";
import type { RenewalNeed } from "../../domain/renewal-need.ts";
import type { Clock } from "../../ports/clock.ts";

/** What somebody looked for who is not linked yet. */
export interface LookedFor {
  destination: string | null;
  startsAt: Date | null;
  need: RenewalNeed;
}

/** As it is stored. */
interface KeptWish {
  destination: string | null;
  planId?: string;
  /** ISO. */
  startsAt: string | null;
  need: RenewalNeed;
  /** ISO. */
  keptAt: string;
}

/** Who links on another day has something else in mind, and prices may have changed. */
const KEPT_MS = DAY_MS;

/** Keeps what an unlinked chat looks for: the first renewal after it was linked begins with it. */
export function createKeepWish({ database, clock }: { database: Database; clock: Clock }) {
  const { prisma } = database;

  return {
    /** What is kept; undefined when nothing is, or it is too old. */
    async read(chatId: bigint): Promise<LookedFor | undefined> {
      const chat = await prisma.chat.findUnique({ where: { id: chatId }, select: { keptWish: true } });
      const { destination = null, startsAt = null, need } = readKeptWish(chat?.keptWish ?? null, clock.now());
      return need && { destination, startsAt, need };
    },

    async look(chatId: bigint, looked: LookedFor): Promise<void> {
      await keep(chatId, { ...looked, startsAt: looked.startsAt?.toISOString() ?? null });
    },

    /** A plan was picked; what was said of that country before goes with it. */
    async pick(
      chatId: bigint,
      { destination, planId }: { destination: string; planId: string },
    ): Promise<void> {
      const chat = await prisma.chat.findUnique({ where: { id: chatId }, select: { keptWish: true } });
      const before = chat?.keptWish as KeptWish | null | undefined;
      const { trip: _, ...need } = before?.destination === destination ? before.need : {};
      const startsAt = before?.destination === destination ? before.startsAt : null;
      await keep(chatId, { destination, planId, startsAt, need });
    },
  };

  async function keep(id: bigint, wish: Omit<KeptWish, "keptAt">): Promise<void> {
    const keptWish = { ...wish, need: { ...wish.need }, keptAt: clock.now().toISOString() };
    await prisma.chat.updateMany({ where: { id }, data: { keptWish } });
  }
}

export type KeepWish = ReturnType<typeof createKeepWish>;

/** What a renewal begins with. */
interface TakenUp {
  destination?: string;
  planId?: string;
  startsAt?: Date | null;
  need?: RenewalNeed;
}

/** What was kept as a renewal begins with it; empty when there is nothing, or it is too old. */
export function readKeptWish(stored: Prisma.JsonValue, now: Date): TakenUp {
  const kept = stored as unknown as KeptWish | null;
  if (!kept || now.getTime() - Date.parse(kept.keptAt) > KEPT_MS) return {};
  const startsAt = kept.startsAt === null ? null : new Date(kept.startsAt);
  return {
    ...(kept.destination !== null && { destination: kept.destination }),
    ...(kept.planId && { planId: kept.planId }),
    // A day that has come meanwhile is now.
    startsAt: startsAt && startsAt > now ? startsAt : null,
    ...(Object.keys(kept.need).length > 0 && { need: kept.need }),
  };
}
