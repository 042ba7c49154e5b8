import { person as acts } from "./api.js";
import { byId, el } from "./dom.js";

/** @typedef {import("./store.js").Store} Store */

/** Languages a Telegram client may report, those the bot speaks first. */
const languages = [
  ["en", "English"],
  ["zh-hans", "简体中文"],
  ["zh-hant", "繁體中文"],
  ["zh-TW", "中文（台灣）"],
  ["zh", "中文"],
  ["ja", "日本語"],
  ["de", "Deutsch"],
  ["", "none sent"],
];

/**
 * The bot's name and whether it is typing; the person's Telegram language; block and START.
 *
 * @param {Store} store
 * @param {import("./notices.js").Notices} notices
 * @param {{ start: (payload?: string) => void }} actions
 */
export function createChatHeader(store, notices, actions) {
  const language = /** @type {HTMLSelectElement} */ (byId("language"));
  const block = byId("block");
  const start = byId("start");
  /** A link into this chat that was followed: START takes its payload along. */
  let payload = new URL(location.href).searchParams.get("start") ?? undefined;

  const render = () => {
    const chat = store.chat();
    const person = store.person();
    byId("bot-title").textContent = store.state.bot.title;
    const status = byId("bot-status");
    status.textContent = chat?.typing ? "typing" : store.state.connected ? "bot" : "reconnecting…";
    status.classList.toggle("typing", chat?.typing === true);
    block.textContent = chat?.blocked ? "Unblock" : "Block";
    block.title = chat?.blocked ? "Let the bot write again" : "Stop and block the bot, as in Telegram";
    const chosen = person?.languageCode ?? "";
    if (!languages.some(([code]) => code === chosen)) languages.push([chosen, chosen]);
    language.replaceChildren(
      ...languages.map(([value, name]) => el("option", { value }, value ? `${name} · ${value}` : name)),
    );
    language.value = chosen;
    const begins = chat?.messageIds.length === 0 || payload !== undefined;
    const hadFocus = document.activeElement === start;
    start.hidden = !(begins || chat?.blocked);
    start.textContent = chat?.blocked ? "RESTART BOT" : "START";
    byId("composer").hidden = !start.hidden;
    // Not on a phone, where the focus would open the keyboard over the bot's answer.
    if (hadFocus && start.hidden && matchMedia("(hover: hover)").matches) byId("message").focus();
  };

  for (const topic of /** @type {const} */ (["person", "people", "connection", "chat"]))
    store.on(topic, render);

  language.addEventListener("change", () => {
    const id = store.state.personId;
    if (id !== undefined)
      acts.language(id, language.value || undefined).catch((error) => notices.trouble(error));
  });
  block.addEventListener("click", () => {
    const chat = store.chat();
    if (chat) acts.block(chat.chatId, !chat.blocked).catch((error) => notices.trouble(error));
  });
  start.addEventListener("click", async () => {
    const chat = store.chat();
    if (!chat) return;
    try {
      if (chat.blocked) await acts.block(chat.chatId, false);
      actions.start(payload);
      payload = undefined;
      if (location.search) history.replaceState(null, "", location.pathname);
      render();
    } catch (error) {
      notices.trouble(error);
    }
  });

  return {
    /**
     * Takes `t.me` links to this very bot: the chat is already here, START brings the payload.
     *
     * @param {string} url
     * @returns {boolean} whether the link was one
     */
    openHere(url) {
      if (!URL.canParse(url)) return false;
      const { protocol, host, pathname, searchParams } = new URL(url);
      const named =
        protocol === "tg:" ? searchParams.get("domain") : host === "t.me" ? pathname.slice(1) : undefined;
      if (named?.toLowerCase() !== store.state.bot.username.toLowerCase()) return false;
      payload = searchParams.get("start") ?? undefined;
      render();
      (start.hidden ? byId("message") : start).focus();
      return true;
    },
  };
}
