import { byId, el, setBadge } from "./dom.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").ChatNews} ChatNews */

/**
 * Who you are: one button a person, with what they have not read yet.
 *
 * @param {Store} store
 */
export function createPeople(store) {
  const list = byId("people");
  /** @type {Map<number, { button: HTMLButtonElement, badge: HTMLElement, language: HTMLElement }>} */
  const entries = new Map();

  const seenKey = (/** @type {number} */ personId) => `seen:${personId}`;
  const lastId = (/** @type {number} */ personId) => store.state.chats.get(personId)?.messageIds.at(-1) ?? 0;
  const seenId = (/** @type {number} */ personId) => {
    const seen = Number(localStorage.getItem(seenKey(personId)) ?? 0);
    return seen > lastId(personId) ? 0 : seen; // the sandbox was begun afresh
  };

  const unread = (/** @type {number} */ personId) => {
    const seen = seenId(personId);
    const messages = store.state.chats.get(personId)?.messages.values() ?? [];
    return [...messages].filter(({ from, messageId }) => from === "bot" && messageId > seen).length;
  };

  const refresh = () => {
    const chosen = store.state.personId;
    if (chosen !== undefined && !document.hidden)
      localStorage.setItem(seenKey(chosen), String(lastId(chosen)));
    for (const [personId, { button, badge }] of entries) {
      setBadge(badge, personId === chosen ? 0 : unread(personId), "unread");
      if (personId === chosen) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  };

  store.on("people", () => {
    for (const person of store.state.people) {
      const entry = entries.get(person.id);
      if (entry) {
        entry.language.textContent = person.languageCode ?? "no language";
        continue;
      }
      const name = [person.firstName, person.lastName].filter(Boolean).join(" ");
      const badge = el("span", { class: "badge" });
      const language = el("span", { class: "language" }, person.languageCode ?? "no language");
      const button = el(
        "button",
        { type: "button", class: "person", onclick: () => store.choose(person.id) },
        el(
          "span",
          { class: `avatar tint-${entries.size % 6}`, "aria-hidden": "true" },
          [...person.firstName][0],
        ),
        el(
          "span",
          { class: "who" },
          el("span", { class: "name" }, el("span", null, name), language),
          el("span", { class: "about" }, person.about ?? ""),
          el("span", { class: "email" }, person.email ?? ""),
          person.password ? el("span", { class: "email" }, `password: ${person.password}`) : null,
        ),
        badge,
      );
      button.addEventListener("animationend", () => button.classList.remove("pulse"));
      entries.set(person.id, { button, badge, language });
      list.append(el("li", null, button));
    }
    refresh();
  });
  store.on("person", () => {
    entries.get(store.state.personId ?? 0)?.button.scrollIntoView({ block: "nearest", inline: "nearest" });
    refresh();
  });
  store.on("chat", (/** @type {ChatNews} */ { chat, added, opening }) => {
    refresh();
    const sounds = !opening && added.some((message) => message.from === "bot" && !message.silent);
    if (sounds) entries.get(chat.chatId)?.button.classList.add("pulse");
  });
  document.addEventListener("visibilitychange", refresh);
}
