import { createAttachMenu } from "./attach-menu.js";
import { summaryOf } from "./bubble.js";
import { byId } from "./dom.js";
import { createSuggestions } from "./suggestions.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").Message} Message */
/**
 * @typedef {object} ComposerActions
 * @property {(what: Record<string, unknown>) => void} send
 * @property {(messageId: number, text: string) => void} edit
 */
/** @typedef {ReturnType<typeof createComposer>} Composer */

/**
 * The message field with its keys: Enter sends, Shift+Enter breaks the line, ↑ edits the last message,
 * Ctrl+↑ replies to it, Escape leaves either.
 *
 * @param {Store} store
 * @param {ComposerActions} actions
 */
export function createComposer(store, actions) {
  const form = /** @type {HTMLFormElement} */ (byId("composer"));
  const field = /** @type {HTMLTextAreaElement} */ (byId("message"));
  const strip = byId("context");
  /** @type {{ message: Message, purpose: "edit" | "reply" } | undefined} */
  let about;
  /** @type {Map<number, string>} */
  const draftByPerson = new Map();
  let draftOf = store.state.personId;

  const grow = () => {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
  };

  /** @param {typeof about} next */
  const setAbout = (next) => {
    about = next;
    strip.hidden = !next;
    if (!next) return;
    byId("context-title").textContent = next.purpose === "edit" ? "Edit message" : "Reply";
    byId("context-text").textContent = summaryOf(next.message);
  };

  const leave = () => {
    if (about?.purpose === "edit") field.value = "";
    setAbout(undefined);
    grow();
  };

  /** @param {Message} message */
  const edit = (message) => {
    setAbout({ message, purpose: "edit" });
    field.value = message.text;
    grow();
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  };

  /** @param {Message} message */
  const reply = (message) => {
    setAbout({ message, purpose: "reply" });
    field.focus();
  };

  const messages = () => {
    const chat = store.chat();
    return (chat?.messageIds ?? []).flatMap((id) => chat?.messages.get(id) ?? []);
  };

  /** One message further up or down as the one replied to; past the newest: none. @param {number} step */
  const moveReply = (step) => {
    const all = messages();
    const at =
      about?.purpose === "reply"
        ? all.findIndex(({ messageId }) => messageId === about?.message.messageId)
        : all.length;
    const next = all[Math.max(0, at + step)];
    if (next) reply(next);
    else leave();
  };

  const submit = () => {
    const text = field.value.trim();
    if (!text) return;
    if (about?.purpose === "edit") actions.edit(about.message.messageId, text);
    else {
      actions.send({ kind: "text", text, replyToMessageId: about?.message.messageId });
    }
    field.value = "";
    leave();
  };

  const suggestions = createSuggestions(store, field, (command) => {
    field.value = "";
    grow();
    actions.send({ kind: "text", text: command });
  });
  createAttachMenu((what) => {
    const caption = what.kind === "photo" || what.kind === "document" ? field.value.trim() : "";
    if (caption) field.value = "";
    grow();
    actions.send({ ...what, caption: caption || undefined });
    field.focus();
  });

  field.addEventListener("input", grow);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return; // Enter belongs to the input method
    if (suggestions.handleKey(event)) return;
    const isPlain = !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (event.key === "Enter" && isPlain) submit();
    else if (event.key === "Escape" && about) leave();
    else if (event.key === "ArrowUp" && isPlain && field.value === "") {
      const last = messages().findLast(({ from, text }) => from === "person" && text !== "");
      if (!last) return;
      edit(last);
    } else if (event.key === "ArrowUp" && event.ctrlKey) moveReply(-1);
    else if (event.key === "ArrowDown" && event.ctrlKey) moveReply(1);
    else return;
    event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
    field.focus();
  });
  byId("context-leave").addEventListener("click", () => {
    leave();
    field.focus();
  });
  store.on("person", () => {
    if (draftOf !== undefined) draftByPerson.set(draftOf, about?.purpose === "edit" ? "" : field.value);
    draftOf = store.state.personId;
    setAbout(undefined);
    suggestions.close();
    field.value = draftByPerson.get(draftOf ?? 0) ?? "";
    grow();
  });

  return { edit, reply };
}
