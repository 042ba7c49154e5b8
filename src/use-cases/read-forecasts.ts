import type { Database } from "../db/database.ts";
import { historyBegins, type JsonSample, parseSamples, recentSamples } from "../db/usage-samples.ts";
import type { Bundle } from "../domain/bundle.ts";
import { type BundleForecast, forecast, remainingOf } from "../domain/forecast.ts";
import { createLocalTime, type ToLocal } from "../domain/local-time.ts";
import { historyOf, type MeteredResource } from "../domain/usage-history.ts";
import type { Carrier } from "../ports/carrier.ts";
import type { Clock } from "../ports/clock.ts";
import { bundlesOf, type JsonBundle } from "./balance-rows.ts";

const READ = `
  SELECT c.carrier, c."asOf",
    (SELECT json_agg(b ORDER BY b."createdAt", b.id) FROM "Bundle" b
     WHERE b."cardId" = c.id AND (b."expiresAt" > $2 OR b."startsAt" IS NULL)) AS bundles,
    ${recentSamples("$2")} AS samples
  FROM "Card" c
  WHERE c.id IN (
    SELECT w."cardId" FROM "Bundle" w
    WHERE w.id IN (SELECT id::uuid FROM jsonb_array_elements_text($1::jsonb) AS given(id)))`;

interface Row {
  carrier: string;
  asOf: Date | null;
  bundles: JsonBundle[] | null;
  samples: JsonSample[] | null;
}

/** A card's bundles and what was used of them by the hour, in the recent days. */
export interface CardHistory {
  bundles: readonly Bundle[];
  samples: readonly JsonSample[] | null;
  /** When the figures were true. */
  knownUntil: number;
}

/** Of these bundles those in force, each with what becomes of its data and minutes. One statement. */
export function createReadForecasts(deps: {
  database: Pick<Database, "query">;
  clock: Clock;
  carriers: ReadonlyMap<string, Pick<Carrier, "figuresAreOurs">>;
}) {
  const { database, clock, carriers } = deps;
  const localTime = createLocalTime();

  return async function readForecasts(
    bundleIds: readonly string[],
    timeZone: string,
  ): Promise<Map<string, BundleForecast>> {
    const now = clock.now();
    const values = [JSON.stringify(bundleIds), historyBegins(now)];
    const rows = await database.query<Row>("read-forecasts", READ, values);
    const forecasts = rows.flatMap(({ carrier, asOf, samples, ...row }) => {
      const knownUntil = carriers.get(carrier)?.figuresAreOurs ? now.getTime() : (asOf?.getTime() ?? 0);
      const card = { bundles: bundlesOf(row, now), samples, knownUntil };
      return [...forecastCard(card, now, localTime(timeZone))];
    });
    return new Map(forecasts.filter(([id]) => bundleIds.includes(id)));
  };
}

export type ReadForecasts = ReturnType<typeof createReadForecasts>;

/** What becomes of each bundle in force on a card. */
export function forecastCard(card: CardHistory, now: Date, toLocal: ToLocal): Map<string, BundleForecast> {
  const { bundles, samples, knownUntil } = card;
  const since = historyBegins(now).getTime();
  const reckoning = { knownUntil, now: now.getTime(), toLocal };
  const forecasts = new Map<string, BundleForecast>();
  for (const bundle of bundles) {
    const remaining = remainingOf(bundle, now);
    if (!remaining) continue;
    const of = (resource: MeteredResource) => {
      const used = parseSamples(samples, resource);
      const watched = bundles.map((each) => ({ bundle: each, used: used.get(each.id) ?? [] }));
      return historyOf(bundle, resource, watched, { since, knownUntil });
    };
    const { data, voice } = remaining;
    forecasts.set(bundle.id, {
      ...(data && { data: forecast(of("data"), data, reckoning) }),
      ...(voice && { voice: forecast(of("voice"), voice, reckoning) }),
    });
  }
  return forecasts;
}
