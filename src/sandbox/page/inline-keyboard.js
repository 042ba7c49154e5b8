import { el } from "./dom.js";
import { isSafeLink, leadBack } from "./rich-text.js";

/** @typedef {import("./store.js").InlineButton} InlineButton */
/** @typedef {import("./store.js").Message} Message */
/**
 * @typedef {object} KeyboardActions
 * @property {(chatId: number, messageId: number, callbackData: string) => Promise<void>} press settles when the bot answered
 * @property {(url: string) => boolean} openHere
 */

/** @param {KeyboardActions} actions */
export function createInlineKeyboards(actions) {
  /** Buttons whose press the bot has not answered yet: they keep turning even if the message is edited. */
  const waiting = new Set();

  /**
   * @param {string} key
   * @param {boolean} busy
   */
  const mark = (key, busy) => {
    for (const button of document.querySelectorAll(".key[data-key]")) {
      if (button instanceof HTMLElement && button.dataset.key === key) setBusy(button, busy);
    }
  };

  /**
   * @param {number} chatId
   * @param {Message} message
   * @param {string} callbackData
   */
  const press = async (chatId, message, callbackData) => {
    const key = keyOf(chatId, message.messageId, callbackData);
    if (waiting.has(key)) return; // Telegram's clients also wait for the answer
    waiting.add(key);
    mark(key, true);
    await actions.press(chatId, message.messageId, callbackData).finally(() => {
      waiting.delete(key);
      mark(key, false);
    });
  };

  /**
   * @param {number} chatId
   * @param {Message} message
   * @param {InlineButton} button
   */
  const keyFor = (chatId, message, button) => {
    const { callbackData, url } = button;
    const label = el("span", { class: "label" }, button.text);
    if (url !== undefined) {
      const hint = el("span", { class: "visually-hidden" }, " (opens a new tab)");
      const mark = el("span", { class: "corner", "aria-hidden": "true" }, "↗");
      if (!isSafeLink(url)) return el("button", { class: "key", type: "button", disabled: true }, label);
      const onclick = leadBack(url, actions);
      return el(
        "a",
        { class: "key", href: url, target: "_blank", rel: "noopener noreferrer", onclick },
        label,
        hint,
        mark,
      );
    }
    if (callbackData === undefined) {
      const title = "Type it under “In any other chat” instead";
      return el("button", { class: "key", type: "button", disabled: true, title }, label);
    }
    const key = keyOf(chatId, message.messageId, callbackData);
    const element = el(
      "button",
      { class: "key", type: "button", "data-key": key, onclick: () => press(chatId, message, callbackData) },
      label,
    );
    setBusy(element, waiting.has(key));
    return element;
  };

  return {
    /**
     * The rows under a message; `null` when it has none.
     *
     * @param {number} chatId
     * @param {Message} message
     */
    render(chatId, message) {
      if (message.buttons.length === 0) return null;
      const rows = message.buttons.map((row) =>
        el("div", { class: "key-row" }, ...row.map((button) => keyFor(chatId, message, button))),
      );
      return el("div", { class: "keyboard", role: "group", "aria-label": "Buttons" }, ...rows);
    },
  };
}

/**
 * @param {number} chatId
 * @param {number} messageId
 * @param {string} callbackData
 */
function keyOf(chatId, messageId, callbackData) {
  return `${chatId}:${messageId}:${callbackData}`;
}

/**
 * @param {HTMLElement} button
 * @param {boolean} busy
 */
function setBusy(button, busy) {
  button.classList.toggle("busy", busy);
  if (busy) button.setAttribute("aria-busy", "true");
  else button.removeAttribute("aria-busy");
}
