/**
 * Writes the next migration: what must be done to a database at the newest migration so that it becomes
 * schema.prisma. `npm run migration -- name_of_change`; prints nothing and writes nothing when they agree.
 *
 * Uses Prisma's schema engine in its WebAssembly form on an in-memory PGlite, since the native one is
 * downloaded from its maker's server, which is not always to be had.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { dataDir } from "@electric-sql/pglite-prepopulatedfs";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { type Migration, readMigrations } from "../src/db/migrate.ts";

const migrationsDirectory = new URL("./migrations/", import.meta.url);
const schemaPath = new URL("./schema.prisma", import.meta.url);

/** The SQL that is missing between the migrations and the schema; empty when they agree. */
export async function missingSql(): Promise<string> {
  const pglite = await openEmpty();
  try {
    const schema = await readFile(schemaPath, "utf8");
    const engine = await startSchemaEngine(pglite, schema);
    const { stdout } = await engine.diff({
      from: { tag: "migrations", ...toMigrationList(await readMigrations(migrationsDirectory)) },
      to: { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content: schema }] },
      script: true,
      shadowDatabaseUrl: null,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return stdout?.includes("This is an empty migration") ? "" : (stdout ?? "");
  } finally {
    await pglite.close();
  }
}

/** Migrations as the engine wants to be told of them. */
export function toMigrationList(migrations: Migration[]): object {
  return {
    baseDir: fileURLToPath(migrationsDirectory),
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"' },
    shadowDbInitScript: "",
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok", value: sql } },
    })),
  };
}

/** The part of Prisma's engine that is used here and in the tests; the parameters are the engine's own. */
export interface SchemaEngine {
  diff(params: object): Promise<{ stdout: string | null }>;
  /** What `prisma migrate status` tells. */
  diagnoseMigrationHistory(params: object): Promise<Record<string, unknown>>;
  /** What `prisma migrate deploy` does. */
  applyMigrations(params: object): Promise<{ appliedMigrationNames: string[] }>;
}

/** Prisma's engine on a PGlite of its own. */
export async function startSchemaEngine(pglite: PGlite, schema: string): Promise<SchemaEngine> {
  const { bindMigrationAwareSqlAdapterFactory } = await import("@prisma/driver-adapter-utils");
  const bindings = await loadBindings();
  const adapter = new PrismaPGlite(pglite);
  adapter.connectToShadowDb = async () => new PrismaPGlite(await openEmpty()).connect() as never;
  return bindings.SchemaEngine.new(
    { datamodels: [["schema.prisma", schema]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
}

/** A database made beforehand spares the seconds that making one takes. */
const openEmpty = async () => PGlite.create({ loadDataDir: await dataDir() });

interface Bindings {
  SchemaEngine: { new: (options: object, log: () => void, adapter: object) => Promise<SchemaEngine> };
  __wbg_set_wasm(exports: object): void;
}

/** What TypeScript does not know of Node's WebAssembly without the types of a browser. */
interface Assembly {
  instantiate(
    code: Uint8Array,
    imports: object,
  ): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>;
}

let loaded: Promise<Bindings> | undefined;

/** Once in a process: the module's glue keeps state that belongs to one instance. */
function loadBindings(): Promise<Bindings> {
  loaded ??= (async () => {
    const bindings: Bindings = await import("@prisma/schema-engine-wasm/schema_engine_bg" as string);
    const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm");
    const code = await readFile(new URL("schema_engine_bg.wasm", pathToFileURL(entry)));
    const { WebAssembly } = globalThis as unknown as { WebAssembly: Assembly };
    const { instance } = await WebAssembly.instantiate(code, { "./schema_engine_bg.js": bindings });
    bindings.__wbg_set_wasm(instance.exports);
    instance.exports.__wbindgen_start();
    return bindings;
  })();
  return loaded;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const name = process.argv[2];
  if (!name || !/^[a-z0-9_]+$/.test(name)) {
    console.error("Usage: npm run migration -- name_of_change (lower case, digits, underscores)");
    process.exit(2);
  }
  const sql = await missingSql();
  if (!sql) {
    console.log("The migrations already say what schema.prisma says.");
  } else {
    const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
    const directory = new URL(`${stamp}_${name}/`, migrationsDirectory);
    await mkdir(directory, { recursive: true });
    await writeFile(new URL("migration.sql", directory), sql);
    console.log(`Wrote prisma/migrations/${stamp}_${name}/migration.sql: read it before you commit it.`);
  }
  // The engine's own databases stay open and would keep the process waiting.
  process.exit(0);
}
