import type { Database } from "../db/database.ts";
import { type JsonSample, parseSamples } from "../db/usage-samples.ts";
import { type Bundle, hasData, stateOf } from "../domain/bundle.ts";
import { DAY_MS } from "../domain/plan.ts";
import { historyOf, type MeteredResource, type UsedStretch } from "../domain/usage-history.ts";
import type { Carrier } from "../ports/carrier.ts";
import type { Clock } from "../ports/clock.ts";
import type { Balance, ReadBalance } from "./read-balance.ts";

/** How a card was used in the days before now. */
export interface CardUsage {
  balance: Balance;
  resource: MeteredResource;
  /** Of the whole card, by the hour. */
  used: readonly UsedStretch[];
  /** The plan whose end is in question; undefined when none is in force. */
  current?: {
    bundle: Bundle;
    /** Its own use, with what was used before we came to know of it as one stretch. */
    used: readonly UsedStretch[];
  };
  /** When the figures were true. */
  knownUntil: Date;
}

/** A month, and two days more: the first one begins earlier in the east than in UTC. */
const READ_MS = 32 * DAY_MS;

const READ = `
  SELECT u."bundleId", u.resource, to_char(u.since, 'YYYY-MM-DD') AS since, u.amounts
  FROM "UsageSample" u JOIN "Bundle" b ON b.id = u."bundleId"
  WHERE b."cardId" = $1::uuid AND u.per = 'hour' AND u.since >= $2::date`;

/** An account's card and what was used of it in the last month; undefined when the account has no card. */
export function createReadUsage(deps: {
  database: Pick<Database, "query">;
  clock: Clock;
  readBalance: ReadBalance;
  carriers: ReadonlyMap<string, Pick<Carrier, "figuresAreOurs">>;
}) {
  const { database, clock, readBalance, carriers } = deps;

  return async function readUsage(wish: {
    accountId: string;
    cardId?: string;
    timeZone: string;
  }): Promise<CardUsage | undefined> {
    const balance = await readBalance(wish);
    if (!balance) return undefined;
    const now = clock.now();
    const since = new Date(now.getTime() - READ_MS);
    const rows = await database.query<{
      bundleId: string;
      resource: MeteredResource;
      since: string;
      amounts: number[];
    }>("read-usage", READ, [balance.shown.id, since]);
    const samples = rows.map((row): JsonSample => [row.bundleId, row.resource, row.since, row.amounts]);

    const { bundles, carrier, asOf } = balance.shown;
    const bundle = currentOf(bundles, now);
    const resource = (bundle ? hasData(bundle) : bundles.some(hasData)) ? "data" : "voice";
    const usedByBundle = parseSamples(samples, resource);
    const knownUntil = carriers.get(carrier)?.figuresAreOurs ? now : (asOf ?? now);
    const usage = { balance, resource, used: [...usedByBundle.values()].flat(), knownUntil } as const;
    if (!bundle) return usage;
    const own = { bundle, used: usedByBundle.get(bundle.id) ?? [] };
    const { used } = historyOf(bundle, resource, [own], {
      since: since.getTime(),
      knownUntil: knownUntil.getTime(),
    });
    return { ...usage, current: { bundle, used } };
  };
}

export type ReadUsage = ReturnType<typeof createReadUsage>;

/** In force and with data rather than without, the first to end. */
function currentOf(bundles: readonly Bundle[], now: Date): Bundle | undefined {
  const inForce = bundles.filter(
    (bundle) => stateOf(bundle, now) === "in_force" && (hasData(bundle) || bundle.voiceTotalSeconds > 0),
  );
  return inForce.sort((a, b) => Number(hasData(b)) - Number(hasData(a)) || +a.expiresAt! - +b.expiresAt!)[0];
}
