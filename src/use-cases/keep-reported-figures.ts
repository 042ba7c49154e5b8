import type { Database } from "../db/database.ts";
import { type Bundle, dayAt, isSpent } from "../domain/bundle.ts";
import type { Carrier } from "../ports/carrier.ts";

type Report = Awaited<ReturnType<Carrier["readBundles"]>>;

/**
 * Keeps the figures an outside carrier told. An older report never overrides a newer one, and a bundle that
 * we did not buy there is left alone.
 */
export function createKeepReportedFigures(deps: { database: Database }) {
  const { database } = deps;

  return function keepReportedFigures(cardId: string, report: Report): Promise<void> {
    const { asOf, bundles } = report;
    return database.transact(async ({ tx }) => {
      const { count } = await tx.card.updateMany({
        where: { id: cardId, OR: [{ asOf: null }, { asOf: { lte: asOf } }] },
        data: { asOf },
      });
      if (count === 0) return;
      const refs = bundles.map(({ bundleRef }) => bundleRef);
      const known = await tx.bundle.findMany({ where: { cardId, carrierBundleRef: { in: refs } } });
      for (const row of known) {
        const reported = bundles.find(({ bundleRef }) => bundleRef === row.carrierBundleRef)!;
        await tx.bundle.update({
          where: { id: row.id },
          data: figuresOf(row as unknown as Bundle, reported, asOf),
        });
      }
    });
  };
}

export type KeepReportedFigures = ReturnType<typeof createKeepReportedFigures>;

function figuresOf(bundle: Bundle, reported: Report["bundles"][number], asOf: Date) {
  const figures = {
    dataTotalBytes: reported.dataTotalBytes,
    dataUsedBytes: reported.dataUsedBytes,
    voiceTotalSeconds: reported.voiceTotalSeconds,
    voiceUsedSeconds: reported.voiceUsedSeconds,
    startsAt: reported.startsAt,
    expiresAt: reported.expiresAt,
  };
  const current = { ...bundle, ...figures };
  const dayIndex = dayAt(current, asOf);
  const usedUpAt = isSpent({ ...current, dayIndex }) ? (bundle.usedUpAt ?? asOf) : null;
  return { ...figures, dayIndex, usedUpAt };
}
