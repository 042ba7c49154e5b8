import type { NudgeRules } from "../domain/nudge.ts";
import type { QuietHours } from "../domain/quiet-hours.ts";
import {
  choosableLevels,
  offeredQuietHours,
  type ReminderTopic,
  reminderTopics,
} from "../domain/reminder-choices.ts";
import type { Localizer } from "../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../ports/messenger.ts";
import type { Reminders } from "../use-cases/nudge/reminders.ts";
import { cardName } from "./card-name.ts";

const CARDS_PER_PAGE = 8;

const TOPIC_KEYS = {
  low: "reminders.low",
  validity: "reminders.validity",
  forecast: "reminders.forecast",
  win_back: "reminders.winBack",
} as const;

/** What a person hears of unasked, and when they do not want to be disturbed; each line a button. */
export function remindersView(
  language: Localizer,
  { choices, cards, hasOtherChats }: Reminders,
  shown: { timeZone: string; rules: NudgeRules },
): RenderedMessage {
  const { html, text } = language;
  const topics = reminderTopics.filter((topic) => topic !== "win_back" || shown.rules.winBackAfterHours > 0);
  const rows = topics.map((topic) => [toggle(language, topic, !choices.off.includes(topic))]);
  const levels = {
    text: text("reminders.levelsButton", { levels: levelsInWords(language, choices.levels) }),
    callbackData: "reminders:levels",
  };
  const quiet = {
    text: text("reminders.quietButton", { hours: hoursInWords(language, choices.quietHours) }),
    callbackData: "reminders:quiet",
  };
  const muted = cards.filter(({ isMuted }) => isMuted).length;
  const ofCards = {
    text: muted > 0 ? text("reminders.cardsMutedButton", { count: muted }) : text("reminders.cardsButton"),
    callbackData: "reminders:cards:0",
  };
  const everywhere = {
    text: marked(text("reminders.everywhereButton"), choices.everywhere),
    callbackData: `reminders:everywhere:${choices.everywhere ? "off" : "on"}`,
  };
  return {
    text: html("reminders.title", { timeZone: shown.timeZone }),
    keyboard: [
      ...rows,
      [levels],
      [quiet],
      ...(cards.length > 0 ? [[ofCards]] : []),
      ...(hasOtherChats ? [[everywhere]] : []),
      [back(language, "settings:open")],
    ],
  };
}

/** At which shares left to speak. */
export function reminderLevelsView(language: Localizer, { choices }: Reminders): RenderedMessage {
  const buttons = choosableLevels.map((level) => {
    const on = choices.levels.includes(level);
    return {
      text: marked(levelsInWords(language, [level]), on),
      callbackData: `reminders:level:${level}:${on ? "off" : "on"}`,
    };
  });
  return {
    text: language.html("reminders.levelsTitle"),
    keyboard: [buttons.slice(0, 3), buttons.slice(3), [back(language, "reminders:open")]],
  };
}

/** When to be quiet. */
export function quietHoursView(
  language: Localizer,
  { choices }: Reminders,
  timeZone: string,
): RenderedMessage {
  const buttons = offeredQuietHours.map((hours) => [
    {
      text: marked(
        hoursInWords(language, hours),
        hours.from === choices.quietHours.from && hours.to === choices.quietHours.to,
      ),
      callbackData: `reminders:quiet:${hours.from}-${hours.to}`,
    },
  ]);
  const zone = { text: language.text("settings.timeZoneButton"), callbackData: "go:timezone" };
  return {
    text: language.html("reminders.quietTitle", { timeZone }),
    keyboard: [...buttons, [zone, back(language, "reminders:open")]],
  };
}

/** Which cards to speak of, a page at a time. */
export function reminderCardsView(
  language: Localizer,
  { cards }: Reminders,
  wanted: number,
): RenderedMessage {
  const pages = Math.max(1, Math.ceil(cards.length / CARDS_PER_PAGE));
  const page = Math.min(Math.max(0, wanted), pages - 1);
  const turn: MessageButton[] = [];
  if (page > 0) turn.push({ text: "‹", callbackData: `reminders:cards:${page - 1}` });
  if (page < pages - 1) turn.push({ text: "›", callbackData: `reminders:cards:${page + 1}` });
  const rows = cards.slice(page * CARDS_PER_PAGE, (page + 1) * CARDS_PER_PAGE).map((card) => [
    {
      text: marked(cardName(language, card), !card.isMuted),
      callbackData: `reminders:card:${card.id}:${card.isMuted ? "on" : "off"}`,
    },
  ]);
  return {
    text: language.html("reminders.cardsTitle"),
    keyboard: [...rows, ...(turn.length > 0 ? [turn] : []), [back(language, "reminders:open")]],
  };
}

const toggle = (language: Localizer, topic: ReminderTopic, on: boolean): MessageButton => ({
  text: marked(language.text(TOPIC_KEYS[topic]), on),
  callbackData: `reminders:topic:${topic}:${on ? "off" : "on"}`,
});

/** `20%, 10%, used up` */
function levelsInWords(language: Localizer, levels: readonly number[]): string {
  if (levels.length === 0) return language.text("reminders.never");
  const words = levels.map((level) =>
    level === 0 ? language.text("reminders.usedUp") : language.text("reminders.percent", { level }),
  );
  return words.join(" · ");
}

function hoursInWords(language: Localizer, { from, to }: QuietHours): string {
  if (from === to) return language.text("reminders.neverQuiet");
  const clock = (hour: number) => language.format.time(new Date(Date.UTC(2026, 0, 1, hour)), "Etc/UTC");
  return `${clock(from)}–${clock(to)}`;
}

const back = (language: Localizer, callbackData: string): MessageButton => ({
  text: language.text("common.back"),
  callbackData,
});

const marked = (label: string, on: boolean) => (on ? `✓ ${label}` : `– ${label}`);
