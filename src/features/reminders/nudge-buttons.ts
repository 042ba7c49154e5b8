import type { InlineKeyboardButton } from "grammy/types";
import type { BotContext } from "../../bot/context.ts";
import { createShortcuts, type Shortcuts } from "../../bot/shortcuts.ts";
import { answerButton } from "../../bot/show.ts";
import { effectiveTimeZone } from "../../i18n/time-zone.ts";
import type { Clock } from "../../ports/clock.ts";
import type { MuteCard, SnoozeNudges, UnsnoozeNudges } from "../../use-cases/nudge/answer-nudge.ts";
import { timeOf } from "../../views/balance.ts";

export interface NudgeButtonDeps {
  snoozeNudges: SnoozeNudges;
  unsnoozeNudges: UnsnoozeNudges;
  muteCard: MuteCard;
  clock: Clock;
}

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

/** The buttons below a warning: each turns into what takes it back, and the warning stays as it is. */
export function createNudgeButtons(deps: NudgeButtonDeps): Shortcuts {
  const { snoozeNudges, unsnoozeNudges, muteCard, clock } = deps;
  const composer = createShortcuts();

  composer.callbackQuery("nudge:snooze", async (ctx) => {
    const { language, chatKnown } = ctx;
    const now = clock.now();
    const timeZone = effectiveTimeZone(chatKnown, language);
    const messageId = ctx.callbackQuery.message?.message_id;
    const until = messageId === undefined ? undefined : await snoozeNudges(chatKnown.id, messageId, timeZone);
    if (!until) return answerButton(ctx, language.text("nudge.gone"));
    const time = timeOf(language, until, now, timeZone);
    await answerButton(ctx, language.text("nudge.snoozed", { time }));
    await exchange(ctx, "nudge:unsnooze", language.text("nudge.snoozedButton", { time }));
  });

  composer.callbackQuery("nudge:unsnooze", async (ctx) => {
    const { language, chatKnown } = ctx;
    const messageId = ctx.callbackQuery.message?.message_id;
    if (messageId !== undefined) await unsnoozeNudges(chatKnown.id, messageId);
    await answerButton(ctx, language.text("nudge.unsnoozed"));
    await exchange(ctx, "nudge:snooze", language.text("nudge.snoozeButton"));
  });

  composer.callbackQuery(new RegExp(`^nudge:mute:(${UUID})$`), (ctx) => mute(ctx, ctx.match[1]!, true));
  composer.callbackQuery(new RegExp(`^nudge:unmute:(${UUID})$`), (ctx) => mute(ctx, ctx.match[1]!, false));
  return composer;

  async function mute(ctx: BotContext, cardId: string, muted: boolean): Promise<void> {
    const { language, chatKnown } = ctx;
    if (!(await muteCard(chatKnown, cardId, muted))) {
      return answerButton(ctx, language.text("balance.cardGone"));
    }
    await answerButton(ctx, language.text(muted ? "nudge.muted" : "nudge.unmuted"));
    const label = language.text(muted ? "nudge.mutedButton" : "nudge.muteButton");
    await exchange(ctx, `nudge:${muted ? "unmute" : "mute"}:${cardId}`, label);
  }
}

/** Puts another button in the place of the pressed one; the message and its other buttons stay. */
async function exchange(ctx: BotContext, data: string, text: string): Promise<void> {
  const pressed = ctx.callbackQuery?.data;
  const rows = ctx.callbackQuery?.message?.reply_markup?.inline_keyboard ?? [];
  const isPressed = (button: InlineKeyboardButton) =>
    "callback_data" in button && button.callback_data === pressed;
  if (!rows.flat().some(isPressed)) return;
  const inline_keyboard = rows.map((row) =>
    row.map((button) => (isPressed(button) ? { text, callback_data: data } : button)),
  );
  // The message may be gone: the press was answered all the same.
  await ctx.editMessageReplyMarkup({ reply_markup: { inline_keyboard } }).catch(() => {});
}
