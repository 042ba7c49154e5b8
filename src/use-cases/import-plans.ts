import { isDeepStrictEqual } from "node:util";
import type { Database } from "../db/database.ts";
import type { Prisma } from "../db/generated/client.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import type { Clock } from "../ports/clock.ts";
import { collectBadLines, type ImportRefused } from "./import/bad-lines.ts";
import { importTransaction } from "./import/import-transaction.ts";
import { type PlanRow, planShape, readPlanLine } from "./import/plan-line.ts";
import { type CsvText, readCsv } from "./import/read-csv.ts";
import { readPlanBySku } from "./import/read-plans.ts";
import type { ImportOptions } from "./import-cards.ts";

export interface PlansImported {
  lines: number;
  newPlans: number;
  changedPlans: number;
  /** Among those: no longer sold. */
  withdrawnPlans: number;
}

/**
 * Takes the catalogue over from CSV, all or nothing: a line states its whole plan, but for `active`, which
 * stays as it is when the file has no such column. Plans that a file does not mention are untouched.
 */
export function createImportPlans(deps: {
  database: Database;
  clock: Clock;
  /** Names in the carriers' registry. */
  carrierNames: readonly string[];
}) {
  const { database, clock, carrierNames } = deps;

  return async function importPlans(
    text: CsvText,
    { onProgress, signal }: ImportOptions = {},
  ): Promise<Result<PlansImported, ImportRefused>> {
    const badLines = collectBadLines();
    const rowBySku = new Map<string, { line: number; row: PlanRow }>();
    const onRead = (bytes: number) => onProgress?.({ step: "reading", bytes });
    let lines = 0;
    for await (const line of readCsv(text, planShape, badLines, onRead)) {
      signal?.throwIfAborted();
      lines++;
      const row = readPlanLine(line, badLines, carrierNames);
      if (!row) continue;
      const before = rowBySku.get(row.sku);
      if (before) {
        const reason = `is the plan of line ${before.line} already`;
        badLines.add({ line: line.number, column: "sku", value: row.sku, reason });
      } else {
        rowBySku.set(row.sku, { line: line.number, row });
      }
    }
    if (badLines.count() > 0) return fail(badLines.refusal());

    const rows = [...rowBySku.values()].map(({ row }) => row);
    const merged = await importTransaction(database, signal, (tx) => mergePlans(tx, rows));
    onProgress?.({ step: "writing", fraction: 1 });
    return ok({ lines, ...merged! });
  };

  async function mergePlans(
    tx: Prisma.TransactionClient,
    rows: PlanRow[],
  ): Promise<Omit<PlansImported, "lines">> {
    // Within the transaction and locked: what is compared is what is changed.
    await tx.$executeRaw`LOCK TABLE "Plan" IN SHARE ROW EXCLUSIVE MODE`;
    const known = await readPlanBySku({ prisma: tx });
    const merged = { newPlans: 0, changedPlans: 0, withdrawnPlans: 0 };
    const created: Prisma.PlanCreateManyInput[] = [];
    const updatedAt = clock.now();
    for (const row of rows) {
      const before = known.get(row.sku);
      const active = row.active ?? before?.active ?? true;
      const data = { ...row, active, name: row.name as Prisma.InputJsonObject };
      if (!before) {
        created.push({ ...data, updatedAt });
        continue;
      }
      if (isDeepStrictEqual({ ...row, active, id: before.id }, before)) continue;
      await tx.plan.update({ where: { id: before.id }, data: { ...data, updatedAt } });
      merged.changedPlans++;
      if (before.active && !active) merged.withdrawnPlans++;
    }
    await tx.plan.createMany({ data: created });
    return { ...merged, newPlans: created.length };
  }
}

export type ImportPlans = ReturnType<typeof createImportPlans>;
