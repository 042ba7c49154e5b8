import { byId, el } from "./dom.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").Command} Command */

/**
 * The bot's commands, as the `/` button and as completion while a command is typed. The message field
 * stays focused; arrows choose, Enter sends, Tab completes, Escape closes.
 *
 * @param {Store} store
 * @param {HTMLTextAreaElement} field
 * @param {(command: string) => void} send
 */
export function createSuggestions(store, field, send) {
  const list = byId("commands");
  const opener = byId("commands-open");
  let chosen = -1;
  /** @type {Command[]} */
  let offered = [];

  const close = () => {
    list.hidden = true;
    chosen = -1;
    field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-expanded", "false");
    opener.setAttribute("aria-expanded", "false");
  };

  const choose = (/** @type {number} */ index) => {
    chosen = index;
    for (const [at, option] of [...list.children].entries()) {
      option.setAttribute("aria-selected", String(at === index));
      if (at === index) option.scrollIntoView({ block: "nearest" });
    }
    field.setAttribute("aria-activedescendant", `command-${index}`);
  };

  const take = (/** @type {Command} */ { command }) => {
    close();
    send(`/${command}`);
    field.focus();
  };

  const open = (/** @type {string} */ prefix) => {
    offered = (store.chat()?.commands ?? []).filter(({ command }) => command.startsWith(prefix));
    list.replaceChildren(
      ...offered.map((command, index) =>
        el(
          "div",
          { role: "option", id: `command-${index}`, "aria-selected": "false", onclick: () => take(command) },
          el("span", { class: "command" }, `/${command.command}`),
          el("span", { class: "description" }, command.description),
        ),
      ),
    );
    if (offered.length === 0 && prefix === "") {
      list.append(el("div", { role: "option", "aria-disabled": "true" }, "The bot has set no commands yet."));
    }
    if (list.childElementCount === 0) return close();
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    opener.setAttribute("aria-expanded", "true");
    if (offered.length > 0) choose(0);
  };

  field.addEventListener("input", () => {
    const typed = /^\/([a-z0-9_]*)$/i.exec(field.value);
    if (typed) open((typed[1] ?? "").toLowerCase());
    else close();
  });
  field.addEventListener("blur", () => setTimeout(() => document.activeElement !== opener && close()));
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  opener.addEventListener("click", () => {
    if (!list.hidden) return close();
    field.focus();
    open("");
  });

  return {
    close,
    /**
     * Takes the keys that belong to an open list.
     *
     * @param {KeyboardEvent} event
     * @returns {boolean} whether the key was taken
     */
    handleKey(event) {
      if (list.hidden) return false;
      const command = offered[chosen];
      if (event.key === "Escape") close();
      else if (!command) return false;
      else if (event.key === "ArrowDown") choose((chosen + 1) % offered.length);
      else if (event.key === "ArrowUp") choose((chosen - 1 + offered.length) % offered.length);
      else if (event.key === "Enter" && !event.shiftKey) {
        field.value = "";
        take(command);
      } else if (event.key === "Tab" && !event.shiftKey) {
        field.value = `/${command.command} `;
        close();
      } else return false;
      event.preventDefault();
      return true;
    },
  };
}
