import { el, icon } from "./dom.js";
import { richText } from "./rich-text.js";

/** @typedef {import("./store.js").Message} Message */
/**
 * @typedef {import("./rich-text.js").RichTextActions & {
 *   reply: (message: Message) => void,
 *   edit: (message: Message) => void,
 *   show: (messageId: number) => void,
 * }} BubbleActions
 */
/**
 * @typedef {object} BubbleContext
 * @property {number} chatId
 * @property {string} locale
 * @property {Message} [repliedTo]
 * @property {boolean} editable the person's own newest message
 */

/**
 * What one message shows, to be put into its list item.
 *
 * @param {Message} message
 * @param {BubbleContext} context
 * @param {BubbleActions} actions
 * @param {ReturnType<typeof import("./inline-keyboard.js").createInlineKeyboards>} keyboards
 */
export function bubble(message, context, actions, keyboards) {
  const author = message.from === "person" ? "You" : "Bot";
  return [
    el(
      "div",
      { class: "bubble" },
      el("span", { class: "visually-hidden" }, `${author}: `),
      context.repliedTo && quote(context.repliedTo, actions),
      message.attachment && attachment(message.attachment),
      message.text &&
        el("div", { class: "text", dir: "auto" }, richText(message.text, message.entities, actions)),
      meta(message, context.locale),
    ),
    el(
      "div",
      { class: "message-actions" },
      action("reply", "Reply (Ctrl+↑ in the message field)", () => actions.reply(message)),
      context.editable && action("edit", "Edit (↑ in the message field)", () => actions.edit(message)),
    ),
    keyboards.render(context.chatId, message),
  ].filter((node) => node !== null);
}

/** A message in one line; what it hides stays hidden. @param {Message} message */
export function summaryOf(message) {
  let text = message.text;
  for (const { type, offset, length } of message.entities) {
    if (type === "spoiler") text = text.slice(0, offset) + "▒".repeat(length) + text.slice(offset + length);
  }
  return text.replace(/\s+/g, " ").trim() || kindNames[message.attachment?.kind ?? ""] || "Message";
}

/**
 * @param {Message} message
 * @param {string} locale
 */
function meta(message, locale) {
  const time = new Intl.DateTimeFormat(locale, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(message.at);
  return el(
    "span",
    { class: "meta" },
    message.silent &&
      el(
        "span",
        { title: "Sent without a sound" },
        icon("silent"),
        el("span", { class: "visually-hidden" }, "silent "),
      ),
    message.editedAt !== undefined && "edited ",
    el("time", { dateTime: new Date(message.at).toISOString() }, time),
  );
}

/**
 * @param {Message} repliedTo
 * @param {BubbleActions} actions
 */
function quote(repliedTo, actions) {
  const author = repliedTo.from === "person" ? "You" : "Bot";
  return el(
    "button",
    { class: "quote", type: "button", onclick: () => actions.show(repliedTo.messageId) },
    el("strong", null, author),
    el("span", null, summaryOf(repliedTo)),
  );
}

/**
 * @param {string} name
 * @param {string} label
 * @param {() => void} press
 */
function action(name, label, press) {
  // Out of the tab order, or a long chat would be a hundred stops: the message field has keys for both.
  return el(
    "button",
    { type: "button", tabIndex: -1, title: label, "aria-label": label, onclick: press },
    icon(name),
  );
}

/** @type {Record<string, string>} */
const kindNames = {
  photo: "Photo",
  voice: "Voice message",
  sticker: "Sticker",
  document: "File",
  video: "Video",
  location: "Location",
  contact: "Contact",
};

/** @param {NonNullable<Message["attachment"]>} attached */
export function attachment({ kind, fileName, url }) {
  const name = fileName ?? kindNames[kind] ?? kind;
  if (kind === "photo" && url?.startsWith("/sandbox/")) {
    const photo = el("img", { class: "photo", src: url, alt: name });
    photo.addEventListener("load", () => photo.naturalWidth < 8 && photo.replaceWith(picture(kind, name)));
    return photo;
  }
  if (kind === "photo" || kind === "video" || kind === "sticker") return picture(kind, name);
  if (kind === "voice") {
    return el(
      "div",
      { class: "file" },
      icon("voice"),
      el("span", { class: "wave", "aria-hidden": "true" }),
      "0:03",
    );
  }
  const label = url?.startsWith("/sandbox/")
    ? el("a", { href: url, download: name }, name)
    : el("span", null, name);
  return el("div", { class: "file" }, icon(kind === "document" ? "document" : kind), label);
}

/** Stands for what the sandbox has no real picture of. @param {string} kind @param {string} name */
function picture(kind, name) {
  return el("div", { class: `picture ${kind}`, role: "img", "aria-label": name }, icon(kind));
}
