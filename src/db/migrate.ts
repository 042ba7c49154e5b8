import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";

/** The little of a database that migrating needs: several statements at once, and rows with parameters. */
export interface MigrationTarget {
  exec(sql: string): Promise<void>;
  query(sql: string, values: unknown[]): Promise<Record<string, unknown>[]>;
  /** Runs `work` on one connection, inside one transaction. */
  transaction(work: (target: MigrationTarget) => Promise<void>): Promise<void>;
}

export interface Migration {
  name: string;
  sql: string;
  /** As Prisma computes it: SHA-256 of the script's bytes. */
  checksum: string;
}

/** Any constant will do, as long as every instance uses the same. */
const MIGRATION_LOCK = 7_205_114;

/** Prisma's own table, in Prisma's own words, so that `prisma migrate deploy` and `status` agree with us. */
const CREATE_HISTORY = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

/** Migrations in the order they were written. */
export async function readMigrations(directory: URL): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(new URL(`${name}/migration.sql`, directory), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

/**
 * Brings the database to the newest migration and answers the names of those applied now.
 * Safe to call from several processes at once: one applies, the others wait and find nothing to do.
 * Throws when an applied migration was changed since, or was left half done by another tool.
 */
export async function migrate(target: MigrationTarget, migrations: Migration[]): Promise<string[]> {
  const applied: string[] = [];
  await target.transaction(async (tx) => {
    await tx.query("SELECT pg_advisory_xact_lock($1)", [MIGRATION_LOCK]);
    await tx.exec(CREATE_HISTORY);
    const rows = await tx.query(
      `SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL`,
      [],
    );
    const historyByName = new Map(rows.map((row) => [row.migration_name, row]));
    for (const migration of migrations) {
      const history = historyByName.get(migration.name);
      if (history) {
        assertUntouched(migration, history);
        continue;
      }
      await tx.exec(migration.sql);
      await tx.query(
        `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count)
         VALUES ($1, $2, $3, now(), 1)`,
        [randomUUID(), migration.checksum, migration.name],
      );
      applied.push(migration.name);
    }
  });
  return applied;
}

function assertUntouched(migration: Migration, history: Record<string, unknown>): void {
  if (history.finished_at === null) {
    throw new Error(
      `Migration ${migration.name} was started by another tool and not finished; see prisma migrate resolve`,
    );
  }
  if (history.checksum !== migration.checksum) {
    throw new Error(`Migration ${migration.name} was changed after it had been applied to this database`);
  }
}
