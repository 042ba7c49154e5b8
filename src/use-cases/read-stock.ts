import type { Database } from "../db/database.ts";

export interface Stock {
  activePlans: number;
  cards: number;
  /** Carriers that cards name. */
  cardCarriers: string[];
  newestMigration: string | undefined;
}

/** What is there to sell, and for whom. */
export function createReadStock(deps: { database: Pick<Database, "prisma" | "query"> }) {
  const { prisma, query } = deps.database;

  return async function readStock(): Promise<Stock> {
    const [migration] = await query<{ name: string }>(
      "newest-migration",
      `SELECT max(migration_name) AS name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL`,
      [],
    );
    const carriers = await prisma.card.groupBy({ by: ["carrier"], _count: true });
    return {
      activePlans: await prisma.plan.count({ where: { active: true } }),
      cards: carriers.reduce((sum, { _count }) => sum + _count, 0),
      cardCarriers: carriers.map(({ carrier }) => carrier),
      newestMigration: migration?.name ?? undefined,
    };
  };
}
