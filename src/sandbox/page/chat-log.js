import { bubble, summaryOf } from "./bubble.js";
import { byId, el, reconcile } from "./dom.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").Message} Message */
/** @typedef {import("./store.js").ChatNews} ChatNews */

const nearBottomPx = 80;

/**
 * The messages of the chosen person's chat: added at the bottom, edited in place.
 *
 * @param {Store} store
 * @param {ReturnType<typeof import("./inline-keyboard.js").createInlineKeyboards>} keyboards
 * @param {Omit<import("./bubble.js").BubbleActions, "show">} actions
 * @param {import("./notices.js").Notices} notices
 */
export function createChatLog(store, keyboards, actions, notices) {
  const scroller = byId("log-scroller");
  const log = byId("log");
  const toBottom = byId("to-bottom");
  /** @type {Map<number, { element: HTMLLIElement, shown: string }>} */
  let shownById = new Map();
  let shownChatId = 0;

  const isAtBottom = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearBottomPx;
  const scrollToBottom = () => {
    scroller.scrollTop = scroller.scrollHeight;
  };
  let sticks = true; // remembered before a change makes the chat longer
  scroller.addEventListener("scroll", () => {
    sticks = isAtBottom();
    if (sticks) toBottom.hidden = true;
  });
  toBottom.addEventListener("click", scrollToBottom);
  // Pictures that load and a window that shrinks (a phone's keyboard) must not hide the newest message.
  log.addEventListener("load", () => sticks && scrollToBottom(), true);
  new ResizeObserver(() => sticks && scrollToBottom()).observe(scroller);

  const show = (/** @type {number} */ messageId) => {
    const element = shownById.get(messageId)?.element;
    element?.scrollIntoView({ block: "center" });
    if (element) flash(element);
  };

  /** @param {Message} message @param {boolean} editable @param {string} locale */
  const itemFor = (message, editable, locale) => {
    const repliedTo = store.chat()?.messages.get(message.replyToMessageId ?? 0);
    const shown = JSON.stringify([message, editable, locale, repliedTo?.text]);
    const before = shownById.get(message.messageId);
    if (before?.shown === shown) return before;
    const element = before?.element ?? el("li", { "data-message-id": message.messageId });
    element.className = `message ${message.from === "person" ? "own" : "theirs"}`;
    const context = { chatId: shownChatId, locale, repliedTo, editable };
    const content = bubble(message, context, { ...actions, show }, keyboards);
    keepingFocus(element, () => element.replaceChildren(...content));
    return { element, shown };
  };

  const render = () => {
    const chat = store.chat();
    const locale = localeOf(store.person()?.languageCode);
    if (chat?.chatId !== shownChatId) {
      shownChatId = chat?.chatId ?? 0;
      shownById = new Map();
      log.replaceChildren();
      sticks = true;
      toBottom.hidden = true;
    }
    log.lang = locale; // the same character is drawn differently in China, Taiwan and Japan
    const messages = [...(chat?.messageIds ?? [])].flatMap((id) => chat?.messages.get(id) ?? []);
    const ownLast = messages.findLast((message) => message.from === "person")?.messageId;
    /** @type {typeof shownById} */
    const next = new Map();
    /** @type {Element[]} */
    const wanted = [];
    let day = "";
    for (const message of messages) {
      const label = dayLabel(message.at, store.now(), locale);
      if (label !== day) wanted.push(separator(log, label));
      day = label;
      const item = itemFor(message, message.messageId === ownLast, locale);
      next.set(message.messageId, item);
      wanted.push(item.element);
    }
    shownById = next;
    reconcile(log, wanted);
    byId("empty-chat").hidden = messages.length > 0;
    if (sticks) scrollToBottom();
  };

  store.on("person", render);
  store.on("people", render);
  store.on("chat", (/** @type {ChatNews} */ { chat, added, edited, opening }) => {
    if (chat.chatId !== store.state.personId) return;
    sticks = isAtBottom() || added.some((message) => message.from === "person");
    render();
    if (opening) return;
    for (const message of edited) {
      const element = shownById.get(message.messageId)?.element;
      if (element) flash(element);
    }
    for (const message of [...added, ...edited].filter(({ from }) => from === "bot")) {
      notices.announce(spoken(message, edited.includes(message)));
    }
    if (added.length > 0 && !sticks) toBottom.hidden = false;
  });
}

/** @param {Message} message @param {boolean} edited */
function spoken(message, edited) {
  const buttons = message.buttons.flat().map((button) => button.text);
  return [
    edited ? "Edited:" : "Bot:",
    summaryOf(message),
    buttons.length > 0 && `Buttons: ${buttons.join(", ")}`,
  ]
    .filter(Boolean)
    .join(" ");
}

/** @param {Element} element */
function flash(element) {
  element.classList.remove("flash");
  void (/** @type {HTMLElement} */ (element).offsetWidth); // so that the animation begins again
  element.classList.add("flash");
}

/**
 * Replaces what is in `element`; a focused button hands its focus to the one in its place.
 *
 * @param {Element} element
 * @param {() => void} replace
 */
function keepingFocus(element, replace) {
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  const rowBefore = focused?.closest(".key-row");
  const rowIndex = rowBefore ? [...(rowBefore.parentElement?.children ?? [])].indexOf(rowBefore) : -1;
  const keyIndex = rowBefore ? [...rowBefore.children].indexOf(/** @type {Element} */ (focused)) : -1;
  replace();
  if (rowIndex < 0) return;
  const rows = element.querySelectorAll(".key-row");
  const keys = (rows[rowIndex] ?? rows[rows.length - 1])?.children;
  const next = keys?.[Math.min(keyIndex, keys.length - 1)] ?? byId("message");
  if (next instanceof HTMLElement) next.focus({ preventScroll: true });
}

/** @param {Element} log @param {string} label */
function separator(log, label) {
  const there = [...log.querySelectorAll("li.day")].find((element) => element.textContent === label);
  return there ?? el("li", { class: "day" }, el("span", null, label));
}

/** @param {number} at @param {number} now @param {string} locale */
function dayLabel(at, now, locale) {
  const year = new Date(at).getFullYear() === new Date(now).getFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", year }).format(at);
}

/** @param {string | undefined} languageCode */
function localeOf(languageCode) {
  try {
    return Intl.getCanonicalLocales(languageCode ?? "en")[0] ?? "en";
  } catch {
    return "en";
  }
}
