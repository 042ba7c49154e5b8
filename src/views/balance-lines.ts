import {
  type Bundle,
  type BundleState,
  coverAll,
  dataLeft,
  dayAt,
  dayCount,
  hasData,
  smsLeft,
  stateOf,
  voiceLeft,
} from "../domain/bundle.ts";
import { latestStart } from "../domain/bundle-start.ts";
import { BYTES_PER_GB } from "../domain/data-size.ts";
import type { BundleForecast } from "../domain/forecast.ts";
import { DAY_MS, nameIn } from "../domain/plan.ts";
import { escapeHtml, type Localizer } from "../i18n/localizer.ts";
import { forecastLines } from "./forecast.ts";
import { coverageInShort, whatIsAdded } from "./plan-facts.ts";

/** More would not fit into one message. */
const MOST_SHOWN = 10;

/** Everything that rendering needs to know besides the figures. */
interface Reader {
  language: Localizer;
  now: Date;
  timeZone: string;
}

/**
 * A card's figures in a few lines of HTML: what is in force, what comes after, and if there is neither, what
 * ended last. `bundles` are settled, oldest purchase first; `forecasts` are told where there are any.
 */
export function balanceLines(
  language: Localizer,
  card: { bundles: readonly Bundle[]; forecasts?: ReadonlyMap<string, BundleForecast> },
  now: Date,
  timeZone: string,
): string {
  const reader = { language, now, timeZone };
  const inState = (...states: BundleState[]) =>
    card.bundles.filter((bundle) => states.includes(stateOf(bundle, now)));
  const inForce = inState("in_force").sort((a, b) => +a.expiresAt! - +b.expiresAt!);
  const toCome = inState("scheduled", "waiting");

  const parts = inForce.map((bundle) => {
    const lines = inForceLines(reader, bundle, inForce.length > 1);
    const forecast = card.forecasts?.get(bundle.id);
    if (!forecast) return lines;
    const next = toCome.find((waiting) => coverAll([waiting], bundle.countries));
    return [lines, ...forecastLines(language, { bundle, forecast, next }, now, timeZone)].join("\n");
  });
  if (inForce.length === 0) parts.push(nothingInForce(reader, card.bundles, toCome.length > 0));
  parts.push(...toCome.map((bundle) => toComeLines(reader, bundle, card.bundles)));
  const more = parts.length - MOST_SHOWN;
  if (more > 0) parts.splice(MOST_SHOWN, more, language.html("balance.more", { count: more }));
  return parts.join("\n\n");
}

function inForceLines(reader: Reader, bundle: Bundle, named: boolean): string {
  const { language, now, timeZone } = reader;
  const lines = named ? [`<b>${escapeHtml(nameOf(reader, bundle))}</b>`] : [];
  if (hasData(bundle)) lines.push(dataLine(reader, bundle));
  if (bundle.voiceTotalSeconds > 0) lines.push(voiceLine(language, bundle));
  if (bundle.smsTotal > 0) lines.push(smsLine(language, bundle));
  lines.push(
    language.html("balance.until", {
      date: language.format.dateTime(bundle.expiresAt!, timeZone),
      relative: language.format.relative(bundle.expiresAt!, now),
      countries: coverageInShort(language, bundle.countries),
    }),
  );
  return lines.join("\n");
}

function dataLine({ language, now }: Reader, bundle: Bundle): string {
  const { format, html } = language;
  if (bundle.kind === "unlimited") return unlimitedLine(language, bundle);
  const total = bundle.dataTotalBytes!;
  const left = dataLeft(bundle, now)!;
  const figures = { bar: bar(left, total), left: leftOf(language, left, total), total: format.data(total) };
  if (bundle.kind !== "daily") return html(left > 0n ? "balance.data" : "balance.dataGone", figures);

  const day = dayAt(bundle, now) + 1;
  const days = dayCount(bundle);
  if (left > 0n) return html("balance.today", { ...figures, day, days });
  if (day === days) return html("balance.lastDayGone", { ...figures, day, days });
  const nextDay = new Date(bundle.startsAt!.getTime() + day * DAY_MS);
  return html("balance.todayGone", { ...figures, day, days, when: format.relative(nextDay, now) });
}

function unlimitedLine({ format, html }: Localizer, bundle: Bundle): string {
  const used = format.data(bundle.dataUsedBytes);
  if (bundle.fairUseBytes === null) return html("balance.unlimited", { used });
  const fair = format.data(bundle.fairUseBytes);
  return bundle.dataUsedBytes < bundle.fairUseBytes
    ? html("balance.unlimitedFair", { used, fair })
    : html("balance.unlimitedSlowed", { fair });
}

function voiceLine({ format, html }: Localizer, bundle: Bundle): string {
  const left = format.minutes(voiceLeft(bundle));
  const total = format.number(format.minutes(bundle.voiceTotalSeconds));
  return left > 0
    ? html("balance.calls", { left: format.number(left), total })
    : html("balance.callsGone", { total });
}

function smsLine({ format, html }: Localizer, bundle: Bundle): string {
  const left = smsLeft(bundle);
  const total = format.number(bundle.smsTotal);
  return left > 0
    ? html("balance.sms", { left: format.number(left), total })
    : html("balance.smsGone", { total });
}

function toComeLines(reader: Reader, bundle: Bundle, all: readonly Bundle[]): string {
  const { language, now, timeZone } = reader;
  const { format, html } = language;
  const figures = {
    name: nameOf(reader, bundle),
    what: whatIsAdded(
      language,
      {
        kind: bundle.kind,
        days: dayCount(bundle),
        dataBytes: bundle.dataTotalBytes,
        voiceSeconds: bundle.voiceTotalSeconds,
        fairUseBytes: bundle.fairUseBytes,
      },
      dayCount(bundle),
    ),
    countries: coverageInShort(language, bundle.countries),
  };
  const starts = bundle.startsAt;
  if (starts) {
    const date = format.dateTime(starts, timeZone);
    return html("balance.starts", { ...figures, date, relative: format.relative(starts, now) });
  }
  const latest = latestStart(bundle.id, all) ?? now;
  return html("balance.next", { ...figures, date: format.dateTime(latest, timeZone) });
}

function nothingInForce(reader: Reader, bundles: readonly Bundle[], someToCome: boolean): string {
  const { language, now, timeZone } = reader;
  if (someToCome) return language.html("balance.nothingInForce");
  const ends = bundles.map((bundle) => ({ bundle, at: endedAt(bundle, now) }));
  const last = ends.sort((a, b) => +b.at - +a.at)[0];
  if (!last) return language.html("balance.noPlan");
  const key = last.at < last.bundle.expiresAt! ? "balance.usedUp" : "balance.expired";
  return language.html(key, {
    name: nameOf(reader, last.bundle),
    date: language.format.dateTime(last.at, timeZone),
    relative: language.format.relative(last.at, now),
  });
}

/** Used up before it expired is the earlier end, and the reason that people know. */
function endedAt(bundle: Bundle, now: Date): Date {
  const expiresAt = bundle.expiresAt ?? now;
  const isUsedUp = bundle.usedUpAt && stateOf(bundle, new Date(expiresAt.getTime() - 1)) === "used_up";
  return isUsedUp ? bundle.usedUpAt! : expiresAt;
}

const nameOf = ({ language }: Reader, { planName }: Bundle) => nameIn(planName, language.locale);

/** In the total's unit, as in `3.0 of 10 GB`, unless that would read `0.0`. */
function leftOf({ format }: Localizer, left: bigint, total: bigint): string {
  const wouldReadZero = total >= BYTES_PER_GB && left * 10n < BYTES_PER_GB;
  return wouldReadZero ? format.data(left) : format.dataIn(left, total);
}

const CELLS = 10;

/** `▓▓▓░░░░░░░`: at least one full cell while anything is left, and none when nothing is. */
function bar(left: bigint, total: bigint): string {
  const rounded = Number((left * BigInt(CELLS) * 2n + total) / (total * 2n));
  const full = left === 0n ? 0 : Math.min(CELLS, Math.max(1, rounded));
  return "▓".repeat(full) + "░".repeat(CELLS - full);
}
