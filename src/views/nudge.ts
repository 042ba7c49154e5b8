import { type Bundle, dataLeft, dayAt, voiceLeft } from "../domain/bundle.ts";
import { DAY_USED_UP, type NudgeTopic } from "../domain/nudge.ts";
import type { Foretold } from "../domain/nudge-truths.ts";
import { DAY_MS, nameIn } from "../domain/plan.ts";
import { escapeHtml, type Localizer } from "../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../ports/messenger.ts";
import type { NudgedCardNews, NudgeNews } from "../use-cases/nudge/read-nudge-news.ts";
import { timeOf } from "./balance.ts";
import { cardName } from "./card-name.ts";
import { whenItEnds } from "./forecast.ts";
import { repeatButton } from "./repeat-button.ts";

/** More lines than this are no warning any more. */
const MOST_LINES = 12;
const HOUR_MS = 60 * 60_000;

interface Reader {
  language: Localizer;
  now: Date;
  timeZone: string;
}

/** One message for everything a person is to be warned of now, with the way out as buttons. */
export function nudgeView(
  language: Localizer,
  news: Pick<NudgeNews, "cards" | "hasSeveralCards" | "timeZone">,
  now: Date,
): RenderedMessage {
  const reader = { language, now, timeZone: news.timeZone };
  const parts = news.cards.map((card) => {
    const lines = card.topics.slice(0, MOST_LINES).map((topic) => line(reader, card, topic));
    if (news.hasSeveralCards) lines.unshift(escapeHtml(cardName(language, card)));
    return lines.join("\n");
  });
  return { text: parts.slice(0, MOST_LINES).join("\n\n"), keyboard: keyboard(reader, news) };
}

function line(reader: Reader, card: NudgedCardNews, topic: NudgeTopic): string {
  const { language, now } = reader;
  const { format, html } = language;
  const bundle = card.bundles.find(({ id }) => id === topic.bundleId)!;
  const name = nameIn(bundle.planName, language.locale);
  switch (topic.kind) {
    case "data":
      return dataLine(reader, bundle, topic.level, card.runsOut.get(bundle.id));
    case "minutes": {
      const left = format.minutes(voiceLeft(bundle));
      const total = format.number(format.minutes(bundle.voiceTotalSeconds));
      return left === 0
        ? html("nudge.minutesGone", { name })
        : html("nudge.minutes", { name, left: format.number(left), total });
    }
    case "validity": {
      const end = bundle.expiresAt!;
      // To the hour: it is said some moments after the hour has begun.
      const hours = Math.round((end.getTime() - now.getTime()) / HOUR_MS) * HOUR_MS;
      const shown = hours > 0 ? new Date(now.getTime() + hours) : end;
      return html("nudge.validity", { name, when: at(reader, end), relative: format.relative(shown, now) });
    }
    case "forecast":
      return html("nudge.forecast", {
        name,
        when: whenItEnds(language, card.runsOut.get(bundle.id)!, now, reader.timeZone),
        end: at(reader, bundle.expiresAt!),
      });
    case "unconnected":
      return html("nudge.unconnected", { name, when: at(reader, bundle.startsAt!) });
    case "win_back":
      return html("nudge.winBack", { name, date: format.date(bundle.expiresAt!, reader.timeZone) });
  }
}

function dataLine(reader: Reader, bundle: Bundle, level: number, runsOut: Foretold | undefined): string {
  const { language, now } = reader;
  const { format, html } = language;
  const name = nameIn(bundle.planName, language.locale);
  if (level === DAY_USED_UP) {
    const nextDay = new Date(bundle.startsAt!.getTime() + (dayAt(bundle, now) + 1) * DAY_MS);
    return html("nudge.dayGone", {
      name,
      total: format.data(bundle.dataTotalBytes!),
      when: at(reader, nextDay),
    });
  }
  const left = dataLeft(bundle, now) ?? 0n;
  if (left === 0n) return html("nudge.dataGone", { name });
  const percent = Math.max(1, Number((left * 100n) / bundle.dataTotalBytes!));
  const figures = { name, percent: format.number(percent), left: format.data(left) };
  return runsOut
    ? html("nudge.dataUntil", { ...figures, when: whenItEnds(language, runsOut, now, reader.timeZone) })
    : html("nudge.data", figures);
}

function keyboard({ language }: Reader, { cards }: Pick<NudgeNews, "cards">): MessageButton[][] {
  const { text } = language;
  const repeats = cards.flatMap(({ id, repeat }) => (repeat ? [[repeatButton(language, id, repeat)]] : []));
  const [first, ...others] = cards;
  const only = first && others.length === 0 ? first : undefined;
  const renew = {
    text: text(repeats.length > 0 ? "balance.otherPlansButton" : "balance.renewButton"),
    callbackData: only ? `go:renew:${only.id}` : "go:renew",
  };
  const topics = cards.flatMap((card) => card.topics);
  const isOver = topics.every(({ kind }) => kind === "win_back");
  const help = topics.some(({ kind }) => kind === "unconnected")
    ? [[{ text: text("start.helpButton"), callbackData: "help:show" }]]
    : [];
  const snooze = { text: text("nudge.snoozeButton"), callbackData: "nudge:snooze" };
  const rest = only
    ? { text: text("nudge.muteButton"), callbackData: `nudge:mute:${only.id}` }
    : { text: text("reminders.button"), callbackData: "reminders:open" };
  return [...repeats.slice(0, 5), ...help, isOver ? [renew] : [renew, snooze], [rest]];
}

/** `today at 14:02`, `Fri 20 Nov, 14:02` */
function at({ language, now, timeZone }: Reader, moment: Date): string {
  const time = timeOf(language, moment, now, timeZone);
  return isToday(language, moment, now, timeZone) ? language.text("nudge.today", { time }) : time;
}

const isToday = ({ format }: Localizer, moment: Date, now: Date, timeZone: string): boolean =>
  Math.abs(moment.getTime() - now.getTime()) < 2 * DAY_MS &&
  format.date(moment, timeZone) === format.date(now, timeZone);
