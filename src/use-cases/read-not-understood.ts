import type { Database } from "../db/database.ts";
import { DAY_MS } from "../domain/plan.ts";
import type { Clock } from "../ports/clock.ts";

const MOST_TEXTS = 20;

export interface NotUnderstood {
  /** How often in the last 30 days, by what was likeliest meant, the most frequent first. */
  guesses: { guess: string; times: number }[];
  /** The newest words themselves, where they are kept. */
  texts: { at: Date; guess: string; text: string }[];
}

/** What people asked for that the bot did not understand. */
export function createReadNotUnderstood({ database, clock }: { database: Database; clock: Clock }) {
  const { prisma } = database;

  return async function readNotUnderstood(): Promise<NotUnderstood> {
    const counts = await prisma.notUnderstood.groupBy({
      by: ["guess"],
      where: { day: { gte: new Date(clock.now().getTime() - 30 * DAY_MS) } },
      _sum: { times: true },
      orderBy: { _sum: { times: "desc" } },
    });
    const texts = await prisma.unknownText.findMany({
      orderBy: { id: "desc" },
      take: MOST_TEXTS,
      select: { at: true, guess: true, text: true },
    });
    return { guesses: counts.map(({ guess, _sum }) => ({ guess, times: _sum.times ?? 0 })), texts };
  };
}
