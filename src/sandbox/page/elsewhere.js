import { person as acts } from "./api.js";
import { byId, el } from "./dom.js";
import { isSafeLink, leadBack, richText } from "./rich-text.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./api.js").SharedMessage} SharedMessage */

/** Telegram's clients wait until a person has stopped typing for a moment. */
const typingMs = 300;

/**
 * Any other chat: `@bot japan` is typed there, the bot's offers come up, and the one that is chosen is posted with
 * its link, which leads into the bot's own chat.
 *
 * @param {Store} store
 * @param {import("./notices.js").Notices} notices
 * @param {{ openHere: (url: string) => boolean }} actions
 */
export function createElsewhere(store, notices, actions) {
  const field = /** @type {HTMLInputElement} */ (byId("inline-query"));
  const status = el("p", { class: "hint", id: "inline-status", role: "status" });
  const list = el("ul", { id: "inline-offers", "aria-label": "What the bot offers" });
  const more = el("button", { type: "button", class: "quiet", hidden: true }, "More");
  const shared = el("ol", { id: "shared", "aria-label": "What your friend sees" });
  byId("elsewhere").append(status, list, more, shared);
  let asked = 0;
  let nextOffset = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const say = (/** @type {string} */ text) => {
    status.textContent = text;
  };

  const clear = () => {
    asked += 1;
    clearTimeout(timer);
    list.replaceChildren();
    more.hidden = true;
    say("");
  };

  /** On a phone the chat is another pane. */
  const openHere = (/** @type {string} */ url) => {
    document.querySelector("#tabs [data-pane=chat]")?.dispatchEvent(new Event("click"));
    return actions.openHere(url);
  };

  const share = async (/** @type {string} */ resultId) => {
    const id = store.state.personId;
    if (id === undefined) return;
    const message = await acts.share(id, resultId);
    field.value = "";
    clear();
    shared.prepend(el("li", null, ...posted(message, openHere, notices)));
    shared.querySelector("a")?.focus();
  };

  const ask = async (offset = "") => {
    const id = store.state.personId;
    const query = field.value.trim();
    if (id === undefined) return;
    const own = ++asked;
    const answer = await acts.inline(id, query, offset);
    if (own !== asked) return; // typed on meanwhile
    if ("unanswered" in answer && answer.unanswered) return say("The bot did not answer within 10 seconds.");
    const offers = answer.offers.map(({ id: resultId, title, description }) =>
      el(
        "li",
        null,
        el(
          "button",
          { type: "button", onclick: () => share(resultId).catch((error) => notices.trouble(error)) },
          title,
          description && el("span", null, description),
        ),
      ),
    );
    if (offset) list.append(...offers);
    else list.replaceChildren(...offers);
    nextOffset = answer.nextOffset;
    more.hidden = nextOffset === "";
    const count = list.childElementCount;
    say(count === 0 ? (answer.button?.text ?? "Nothing.") : `${count} to share`);
  };

  const asking = (offset = "") => ask(offset).catch((error) => notices.trouble(error));
  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (field.value.trim() === "") return clear();
    timer = setTimeout(asking, typingMs);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      field.value = "";
      clear();
    }
    if (event.key !== "Enter" || event.isComposing) return;
    clearTimeout(timer);
    void asking();
  });
  more.addEventListener("click", () => asking(nextOffset));
  store.on("people", () => {
    byId("inline-name").textContent = store.state.bot.username;
  });
  store.on("person", clear);
}

/**
 * @param {SharedMessage} message
 * @param {(url: string) => boolean} openHere
 * @param {import("./notices.js").Notices} notices
 */
function posted({ text, entities, buttons }, openHere, notices) {
  const actions = {
    openHere,
    copy: (/** @type {string} */ copied) => notices.copy(copied),
    command: () => undefined,
  };
  const rows = buttons.map((row) =>
    el(
      "div",
      { class: "key-row" },
      ...row.map(({ text: label, url = "" }) =>
        isSafeLink(url)
          ? el(
              "a",
              {
                class: "key",
                href: url,
                target: "_blank",
                rel: "noopener noreferrer",
                onclick: leadBack(url, actions),
              },
              label,
            )
          : el("button", { class: "key", type: "button", disabled: true }, label),
      ),
    ),
  );
  return [
    el("div", { class: "bubble", dir: "auto" }, richText(text, entities, actions)),
    el("div", { class: "keyboard", role: "group", "aria-label": "Buttons" }, ...rows),
  ];
}
