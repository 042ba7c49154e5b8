import {
  type Bundle,
  coverAll,
  dataLeft,
  dayAt,
  dayCount,
  hasData,
  isSpent,
  mainResource,
  smsLeft,
  stateOf,
  voiceLeft,
} from "./bundle.ts";
import { latestStart } from "./bundle-start.ts";
import type { Forecast } from "./forecast.ts";
import { DAY_USED_UP, type NudgeRules, type NudgeTopic } from "./nudge.ts";
import { DAY_MS } from "./plan.ts";

const HOUR_MS = 60 * 60_000;

/** Old news is none: what was used up before, or ended long ago, is not told after a pause of the bot. */
const USED_UP_IS_NEWS_MS = DAY_MS;
const WIN_BACK_IS_NEWS_MS = 4 * DAY_MS;
/** Sooner than this a forecast is a guess, and there is time to look at the balance. */
export const FORECAST_AHEAD_MS = 3 * DAY_MS;
/** Another plan with less than this left is no help to one that runs out. */
const ENOUGH_PERCENT = 20;
/** Warnings of a short plan, whose hours are shortened, keep this distance. */
const WARNINGS_APART_MS = 12 * HOUR_MS;

/** That the data ends before the plan does, and how exactly that is known. */
export type Foretold = Extract<Forecast, { type: "runs_out" }>;

/** A card as the rules see it. `bundles` are settled; `runsOut` is the forecast of those that will not last. */
export interface NudgedCard {
  bundles: readonly Bundle[];
  runsOut: ReadonlyMap<string, Foretold>;
}

type Rules = Pick<NudgeRules, "validityHours" | "winBackAfterHours" | "unconnectedAfterHours"> & {
  levels: readonly number[];
};

/**
 * Everything that would be worth a warning at this moment, whoever it is for and whatever was said before: of
 * each bundle the lowest level reached, and nothing that another bundle already makes good.
 */
export function nudgeTruths(card: NudgedCard, rules: Rules, now: Date): NudgeTopic[] {
  const { bundles } = card;
  const topics = bundles.flatMap((bundle) => {
    switch (stateOf(bundle, now)) {
      case "in_force":
      case "used_up":
        return ofRunning(bundle, card, rules, now);
      default:
        return [];
    }
  });
  const past = lastEnded(bundles, now);
  if (past && rules.winBackAfterHours > 0) {
    const since = now.getTime() - past.expiresAt!.getTime() - rules.winBackAfterHours * HOUR_MS;
    if (since >= 0 && since < WIN_BACK_IS_NEWS_MS)
      topics.push({ kind: "win_back", bundleId: past.id, level: 0 });
  }
  return topics;
}

/** The moments after `now` at which something may become true by itself, without anybody using anything. */
export function nudgeMoments(card: NudgedCard, rules: Rules, now: Date): Date[] {
  const { bundles } = card;
  const moments = bundles.flatMap((bundle) => {
    const start = bundle.startsAt ?? latestStart(bundle.id, bundles);
    if (!start) return [];
    const end = bundle.expiresAt ?? new Date(start.getTime() + bundle.durationSeconds * 1000);
    const runsOutAt = card.runsOut.get(bundle.id)?.at;
    return [
      start,
      end,
      ...validityWarnings(start, end, rules.validityHours).map(({ at }) => at),
      ...(rules.winBackAfterHours > 0 ? [new Date(end.getTime() + rules.winBackAfterHours * HOUR_MS)] : []),
      ...(rules.unconnectedAfterHours > 0
        ? [new Date(start.getTime() + rules.unconnectedAfterHours * HOUR_MS)]
        : []),
      ...(runsOutAt ? [new Date(runsOutAt.getTime() - FORECAST_AHEAD_MS)] : []),
    ];
  });
  return moments.filter((moment) => moment > now);
}

function ofRunning(
  bundle: Bundle,
  { bundles, runsOut: foretold }: NudgedCard,
  rules: Rules,
  now: Date,
): NudgeTopic[] {
  const { id: bundleId } = bundle;
  const others = bundles.filter((other) => other !== bundle && coverAll([other], bundle.countries));
  const runsOut = foretold.get(bundleId)?.at;
  const topics: NudgeTopic[] = [];

  const dataLevel = dataLevelOf(bundle, rules.levels, now);
  if (dataLevel !== undefined && !others.some((other) => helpsOut(other, "data", dataLevel, now))) {
    const cutOffAt = dataLevel <= 0 ? now : runsOut;
    topics.push({ kind: "data", bundleId, level: dataLevel, ...(cutOffAt && { cutOffAt }) });
  } else if (runsOut && isForetold(runsOut, bundle, now)) {
    if (!others.some((other) => helpsOut(other, "data", ENOUGH_PERCENT, now)))
      topics.push({ kind: "forecast", bundleId, level: 0, cutOffAt: runsOut });
  }

  const minutesLevel = minutesLevelOf(bundle, rules.levels, now);
  if (minutesLevel !== undefined && !others.some((other) => helpsOut(other, "voice", minutesLevel, now))) {
    topics.push({
      kind: "minutes",
      bundleId,
      level: minutesLevel,
      ...(minutesLevel === 0 && { cutOffAt: now }),
    });
  }

  if (isSpent(bundle)) return topics;
  const reached = validityWarnings(bundle.startsAt!, bundle.expiresAt!, rules.validityHours).filter(
    ({ at }) => at <= now,
  );
  const nearest = reached.at(-1);
  if (nearest && !others.some((other) => takesOver(other, bundle, now))) {
    topics.push({ kind: "validity", bundleId, level: nearest.level, cutOffAt: bundle.expiresAt! });
  }
  if (rules.unconnectedAfterHours > 0 && isUntouched(bundle)) {
    const since = now.getTime() - bundle.startsAt!.getTime();
    if (since >= rules.unconnectedAfterHours * HOUR_MS)
      topics.push({ kind: "unconnected", bundleId, level: 0 });
  }
  return topics;
}

/** The lowest of the levels that what is left has come down to; undefined while it is above all of them. */
function lowestReached(left: bigint, total: bigint, levels: readonly number[]): number | undefined {
  const reached = levels.filter((level) => left * 100n <= total * BigInt(level));
  return reached.length > 0 ? Math.min(...reached) : undefined;
}

function dataLevelOf(bundle: Bundle, levels: readonly number[], now: Date): number | undefined {
  const left = dataLeft(bundle, now);
  if (!hasData(bundle) || left === null) return undefined;
  if (isSpent(bundle)) return isNews(bundle.usedUpAt, now) && levels.includes(0) ? 0 : undefined;
  if (bundle.kind === "daily") {
    const isLast = dayAt(bundle, now) === dayCount(bundle) - 1;
    return left === 0n && !isLast && levels.includes(0) ? DAY_USED_UP : undefined;
  }
  return lowestReached(left, bundle.dataTotalBytes!, levels);
}

function minutesLevelOf(bundle: Bundle, levels: readonly number[], now: Date): number | undefined {
  if (bundle.voiceTotalSeconds === 0) return undefined;
  if (mainResource(bundle) === "voice" && isSpent(bundle)) {
    return isNews(bundle.usedUpAt, now) && levels.includes(0) ? 0 : undefined;
  }
  return lowestReached(BigInt(voiceLeft(bundle)), BigInt(bundle.voiceTotalSeconds), levels);
}

const isNews = (at: Date | null, now: Date) =>
  at !== null && now.getTime() - at.getTime() < USED_UP_IS_NEWS_MS;

/** Near enough to act on, and not so late that it is as good as the end. */
function isForetold(runsOutAt: Date, { expiresAt }: Bundle, now: Date): boolean {
  return runsOutAt < expiresAt! && runsOutAt.getTime() - now.getTime() <= FORECAST_AHEAD_MS;
}

/** Whether another bundle has more than this share left, or begins as soon as the first is used up. */
function helpsOut(other: Bundle, resource: "data" | "voice", percent: number, now: Date): boolean {
  const state = stateOf(other, now);
  const total = resource === "data" ? (other.dataTotalBytes ?? 0n) : BigInt(other.voiceTotalSeconds);
  const isUnlimited = resource === "data" && other.kind === "unlimited";
  if (total === 0n && !isUnlimited) return false;
  if (state === "waiting") return other.notBefore === null || other.notBefore <= now;
  if (state !== "in_force") return false;
  const left = resource === "data" ? dataLeft(other, now) : BigInt(voiceLeft(other));
  if (left === null) return true;
  return left > 0n && (other.kind === "daily" || left * 100n > total * BigInt(Math.max(0, percent)));
}

/** Whether another bundle goes on when this one ends. */
function takesOver(other: Bundle, { expiresAt, ...bundle }: Bundle, now: Date): boolean {
  if (mainResource(other) !== mainResource(bundle)) return false;
  switch (stateOf(other, now)) {
    case "waiting":
      return other.notBefore === null || other.notBefore <= expiresAt!;
    case "scheduled":
      return other.startsAt! <= expiresAt!;
    case "in_force":
      return other.expiresAt! > expiresAt! && !isSpent(other);
    default:
      return false;
  }
}

/**
 * When to warn of a plan's end, the furthest first: at most half its length before it, then a quarter, then an
 * eighth. Of those that were shortened, what would come close before the next is left out.
 */
export function validityWarnings(
  startsAt: Date,
  expiresAt: Date,
  hours: readonly number[],
): { level: number; at: Date }[] {
  const lengthMs = expiresAt.getTime() - startsAt.getTime();
  const warnings = [...hours]
    .sort((a, b) => b - a)
    .map((level, index) => {
      const wantedMs = level * HOUR_MS;
      const beforeMs = Math.min(wantedMs, lengthMs / 2 ** (index + 1));
      return { level, beforeMs, isShortened: beforeMs < wantedMs };
    });
  const kept: typeof warnings = [];
  for (const warning of warnings.reverse()) {
    const next = kept[0];
    const isClose = next && warning.beforeMs - next.beforeMs < WARNINGS_APART_MS;
    if (!(warning.isShortened && isClose)) kept.unshift(warning);
  }
  return kept.map(({ level, beforeMs }) => ({ level, at: new Date(expiresAt.getTime() - beforeMs) }));
}

const isUntouched = (bundle: Bundle): boolean =>
  bundle.dayIndex === 0 &&
  bundle.dataUsedBytes === 0n &&
  voiceLeft(bundle) === bundle.voiceTotalSeconds &&
  smsLeft(bundle) === bundle.smsTotal;

/** The bundle that ended last, if nothing is in force on the card and nothing is to come. */
function lastEnded(bundles: readonly Bundle[], now: Date): Bundle | undefined {
  if (bundles.some((bundle) => stateOf(bundle, now) !== "expired")) return undefined;
  return [...bundles].sort((a, b) => +b.expiresAt! - +a.expiresAt!)[0];
}
