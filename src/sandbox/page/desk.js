import { agent as acts } from "./api.js";
import { attachment, summaryOf } from "./bubble.js";
import { byId, el, reconcile, setBadge } from "./dom.js";
import { createInlineKeyboards } from "./inline-keyboard.js";
import { richText } from "./rich-text.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").Desk} Desk */
/** @typedef {import("./store.js").DeskMessage} DeskMessage */

/**
 * The support group beside the customer's chat: its topics, what stands in them, and a field to write as one
 * of the agents. Enter sends, Shift+Enter breaks the line, Escape leaves an answer.
 *
 * @param {Store} store
 * @param {ReturnType<typeof import("./notices.js").createNotices>} notices
 */
export function createDesk(store, notices) {
  const choice = /** @type {HTMLSelectElement} */ (byId("desk-agent"));
  const field = /** @type {HTMLTextAreaElement} */ (byId("desk-message"));
  const scroller = byId("desk-scroller");
  const pinned = byId("desk-pinned");
  const context = byId("desk-context");
  /** @type {number | undefined} */
  let threadId;
  /** @type {DeskMessage | undefined} */
  let answered;
  /** The newest message seen in each topic. @type {Map<number, number>} */
  const seen = new Map();
  /** @type {Map<number, { json: string, element: HTMLElement }>} */
  let shownById = new Map();
  /** Another topic, or one that is shown again, begins at its end. */
  let lastView = "";

  const agentId = () => Number(choice.value);
  const attempt = (/** @type {Promise<unknown>} */ act) => act.catch((error) => notices.trouble(error));
  const keyboards = createInlineKeyboards({ openHere: () => false, press });
  const actions = {
    command: (/** @type {string} */ text) => send({ kind: "text", text }),
    copy: (/** @type {string} */ text) => notices.copy(text),
    openHere: () => false,
  };

  store.on("desk", render);
  choice.addEventListener("change", render);
  for (const tab of document.querySelectorAll("#tabs button")) {
    tab.addEventListener("click", render);
  }
  byId("desk-composer").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  byId("desk-photo").addEventListener("click", () => send({ kind: "photo", caption: taken() || undefined }));
  context.querySelector("button")?.addEventListener("click", () => answer(undefined));
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") answer(undefined);
    else if (event.key === "Enter" && !event.shiftKey) submit();
    else return;
    event.preventDefault();
  });
  pinned.addEventListener("click", () => {
    shownById.get(Number(pinned.dataset.messageId))?.element.scrollIntoView({ block: "start" });
  });

  function taken() {
    const text = field.value.trim();
    field.value = "";
    return text;
  }

  function submit() {
    const text = taken();
    if (text) send({ kind: "text", text });
  }

  /** @param {Record<string, unknown>} what */
  function send(what) {
    attempt(acts.send(agentId(), what, { threadId, replyToMessageId: answered?.messageId }));
    answer(undefined);
    field.focus();
  }

  /** @param {DeskMessage | undefined} message */
  function answer(message) {
    answered = message;
    context.hidden = !message;
    if (!message) return;
    /** @type {HTMLElement} */ (context.querySelector("span")).textContent = summaryOf(message);
    field.focus();
  }

  /** @param {number} _chatId @param {number} messageId @param {string} callbackData */
  async function press(_chatId, messageId, callbackData) {
    try {
      const said = await acts.press(agentId(), messageId, callbackData);
      if (said.unanswered) notices.toast("The bot did not answer this button within 10 seconds", "trouble");
      else if (said.text && said.showAlert) notices.alert(said.text);
      else if (said.text) notices.toast(said.text);
    } catch (error) {
      notices.trouble(error);
    }
  }

  function render() {
    const { desk } = store.state;
    byId("desk-pane").hidden = !desk;
    document.body.classList.toggle("has-desk", desk !== undefined);
    for (const tab of document.querySelectorAll("#tabs button[data-pane=desk]")) {
      if (tab instanceof HTMLElement) tab.hidden = !desk;
    }
    if (!desk) return;
    if (choice.options.length === 0) {
      for (const { id, name, administrator } of desk.agents) {
        choice.append(el("option", { value: String(id) }, administrator ? `${name}, administrator` : name));
      }
    }
    if (!desk.topics.some((topic) => topic.threadId === threadId)) threadId = desk.topics.at(-1)?.threadId;
    byId("desk-empty").hidden = desk.topics.length > 0;
    renderLog(desk);
    renderTopics(desk);
  }

  /** @param {Desk} desk */
  function renderTopics({ topics, messages }) {
    const unreadIn = (/** @type {number} */ id) =>
      messages.filter((message) => message.threadId === id && message.messageId > (seen.get(id) ?? 0)).length;
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.topic : "";
    byId("desk-topics").replaceChildren(
      ...topics.toReversed().map((topic) => {
        const badge = el("span", { class: "badge" });
        setBadge(badge, topic.threadId === threadId ? 0 : unreadIn(topic.threadId), "unread");
        return el(
          "button",
          {
            class: "topic",
            type: "button",
            "aria-pressed": String(topic.threadId === threadId),
            "data-topic": String(topic.threadId),
            onclick: () => {
              threadId = topic.threadId;
              answer(undefined);
              render();
            },
          },
          topic.name,
          badge,
        );
      }),
    );
    if (focused) {
      const again = document.querySelector(`#desk-topics [data-topic="${focused}"]`);
      if (again instanceof HTMLElement) again.focus();
    }
    const waiting = topics.filter(({ threadId: id }) => unreadIn(id) > 0).length;
    for (const badge of document.querySelectorAll(".desk-badge"))
      setBadge(badge, waiting, "topics with news");
  }

  /** @param {Desk} desk */
  function renderLog({ chatId, messages }) {
    const own = agentId();
    const here = messages.filter(
      (message) => message.threadId === threadId && (message.text !== "" || message.attachment),
    );
    const isOpen = byId("desk-pane").checkVisibility();
    const view = `${isOpen}:${threadId}`;
    const isNew = view !== lastView;
    lastView = view;
    const sticks = isNew || scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
    const next = new Map();
    for (const message of here) {
      const before = shownById.get(message.messageId);
      const json = JSON.stringify([message, message.agentId === own]);
      next.set(message.messageId, before?.json === json ? before : { json, element: item(chatId, message) });
    }
    shownById = next;
    reconcile(
      byId("desk-log"),
      here.map(({ messageId }) => next.get(messageId).element),
    );
    const card = here.find(({ from }) => from === "bot");
    pinned.hidden = !card;
    if (card) {
      pinned.dataset.messageId = String(card.messageId);
      pinned.textContent = `📌 ${summaryOf(card).slice(0, 90)}`;
    }
    if (sticks) scroller.scrollTop = scroller.scrollHeight;
    const last = messages.findLast((message) => message.threadId === threadId);
    if (last && threadId !== undefined && isOpen) {
      seen.set(threadId, last.messageId);
    }
  }

  /** @param {number} chatId @param {DeskMessage} message */
  function item(chatId, message) {
    const repliedTo = store.state.desk?.messages.find(
      ({ messageId, text }) => messageId === message.replyToMessageId && text !== "",
    );
    const whose = message.agentId === undefined ? "bot" : message.agentId === agentId() ? "own" : "agent";
    return el(
      "li",
      { class: `desk-item ${whose}` },
      el(
        "div",
        { class: "desk-bubble" },
        el("strong", { class: "author" }, message.author),
        repliedTo && el("span", { class: "desk-quote" }, summaryOf(repliedTo)),
        message.attachment && attachment(message.attachment),
        message.text &&
          el("div", { class: "text", dir: "auto" }, richText(message.text, message.entities, actions)),
        el("button", { type: "button", class: "quiet desk-answer", onclick: () => answer(message) }, "Reply"),
      ),
      keyboards.render(chatId, message),
    );
  }
}
