import type { Database } from "../../db/database.ts";

/** Rows on their way into the database: out of everybody's sight, and gone with the import. */
export interface Staging<Row> {
  add(row: Row): Promise<void>;
  /** Everything is there when this resolves, and the planner knows how much it is. */
  finish(): Promise<void>;
}

/** A column of the staging table: its SQL type and what of a row goes there. */
export type StagedColumns<Row> = Record<string, [type: string, read: (row: Row) => unknown]>;

const SCHEMA = "staging";
const ROWS_PER_STATEMENT = 1_000;
/** Any constant; chats' ids, which share the key space, are nowhere near. */
const IMPORT_LOCK = -7_205_115_000_000_000_000n;

/**
 * Gives `work` an empty table of its own (`staging."<name>"`), for one import at a time in the whole
 * installation. Unlogged: a crash empties it, and the next import begins by dropping it.
 */
export async function withStaging<Row, Value>(
  database: Database,
  name: string,
  columns: StagedColumns<Row>,
  work: (staging: Staging<Row>) => Promise<Value>,
): Promise<Value> {
  const table = `"${SCHEMA}"."${name}"`;
  const drop = () => database.query(`drop-staging-${name}`, `DROP TABLE IF EXISTS ${table}`, []);
  return database.exclusively(IMPORT_LOCK, async () => {
    await database.query("create-staging-schema", `CREATE SCHEMA IF NOT EXISTS "${SCHEMA}"`, []);
    await drop();
    const types = Object.entries(columns).map(([column, [type]]) => `"${column}" ${type}`);
    await database.query(
      `create-staging-${name}`,
      `CREATE UNLOGGED TABLE ${table} (${types.join(", ")})`,
      [],
    );
    try {
      return await work(createStaging(database, name, table, columns));
    } finally {
      await drop();
    }
  });
}

function createStaging<Row>(
  database: Database,
  name: string,
  table: string,
  columns: StagedColumns<Row>,
): Staging<Row> {
  const entries = Object.values(columns);
  const arrays = entries.map(([type], index) => `$${index + 1}::${type.split(" ")[0]}[]`);
  const insert = `INSERT INTO ${table} SELECT * FROM unnest(${arrays.join(", ")})`;
  let rows: Row[] = [];

  const flush = async () => {
    if (rows.length === 0) return;
    const batch = rows;
    rows = [];
    await database.query(
      `stage-${name}`,
      insert,
      entries.map(([, read]) => batch.map((row) => read(row) ?? null)),
    );
  };
  return {
    async finish() {
      await flush();
      await database.query(`analyze-staging-${name}`, `ANALYZE ${table}`, []);
    },
    async add(row) {
      rows.push(row);
      if (rows.length >= ROWS_PER_STATEMENT) await flush();
    },
  };
}
