import type { BotContext } from "../../bot/context.ts";
import { createShortcuts, type Shortcuts } from "../../bot/shortcuts.ts";
import { answerButton, show } from "../../bot/show.ts";
import type { NudgeRules } from "../../domain/nudge.ts";
import {
  choosableLevels,
  offeredQuietHours,
  type ReminderChange,
  type ReminderTopic,
} from "../../domain/reminder-choices.ts";
import type { Localizer } from "../../i18n/localizer.ts";
import { effectiveTimeZone } from "../../i18n/time-zone.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";
import type { MuteCard } from "../../use-cases/nudge/answer-nudge.ts";
import type { ChooseReminders, ReadReminders, Reminders } from "../../use-cases/nudge/reminders.ts";
import {
  quietHoursView,
  reminderCardsView,
  reminderLevelsView,
  remindersView,
} from "../../views/reminders.ts";

export interface ReminderPanelDeps {
  readReminders: ReadReminders;
  chooseReminders: ChooseReminders;
  muteCard: MuteCard;
  rules: NudgeRules;
  nameOfZone: (zone: string, locale: string) => string;
}

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

/** `/settings` → reminders: what, at which level, when not, and of which cards. Buttons alone, and no state. */
export function createReminderPanel(deps: ReminderPanelDeps): Shortcuts {
  const { readReminders, chooseReminders, muteCard, rules } = deps;
  const composer = createShortcuts();
  type View = (language: Localizer, reminders: Reminders, timeZone: string) => RenderedMessage;

  const panel: View = (language, reminders, timeZone) =>
    remindersView(language, reminders, { timeZone, rules });
  const cards =
    (page: number): View =>
    (language, reminders) =>
      reminderCardsView(language, reminders, page);

  composer.callbackQuery("reminders:open", (ctx) => open(ctx, panel));
  composer.callbackQuery("reminders:levels", (ctx) => open(ctx, reminderLevelsView));
  composer.callbackQuery("reminders:quiet", (ctx) => open(ctx, quietHoursView));
  composer.callbackQuery(/^reminders:cards:(\d{1,2})$/, (ctx) => open(ctx, cards(Number(ctx.match[1]))));

  composer.callbackQuery(/^reminders:topic:(low|validity|forecast|win_back):(on|off)$/, (ctx) =>
    choose(ctx, { type: "topic", topic: ctx.match[1] as ReminderTopic, on: ctx.match[2] === "on" }, panel),
  );
  composer.callbackQuery(/^reminders:level:(\d{1,2}):(on|off)$/, (ctx) => {
    const level = choosableLevels.find((each) => each === Number(ctx.match[1]));
    if (level === undefined) return open(ctx, reminderLevelsView);
    return choose(ctx, { type: "level", level, on: ctx.match[2] === "on" }, reminderLevelsView);
  });
  composer.callbackQuery(/^reminders:quiet:(\d{1,2})-(\d{1,2})$/, (ctx) => {
    const [, from, to] = [...ctx.match].map(Number);
    const quietHours = offeredQuietHours.find((each) => each.from === from && each.to === to);
    return quietHours ? choose(ctx, { type: "quiet_hours", quietHours }, panel) : open(ctx, quietHoursView);
  });
  composer.callbackQuery(/^reminders:everywhere:(on|off)$/, (ctx) =>
    choose(ctx, { type: "everywhere", on: ctx.match[1] === "on" }, panel),
  );
  composer.callbackQuery(new RegExp(`^reminders:card:(${UUID}):(on|off)$`), async (ctx) => {
    const isOwn = await muteCard(ctx.chatKnown, ctx.match[1]!, ctx.match[2] === "off");
    if (!isOwn) await answerButton(ctx, ctx.language.text("balance.cardGone"));
    await open(ctx, cards(0));
  });
  return composer;

  async function choose(ctx: BotContext, change: ReminderChange, view: View): Promise<void> {
    await chooseReminders(ctx.chatKnown, change);
    await open(ctx, view);
  }

  async function open(ctx: BotContext, view: View): Promise<void> {
    const { language, chatKnown } = ctx;
    const zone = effectiveTimeZone(chatKnown, language);
    const reminders = await readReminders(chatKnown);
    await show(ctx, view(language, reminders, deps.nameOfZone(zone, language.locale)));
  }
}
