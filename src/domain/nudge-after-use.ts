import { type Bundle, dataLeft, hasData, voiceLeft } from "./bundle.ts";
import { choosableLevels } from "./reminder-choices.ts";

/** How soon a forecast is worth another look, once something was used. */
const FORECAST_LOOK_MS = 3 * 60 * 60_000;

/** When a card is to be looked at after its figures have changed: now if a level was passed that anybody may have chosen. */
export function lookAfterUse(before: readonly Bundle[], after: readonly Bundle[], now: Date): Date {
  const beforeById = new Map(before.map((bundle) => [bundle.id, bundle]));
  const isNews = after.some((bundle) => {
    const old = beforeById.get(bundle.id);
    if (old === bundle) return false;
    if (!old || !old.startsAt !== !bundle.startsAt) return true;
    return levelsPassed(bundle, now) > levelsPassed(old, now);
  });
  return isNews ? now : new Date(now.getTime() + FORECAST_LOOK_MS);
}

function levelsPassed(bundle: Bundle, now: Date): number {
  const data = hasData(bundle) ? dataLeft(bundle, now) : null;
  return (
    passed(data, bundle.dataTotalBytes ?? 0n) +
    passed(BigInt(voiceLeft(bundle)), BigInt(bundle.voiceTotalSeconds))
  );
}

function passed(left: bigint | null, total: bigint): number {
  if (left === null || total === 0n) return 0;
  return choosableLevels.filter((level) => left * 100n <= total * BigInt(level)).length;
}
