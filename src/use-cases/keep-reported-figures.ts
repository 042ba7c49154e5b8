import type { Database } from "../db/database.ts";
import { addUses } from "../db/usage-samples.ts";
import { type Bundle, dayAt, isSpent } from "../domain/bundle.ts";
import { lookAfterUse } from "../domain/nudge-after-use.ts";
import { DAY_MS } from "../domain/plan.ts";
import { type Use, usesBetween } from "../domain/usage-history.ts";
import type { Carrier } from "../ports/carrier.ts";
import { lookAgainAtCard } from "./nudge/look-again.ts";

type Report = Awaited<ReturnType<Carrier["readBundles"]>>;

/**
 * Keeps the figures an outside carrier told, and what was used since it told them last. An older report never
 * overrides a newer one, and a bundle that we did not buy there is left alone.
 */
export function createKeepReportedFigures(deps: { database: Database }) {
  const { database } = deps;

  return function keepReportedFigures(cardId: string, report: Report): Promise<void> {
    const { asOf, bundles } = report;
    return database.transact(async ({ tx, send }) => {
      const [card] = await tx.$queryRawUnsafe<{ asOf: Date | null }[]>(
        `SELECT "asOf" FROM "Card" WHERE id = $1::uuid FOR UPDATE`,
        cardId,
      );
      if (!card || (card.asOf && card.asOf > asOf)) return;
      await tx.card.update({ where: { id: cardId }, data: { asOf } });
      const refs = bundles.map(({ bundleRef }) => bundleRef);
      const known = await tx.bundle.findMany({ where: { cardId, carrierBundleRef: { in: refs } } });
      const uses: Use[] = [];
      const changed: { before: Bundle; after: Bundle }[] = [];
      for (const row of known) {
        const reported = bundles.find(({ bundleRef }) => bundleRef === row.carrierBundleRef)!;
        const before = row as unknown as Bundle;
        const figures = figuresOf(before, reported, asOf);
        const after = { ...before, ...figures };
        uses.push(...usesSince(card.asOf, before, after, asOf));
        if (isAsBefore(before, figures)) continue;
        changed.push({ before, after });
        await tx.bundle.update({ where: { id: row.id }, data: figures });
      }
      await addUses(tx, uses);
      if (changed.length === 0) return;
      const lookAt = lookAfterUse(
        changed.map(({ before }) => before),
        changed.map(({ after }) => after),
        asOf,
      );
      await lookAgainAtCard(tx, cardId, lookAt);
      if (lookAt <= asOf) await send("nudge", {});
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

const isAsBefore = (bundle: Bundle, figures: ReturnType<typeof figuresOf>): boolean =>
  (Object.keys(figures) as (keyof typeof figures)[]).every(
    (name) => bundle[name]?.valueOf() === figures[name]?.valueOf(),
  );

/** At which hours it was used nobody tells: some time since the carrier was asked last. */
function usesSince(lastAsOf: Date | null, before: Bundle, after: Bundle, asOf: Date): Use[] {
  const dayStart = after.kind === "daily" ? latest(dayStartOf(after), after.startsAt) : after.startsAt;
  const from = latest(lastAsOf, dayStart, before.createdAt);
  return usesBetween(before, after, { from: from < asOf ? from : asOf, until: asOf });
}

const dayStartOf = ({ startsAt, dayIndex }: Bundle): Date | null =>
  startsAt && new Date(startsAt.getTime() + dayIndex * DAY_MS);

const latest = (...dates: (Date | null)[]): Date =>
  new Date(Math.max(...dates.map((date) => date?.getTime() ?? 0)));
