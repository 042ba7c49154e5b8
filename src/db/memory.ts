import type { PgliteClient } from "./prepared-statements.ts";

/** Rows that were read, for as long as nothing was run that could change them. */
export interface Memory {
  /** The rows remembered for this statement and these values; otherwise those that `read` brings. */
  recall<Row>(
    statement: { name: string; sql: string },
    values: unknown[],
    read: () => Promise<Row[]>,
  ): Promise<Row[]>;
  /** Told of every statement before it takes its place in the queue. */
  note(sql: string): void;
}

interface Remembered {
  rows: unknown[];
  tables: readonly string[];
  /** The moment before they were read. */
  moment: number;
}

type Effect = readonly string[] | "everything";

/** Some hundred bytes to a few kilobytes each. */
const MOST_REMEMBERED = 5_000;
const MOST_EFFECTS = 1_000;

const CHANGES = /\b(?:insert|update|delete|merge|truncate|alter|drop|copy|call|do)\b/i;
/** May change tables that it does not name: by cascade, or by SQL that it makes up itself. */
const REACHES_FURTHER = /\b(?:delete|truncate|alter|drop|copy|call)\b|^\s*do\b/i;
/** Our tables begin with a capital, so that no SQL can name one without quotes. */
const TABLES = /"([A-Z]\w*)"/g;

/**
 * For a process that owns its database: nobody else writes there, so whoever is told of every statement knows
 * when rows may have changed. It knows tables, not rows, and takes any name in a statement that changes
 * something for a change of that table: it forgets too much rather than too little. See
 * src/decisions/0011-what-an-owner-may-remember.md.
 */
export function createMemory(): Memory {
  const rememberedByKey = new Map<string, Remembered>();
  const tablesByName = new Map<string, readonly string[]>();
  const effectBySql = new Map<string, Effect>();
  const lastChangeByTable = new Map<string, number>();
  let lastChangeOfAll = 0;
  let moment = 0;

  return {
    async recall<Row>(
      { name, sql }: { name: string; sql: string },
      values: unknown[],
      read: () => Promise<Row[]>,
    ): Promise<Row[]> {
      const key = JSON.stringify([name, ...values], (_key, value) =>
        typeof value === "bigint" ? `${value}n` : value,
      );
      const known = rememberedByKey.get(key);
      if (known && isCurrent(known)) return known.rows as Row[];
      // Taken before the read: what changes while it runs may not be in it.
      const before = moment;
      const rows = await read();
      remember(key, { rows, tables: tablesOf(name, sql), moment: before });
      return rows;
    },
    note(sql) {
      const effect = effectOf(sql);
      if (effect.length === 0) return;
      moment++;
      if (effect === "everything") lastChangeOfAll = moment;
      else for (const table of effect) lastChangeByTable.set(table, moment);
    },
  };

  function isCurrent({ tables, moment: read }: Remembered): boolean {
    return lastChangeOfAll <= read && tables.every((table) => (lastChangeByTable.get(table) ?? 0) <= read);
  }

  function remember(key: string, remembered: Remembered): void {
    rememberedByKey.delete(key);
    rememberedByKey.set(key, remembered);
    if (rememberedByKey.size > MOST_REMEMBERED) {
      rememberedByKey.delete(rememberedByKey.keys().next().value!);
    }
  }

  function tablesOf(name: string, sql: string): readonly string[] {
    const tables = tablesByName.get(name) ?? namesIn(sql);
    tablesByName.set(name, tables);
    return tables;
  }

  function effectOf(sql: string): Effect {
    const effect = effectBySql.get(sql) ?? readEffect(sql);
    if (effectBySql.size >= MOST_EFFECTS) effectBySql.clear();
    effectBySql.set(sql, effect);
    return effect;
  }
}

/** The same client, telling the memory of every statement. */
export function notingTo(memory: Memory, client: PgliteClient): PgliteClient {
  const noting = <Method extends (sql: string, ...rest: never[]) => unknown>(method: Method): Method =>
    ((sql, ...rest) => {
      memory.note(sql);
      return method(sql, ...rest);
    }) as Method;
  return {
    query: noting(client.query),
    exec: noting(client.exec),
    transaction: (work) =>
      client.transaction((tx) => {
        const [query, exec] = [noting(tx.query), noting(tx.exec)];
        return work(Object.create(tx, { query: { value: query }, exec: { value: exec } }));
      }),
  };
}

function readEffect(sql: string): Effect {
  if (!CHANGES.test(sql)) return [];
  const names = namesIn(sql);
  // The queue's tables are named in small letters, and nothing of ours hangs on them.
  if (names.length === 0 && sql.includes("pgboss.")) return names;
  return names.length === 0 || REACHES_FURTHER.test(sql) ? "everything" : names;
}

const namesIn = (sql: string): string[] => [...new Set([...sql.matchAll(TABLES)].map(([, name]) => name!))];
