import { linkOf } from "./links.ts";
import type { GivenInlineKeyboard, GivenReplyMarkup } from "./object-kinds.ts";
import { badRequest } from "./refusal.ts";
import type { ChatRecord } from "./state.ts";
import type { InlineKeyboardButton, InlineKeyboardMarkup } from "./telegram-objects.ts";

const MAX_BUTTONS = 100;
const MAX_IN_A_ROW = 8;
const STYLES = ["danger", "success", "primary"];
const ACTIONS = [
  "url",
  "callback_data",
  "web_app",
  "login_url",
  "switch_inline_query",
  "switch_inline_query_current_chat",
  "switch_inline_query_chosen_chat",
  "copy_text",
  "pay",
] as const;

/** What a message keeps of the markup it was sent with. */
export interface KeptMarkup {
  inline?: InlineKeyboardMarkup;
  /** A reply keyboard, its removal or a forced reply: seen by the person, not part of the message. */
  isReplyKeyboard: boolean;
}

/** Holds the markup against Telegram's rules. */
export function keepMarkup(given: GivenReplyMarkup | undefined, chat: ChatRecord): KeptMarkup {
  if (given === undefined) return { isReplyKeyboard: false };
  if ("inline_keyboard" in given) return { inline: keepInline(given, chat), isReplyKeyboard: false };
  if ("keyboard" in given) checkReplyKeyboard(given);
  if ("remove_keyboard" in given && !given.remove_keyboard) {
    throw badRequest("can't parse reply keyboard remove: remove_keyboard must be true");
  }
  if ("force_reply" in given && !given.force_reply) {
    throw badRequest("can't parse force reply: force_reply must be true");
  }
  return { isReplyKeyboard: true };
}

/** Empty rows disappear; a keyboard without buttons is no keyboard. */
export function keepInline(
  given: GivenInlineKeyboard | undefined,
  chat: ChatRecord,
): InlineKeyboardMarkup | undefined {
  if (given === undefined) return undefined;
  const rows: InlineKeyboardButton[][] = [];
  let count = 0;
  for (const row of given.inline_keyboard) {
    if (row.length > MAX_IN_A_ROW) throw badRequest("reply markup is too long");
    for (const button of row) keepButton(button, chat);
    count += row.length;
    if (row.length > 0) rows.push(row);
  }
  if (count > MAX_BUTTONS) throw badRequest("reply markup is too long");
  return rows.length > 0 ? { inline_keyboard: rows } : undefined;
}

function keepButton(button: InlineKeyboardButton, chat: ChatRecord) {
  if (button.text.trim() === "") throw badRequest("inline keyboard button text must be non-empty");
  let actions = 0;
  for (const action of ACTIONS) if (button[action] !== undefined) actions += 1;
  if (actions === 0) {
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  }
  if (actions > 1) throw badRequest("can't parse inline keyboard button: exactly one action is allowed");
  checkAction(button, chat);
  if (button.style !== undefined && !STYLES.includes(button.style)) {
    throw badRequest("can't parse inline keyboard button: invalid button style specified");
  }
}

function checkAction(button: InlineKeyboardButton, chat: ChatRecord) {
  if (button.callback_data !== undefined) {
    const bytes = Buffer.byteLength(button.callback_data);
    if (bytes < 1 || bytes > 64) throw badRequest("BUTTON_DATA_INVALID");
  } else if (button.url !== undefined) {
    const link = linkOf(button.url);
    if (!link) throw badRequest(`inline keyboard button URL '${button.url}' is invalid: Wrong HTTP URL`);
    button.url = link;
  } else if (button.web_app || button.login_url) {
    const { url } = (button.web_app ?? button.login_url)!;
    if (!linkOf(url) || !/^https?:/.test(url)) {
      throw badRequest(
        `inline keyboard button Web App URL '${url}' is invalid: Only HTTPS links are allowed`,
      );
    }
    if (button.web_app && chat.type !== "private") throw badRequest("BUTTON_TYPE_INVALID");
  } else if (button.copy_text) {
    const { length } = button.copy_text.text;
    if (length < 1 || length > 256) throw badRequest("BUTTON_COPY_TEXT_INVALID");
  } else if (button.pay !== undefined) {
    throw badRequest("BUTTON_TYPE_INVALID"); // pay buttons belong to invoices
  }
}

function checkReplyKeyboard({
  keyboard,
  input_field_placeholder,
}: Extract<GivenReplyMarkup, { keyboard: unknown }>) {
  const buttons = keyboard.flat();
  if (buttons.length === 0 || buttons.length > 300) {
    throw badRequest(buttons.length === 0 ? "reply keyboard is empty" : "reply markup is too long");
  }
  if (buttons.some(({ text }) => text.trim() === "")) {
    throw badRequest("keyboard button text must be non-empty");
  }
  if (input_field_placeholder === "" || (input_field_placeholder?.length ?? 0) > 64) {
    throw badRequest("input field placeholder must be 1-64 characters long");
  }
}
