import { byId, setBadge } from "./dom.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").ChatNews} ChatNews */

/**
 * On narrow screens one pane at a time, chosen with the tabs; wide ones show all of them.
 *
 * @param {Store} store
 */
export function createPanes(store) {
  const tabs = [...document.querySelectorAll("button[data-pane]")].filter(
    (tab) => tab instanceof HTMLElement,
  );

  let missed = 0;

  const show = (/** @type {string} */ pane) => {
    document.body.dataset.pane = pane;
    for (const tab of tabs) {
      if (tab.dataset.pane === pane) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
  };

  for (const tab of tabs) {
    tab.addEventListener("click", () => {
      show(tab.dataset.pane ?? "chat");
      const badge = tab.querySelector(".chat-badge");
      if (!badge) return;
      missed = 0;
      setBadge(badge, missed, "new messages");
    });
  }
  store.on("chat", (/** @type {ChatNews} */ { chat, added, opening }) => {
    if (opening || chat.chatId !== store.state.personId || !added.some(({ from }) => from === "bot")) return;
    if (byId("chat-pane").checkVisibility()) return;
    missed += 1;
    for (const badge of document.querySelectorAll(".chat-badge")) setBadge(badge, missed, "new messages");
  });
  show(document.body.dataset.pane ?? "chat");
}
