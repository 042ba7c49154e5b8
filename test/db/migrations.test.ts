import { readFile } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import { dataDir } from "@electric-sql/pglite-prepopulatedfs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { missingSql, startSchemaEngine, toMigrationList } from "../../prisma/write-migration.ts";
import { pgliteMigrationTarget } from "../../src/db/embedded.ts";
import { type Migration, type MigrationTarget, migrate, readMigrations } from "../../src/db/migrate.ts";
import { openServer } from "../../src/db/server.ts";
import { findServer, serverTestDatabase } from "../kit/database.ts";

const migrations = await readMigrations(new URL("../../prisma/migrations/", import.meta.url));
const names = migrations.map(({ name }) => name);
const serverUrl = await findServer();

test("the migrations make what schema.prisma describes", async () => {
  expect(await missingSql()).toBe("");
});

test("every migration is named so that it comes after the one before", () => {
  expect(names.filter((name) => !/^\d{14}_[a-z0-9_]+$/.test(name))).toEqual([]);
  expect(names).toEqual(names.toSorted());
});

describe("on the embedded database", () => {
  let pglite: PGlite;
  let target: MigrationTarget;
  beforeAll(async () => {
    pglite = await PGlite.create({ loadDataDir: await dataDir() });
    target = pgliteMigrationTarget(pglite);
  });
  afterAll(() => pglite.close());
  beforeEach(() => pglite.exec("DROP SCHEMA public CASCADE; CREATE SCHEMA public"));

  test("all are applied once, in order", async () => {
    expect(await migrate(target, migrations)).toEqual(names);
    expect(await migrate(target, migrations)).toEqual([]);
  });

  test("Prisma's own tools agree that everything is applied", async () => {
    await migrate(target, migrations);
    const engine = await startSchemaEngine(pglite, await readSchema());
    const filters = { externalTables: [], externalEnums: [] };
    const migrationsList = toMigrationList(migrations);
    expect(
      await engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters }),
    ).toMatchObject({
      hasMigrationsTable: true,
      editedMigrationNames: [],
      failedMigrationNames: [],
      history: null,
    });
    expect(await engine.applyMigrations({ migrationsList, filters })).toEqual({ appliedMigrationNames: [] });
  });

  test("what Prisma's own tools applied is not applied again", async () => {
    const engine = await startSchemaEngine(pglite, await readSchema());
    const filters = { externalTables: [], externalEnums: [] };
    await engine.applyMigrations({ migrationsList: toMigrationList(migrations), filters });
    expect(await migrate(target, migrations)).toEqual([]);
  });

  test("a migration that was changed after it had been applied stops the start", async () => {
    await migrate(target, migrations);
    const changed = migrations.with(0, { ...migrations[0]!, checksum: "0".repeat(64) });
    await expect(migrate(target, changed)).rejects.toThrow(/was changed after it had been applied/);
  });

  test("a migration that another tool left half done stops the start", async () => {
    await migrate(target, migrations);
    await pglite.query(`UPDATE "_prisma_migrations" SET finished_at = NULL WHERE migration_name = $1`, [
      names[0],
    ]);
    await expect(migrate(target, migrations)).rejects.toThrow(/started by another tool and not finished/);
  });

  test("one that was rolled back by hand is applied again", async () => {
    const note: Migration = { name: "20990101000000_note", sql: "SELECT 1", checksum: "1".repeat(64) };
    await migrate(target, [...migrations, note]);
    await pglite.query(`UPDATE "_prisma_migrations" SET rolled_back_at = now() WHERE migration_name = $1`, [
      note.name,
    ]);
    expect(await migrate(target, [...migrations, note])).toEqual([note.name]);
  });

  test("a migration that fails leaves the database as it was", async () => {
    const broken: Migration = {
      name: "20990101000000_broken",
      sql: "SELECT nonsense",
      checksum: "2".repeat(64),
    };
    await expect(migrate(target, [...migrations, broken])).rejects.toThrow(/nonsense/);
    expect(await migrate(target, migrations)).toEqual(names);
  });
});

describe.skipIf(!serverUrl)("on PostgreSQL", () => {
  test("several processes that start at once apply each migration once", async () => {
    const database = await serverTestDatabase(serverUrl!);
    const connections = Array.from({ length: 4 }, () => openServer(database.url!, () => {}));
    try {
      const applied = await Promise.all(
        connections.map(({ migrationTarget }) => migrate(migrationTarget, migrations)),
      );
      expect(applied.filter((each) => each.length > 0)).toEqual([names]);
      const history = await database.connection.migrationTarget.query(
        `SELECT migration_name, checksum FROM "_prisma_migrations" ORDER BY migration_name`,
        [],
      );
      expect(history).toEqual(migrations.map(({ name, checksum }) => ({ migration_name: name, checksum })));
    } finally {
      await Promise.all(connections.map((connection) => connection.close()));
      await database.close();
    }
  });
});

const readSchema = () => readFile(new URL("../../prisma/schema.prisma", import.meta.url), "utf8");
