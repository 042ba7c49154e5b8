import type { ToLocal } from "../domain/local-time.ts";
import { DAY_MS } from "../domain/plan.ts";
import { localDay, usedWithin } from "../domain/usage-days.ts";
import { escapeHtml, type Localizer } from "../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../ports/messenger.ts";
import type { CardUsage } from "../use-cases/read-usage.ts";
import { balanceLines } from "./balance-lines.ts";
import { cardName } from "./card-name.ts";
import { type ShownDays, shownDays } from "./usage-chart.ts";

/** Periods of the chart, in days. */
export const usagePeriods = [7, 30] as const;
export type UsagePeriod = (typeof usagePeriods)[number];

/** Telegram's limit for what stands below a picture. */
const LONGEST_CAPTION = 1024;
const FEW_CARDS = 4;
const HOUR_MS = 60 * 60 * 1000;
/** A megabyte, a minute: less is a rounding. */
const LEAST_TOLD = { data: 1024 ** 2, voice: 60 };

/** The days somebody asked about: when the first and the last of them begin. */
export interface AskedDays {
  from: Date;
  last: Date;
}

interface Shown {
  period: UsagePeriod;
  asked?: AskedDays;
  now: Date;
  timeZone: string;
  toLocal: ToLocal;
}

/** Whether there is anything to draw. */
export const hasUsage = ({ used, current }: CardUsage): boolean => used.length > 0 || current !== undefined;

/** What the chart shows, in words; at most 1024 characters. */
export function usageView(language: Localizer, usage: CardUsage, shown: Shown): RenderedMessage {
  const keyboard = usageKeyboard(language, usage, shown);
  const title = `<b>${escapeHtml(cardName(language, usage.balance.shown))}</b>`;
  if (!hasUsage(usage)) return { text: `${title}\n\n${language.html("usage.nothing")}`, keyboard };
  const days = shownDays(usage, shown.period, shown.now, shown.toLocal);
  const parts = [
    title,
    askedLine(language, usage, shown),
    usedLines(language, usage, days, shown.timeZone).join("\n"),
    currentLines(language, usage, shown).join("\n"),
    language.html(legendOf(usage)),
  ];
  return { text: within(LONGEST_CAPTION, parts.filter(Boolean)), keyboard };
}

function askedLine(language: Localizer, usage: CardUsage, { asked, timeZone, toLocal }: Shown): string {
  if (!asked) return "";
  const { html, format } = language;
  const end = localDay(asked.last.getTime(), toLocal).until;
  const amount = amountOf(language, usage, usedWithin(usage.used, asked.from.getTime(), end));
  const isOneDay = asked.from.getTime() === asked.last.getTime();
  const days = isOneDay ? format.date(asked.from, timeZone) : format.dates(asked.from, asked.last, timeZone);
  return html("usage.asked", { days, amount });
}

function amountOf({ html, format }: Localizer, { resource }: CardUsage, used: number): string {
  if (resource === "data") return format.data(BigInt(Math.round(used)));
  return html("usage.minutes", { minutes: format.number(format.minutes(used)) });
}

function usedLines(language: Localizer, usage: CardUsage, { past }: ShownDays, timeZone: string): string[] {
  const { html, format } = language;
  const amount = (used: number) => amountOf(language, usage, used);
  const byDay = past.map((day) => ({ day, used: usedWithin(usage.used, day.from, day.until) }));
  const sum = byDay.reduce((total, { used }) => total + used, 0);
  const lines = [
    html("usage.today", { amount: amount(byDay.at(-1)!.used) }),
    html("usage.sum", {
      days: format.days(past.length),
      amount: amount(sum),
      perDay: amount(sum / elapsedDays(usage, past[0]!.from)),
    }),
  ];
  const most = byDay.reduce((a, b) => (b.used > a.used ? b : a));
  if (most.used > 0 && most !== byDay.at(-1)) {
    const date = format.date(new Date(most.day.from), timeZone);
    lines.push(html("usage.most", { date, amount: amount(most.used) }));
  }
  const before = usage.current?.used.find(({ from, until }) => until - from > HOUR_MS);
  if (before && before.amount >= LEAST_TOLD[usage.resource]) {
    const date = format.date(new Date(before.until), timeZone);
    lines.push(html("usage.before", { amount: amount(before.amount), date }));
  }
  return lines;
}

/** Since the first day began, or since it could be used; the hours of today count as what they are. */
function elapsedDays({ used, current, knownUntil }: CardUsage, begin: number): number {
  const known = [...used.map(({ from }) => from), ...(current ? [current.bundle.startsAt!.getTime()] : [])];
  const first = Math.max(
    begin,
    known.reduce((a, b) => Math.min(a, b), knownUntil.getTime()),
  );
  return Math.max(1, (knownUntil.getTime() - first) / DAY_MS);
}

/** As the balance tells it, of the one plan that is drawn. */
function currentLines(
  language: Localizer,
  { balance, current, resource }: CardUsage,
  shown: Shown,
): string[] {
  if (!current) return [];
  const { bundles, forecasts } = balance.shown;
  const { bundle } = current;
  // What waits for it belongs to the forecast.
  const waiting = bundles.filter(({ startsAt }) => startsAt === null);
  const told = balanceLines(
    language,
    { bundles: [bundle, ...waiting], forecasts },
    shown.now,
    shown.timeZone,
  );
  const lines = [told.split("\n\n")[0]!];
  if (forecasts.get(bundle.id)?.[resource]?.type === "not_enough")
    lines.push(language.html("usage.notEnough"));
  return lines;
}

function legendOf({ current, resource }: CardUsage) {
  if (!current) return "usage.legendBars";
  if (resource === "voice") return "usage.legend";
  if (current.bundle.kind === "daily") return "usage.legendDaily";
  return current.bundle.kind === "unlimited" ? "usage.legendUnlimited" : "usage.legend";
}

function usageKeyboard(language: Localizer, usage: CardUsage, place: Shown): MessageButton[][] {
  const { shown, others } = usage.balance;
  const { period } = place;
  const { text, format } = language;
  const periods = usagePeriods
    .filter((days) => !looksTheSame(usage, days, place))
    .map((days) => ({ text: format.days(days), callbackData: `usage:show:${shown.id}:${days}` }));
  const cards =
    others.length <= FEW_CARDS
      ? others.map((card) => [
          { text: cardName(language, card), callbackData: `usage:show:${card.id}:${period}` },
        ])
      : [
          [
            {
              text: text("balance.otherCardsButton", { count: others.length }),
              callbackData: "balance:cards:0",
            },
          ],
        ];
  return [
    [
      { text: text("balance.renewButton"), callbackData: `go:renew:${shown.id}` },
      { text: text("start.balanceButton"), callbackData: `balance:card:${shown.id}` },
    ],
    ...(periods.length > 0 ? [periods] : []),
    ...cards,
  ];
}

/** Where little is known, or the plan ends soon, a longer period has no more days. */
function looksTheSame(usage: CardUsage, period: UsagePeriod, place: Shown): boolean {
  const daysOf = (count: number) => {
    const { past, toCome } = shownDays(usage, count, place.now, place.toLocal);
    return past.length + toCome.length;
  };
  return daysOf(period) === daysOf(place.period);
}

/** Leaves the last parts out, and ends the first early, rather than be refused: names have no limit of ours. */
function within(most: number, parts: string[]): string {
  const kept = [...parts];
  while (kept.length > 1 && kept.join("\n\n").length > most) kept.pop();
  const text = kept.join("\n\n");
  return text.length <= most
    ? text
    : `${[...text]
        .slice(0, most / 2)
        .join("")
        .replace(/<[^>]*>|&[^;\s]*$/g, "")}…`;
}
