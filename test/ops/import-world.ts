import { type Database, openDatabase } from "../../src/db/database.ts";
import { createJobQueue } from "../../src/db/jobs.ts";
import type { ImportRefused } from "../../src/use-cases/import/bad-lines.ts";
import { createImportCards } from "../../src/use-cases/import-cards.ts";
import { createImportPlans } from "../../src/use-cases/import-plans.ts";
import { embeddedTestDatabase, findServer, serverTestDatabase, type TestDatabase } from "../kit/database.ts";
import { createTestClock, type TestClock } from "../kit/test-clock.ts";

const serverUrl = await findServer();

/** Where imports are tested; the second says why when it is skipped. */
export const places: { name: string; open: (() => Promise<TestDatabase>) | undefined }[] = [
  { name: "embedded", open: embeddedTestDatabase },
  serverUrl
    ? { name: "PostgreSQL", open: () => serverTestDatabase(serverUrl) }
    : { name: "PostgreSQL (skipped: no server; set TEST_DATABASE_URL)", open: undefined },
];

export interface ImportWorld {
  database: Database;
  clock: TestClock;
  importCards: ReturnType<typeof createImportCards>;
  importPlans: ReturnType<typeof createImportPlans>;
}

export async function openImportWorld({ connection }: TestDatabase): Promise<ImportWorld> {
  const clock = createTestClock("2026-11-23T05:02:00Z");
  const jobs = createJobQueue(connection, () => {});
  const database = await openDatabase({ connection, jobs, clock });
  const deps = { database, clock, carrierNames: ["ledger", "airalo"] };
  return { database, clock, importCards: createImportCards(deps), importPlans: createImportPlans(deps) };
}

/** Lines of a CSV file, joined. */
export const csv = (...lines: string[]): string => `${lines.join("\n")}\n`;

/** What was wrong, as `line column: reason`. */
export function mistakes(result: { ok: true } | { ok: false; error: ImportRefused }): string[] {
  if (result.ok) throw new Error("The import went through");
  return result.error.badLines.map(({ line, column, reason }) => `${line} ${column ?? ""}: ${reason}`);
}
