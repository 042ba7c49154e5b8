import type { Database } from "../../db/database.ts";
import type { Clock } from "../../ports/clock.ts";
import { personalTables } from "./personal-tables.ts";

/** Of one table; a person has dozens. What a company's cards used in years is cut here, and said so. */
const MOST_ROWS = 20_000;

export interface PersonalDocument {
  exportedAt: string;
  /** Rows by table, as they are kept, without hashes and without other people. */
  [table: string]: unknown;
}

/**
 * All that is kept about whoever writes in a chat, and the account it is linked to, as one document of one
 * moment: a deletion that runs beside it comes wholly before or wholly after.
 */
export function createExportPerson(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return (chatId: bigint): Promise<PersonalDocument> =>
    database.prisma.$transaction(
      async (tx) => {
        const chat = await tx.chat.findUnique({ where: { id: chatId }, include: { account: true } });
        const values = [chatId, chat?.account?.id ?? null, chat?.account?.email ?? null] as const;
        const document: PersonalDocument = { exportedAt: clock.now().toISOString() };
        for (const { name, mine, hidden = [] } of personalTables.toReversed()) {
          const rows = await tx.$queryRawUnsafe<{ rows: object[] | null }[]>(
            `SELECT json_agg(r) AS rows FROM (
               SELECT to_jsonb(t) - ${textArray(hidden)} AS r FROM "${name}" t
               WHERE (${mine}) AND ($2::uuid IS NULL OR true) AND ($3::text IS NULL OR true) AND $1::bigint IS NOT NULL
               LIMIT ${MOST_ROWS + 1}) AS found`,
            ...values,
          );
          const found = rows[0]?.rows ?? [];
          if (found.length === 0) continue;
          document[name] = found.slice(0, MOST_ROWS);
          if (found.length > MOST_ROWS) document[`${name}, first ${MOST_ROWS} rows`] = true;
        }
        return document;
      },
      { isolationLevel: "RepeatableRead", timeout: 20_000 },
    );
}

export type ExportPerson = ReturnType<typeof createExportPerson>;

/** Names of columns, all of them ours. */
const textArray = (names: readonly string[]): string =>
  `ARRAY[${names.map((name) => `'${name}'`).join(", ")}]::text[]`;
