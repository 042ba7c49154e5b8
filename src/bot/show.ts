import { type Context, GrammyError } from "grammy";
import type { InlineKeyboardButton, InlineKeyboardMarkup } from "grammy/types";
import type { MessageButton, RenderedMessage } from "../ports/messenger.ts";

const OPTIONS = { parse_mode: "HTML", link_preview_options: { is_disabled: true } } as const;

/**
 * Shows a view where the person looks: a pressed button's message becomes the view, anything else is
 * answered with a new message. Answers the id of the message that shows it.
 */
export async function show(ctx: Context, view: RenderedMessage): Promise<number> {
  const pressed = ctx.callbackQuery?.message;
  if (!pressed) return reply(ctx, view);
  await answerButton(ctx);
  return editOrSend(ctx, pressed.message_id, view);
}

/** A new message with the view. */
export async function reply(ctx: Context, view: RenderedMessage): Promise<number> {
  const markup = view.keyboard?.length ? { reply_markup: toInlineKeyboard(view.keyboard) } : {};
  const message = await ctx.reply(view.text, { ...OPTIONS, ...markup });
  return message.message_id;
}

/** Turns an own message into the view, or sends a new one where Telegram no longer lets it be edited. */
export async function editOrSend(ctx: Context, messageId: number, view: RenderedMessage): Promise<number> {
  try {
    await ctx.api.editMessageText(ctx.chat!.id, messageId, view.text, {
      ...OPTIONS,
      reply_markup: toInlineKeyboard(view.keyboard ?? []),
    });
    return messageId;
  } catch (error) {
    if (isNotModified(error)) return messageId;
    if (!isUneditable(error)) throw error;
    return reply(ctx, view);
  }
}

/**
 * Ends the waiting mark on a pressed button, with a short text if there is one. Each press can be answered
 * once and only for a while; a second or late answer is no error to the person. Without a text nothing is
 * lost with it either: the mark ends by itself.
 */
export async function answerButton(ctx: Context, text?: string, showAlert = false): Promise<void> {
  if (!ctx.callbackQuery) return;
  try {
    await ctx.answerCallbackQuery(text ? { text: text.slice(0, 200), show_alert: showAlert } : {});
  } catch (error) {
    if (text && !isTooLate(error)) throw error;
  }
}

export function toInlineKeyboard(rows: MessageButton[][]): InlineKeyboardMarkup {
  return { inline_keyboard: rows.map((row) => row.map(toButton)) };
}

function toButton(button: MessageButton): InlineKeyboardButton {
  return "url" in button
    ? { text: button.text, url: button.url }
    : { text: button.text, callback_data: button.callbackData };
}

export const isNotModified = (error: unknown) =>
  error instanceof GrammyError && error.description.includes("message is not modified");

export const isUneditable = (error: unknown) =>
  error instanceof GrammyError &&
  /message to edit not found|message can't be edited|no text in the message|MESSAGE_ID_INVALID/.test(
    error.description,
  );

/** A press or a query that is not waited for any more. */
export const isTooLate = (error: unknown) =>
  error instanceof GrammyError && /query is too old|query ID is invalid/.test(error.description);
