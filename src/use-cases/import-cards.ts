import type { Database } from "../db/database.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import type { Clock } from "../ports/clock.ts";
import { collectBadLines, type ImportRefused } from "./import/bad-lines.ts";
import { type CardLineDeps, cardShape, readCardLine } from "./import/card-line.ts";
import { importTransaction } from "./import/import-transaction.ts";
import { type CardsMerged, mergeCards, stagedCards } from "./import/merge-cards.ts";
import { type CsvText, readCsv } from "./import/read-csv.ts";
import { readPlanBySku } from "./import/read-plans.ts";
import { createRisingUuids } from "./import/rising-uuids.ts";
import { withStaging } from "./import/staging.ts";

export interface ImportOptions {
  /** `reading` counts bytes taken (compare with the text's size), `writing` a fraction of the whole. */
  onProgress?: (progress: { step: "reading"; bytes: number } | { step: "writing"; fraction: number }) => void;
  /** Stops the import; nothing is changed then. */
  signal?: AbortSignal;
}

export interface CardsImported extends CardsMerged {
  lines: number;
}

/**
 * Takes cards and their accounts over from CSV, all or nothing. Safe to repeat: a known card's names are
 * brought up to date, its balance only with `updateBalances`. What a file leaves out stays as it is.
 */
export function createImportCards(deps: {
  database: Database;
  clock: Clock;
  /** Names in the carriers' registry. */
  carrierNames: readonly string[];
}) {
  const { database, clock, carrierNames } = deps;

  return async function importCards(
    text: CsvText,
    options: ImportOptions & { updateBalances?: boolean } = {},
  ): Promise<Result<CardsImported, ImportRefused>> {
    const { updateBalances = false, onProgress, signal } = options;
    const now = clock.now();
    const badLines = collectBadLines();
    const lineByIccid = new Map<string, number>();
    const planBySku = await readPlanBySku(database);
    const lineDeps: CardLineDeps = { badLines, carrierNames, planBySku, lineByIccid, now };

    const columns = stagedCards(createRisingUuids(now));
    return withStaging(database, "cards", columns, async (staging) => {
      let lines = 0;
      let lastLine = 0;
      const onRead = (bytes: number) => onProgress?.({ step: "reading", bytes });
      for await (const line of readCsv(text, cardShape, badLines, onRead)) {
        signal?.throwIfAborted();
        lines++;
        lastLine = line.number;
        const row = readCardLine(line, lineDeps);
        if (row) await staging.add(row);
      }
      await staging.finish();

      const merged = await importTransaction(database, signal, (tx) =>
        mergeCards(tx, {
          lastLine,
          updateBalances,
          now,
          badLines,
          onProgress: (fraction) => {
            signal?.throwIfAborted();
            onProgress?.({ step: "writing", fraction });
          },
        }),
      );
      return merged ? ok({ lines, ...merged }) : fail(badLines.refusal());
    });
  };
}

export type ImportCards = ReturnType<typeof createImportCards>;
