import { el, pressable } from "./dom.js";

/** @typedef {import("./store.js").Entity} Entity */
/**
 * @typedef {object} RichTextActions
 * @property {(command: string) => void} command a command in the text was pressed
 * @property {(text: string) => void} copy
 * @property {(url: string) => boolean} openHere takes a link that leads back into this chat; false: open it as any
 */

/**
 * A text with its entities as nodes. Entities nest and are given in UTF-16 units, as strings count here.
 *
 * @param {string} text
 * @param {Entity[]} entities
 * @param {RichTextActions} actions
 * @returns {DocumentFragment}
 */
export function richText(text, entities, actions) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const fragment = document.createDocumentFragment();
  fragment.append(...nodesIn(text, 0, text.length, sorted, actions));
  return fragment;
}

/**
 * @param {string} text
 * @param {number} from
 * @param {number} to
 * @param {Entity[]} entities sorted; all of them begin in `from`…`to`
 * @param {RichTextActions} actions
 * @returns {(Node | string)[]}
 */
function nodesIn(text, from, to, entities, actions) {
  const nodes = [];
  let position = from;
  for (const entity of entities) {
    if (entity.offset < position) continue; // inside the one before, which has taken it
    const end = Math.min(entity.offset + entity.length, to);
    const inner = entities.filter(
      (other) => other !== entity && other.offset >= entity.offset && other.offset < end,
    );
    if (entity.offset > position) nodes.push(text.slice(position, entity.offset));
    const children = nodesIn(text, entity.offset, end, inner, actions);
    nodes.push(wrap(entity, text.slice(entity.offset, end), children, actions));
    position = end;
  }
  if (position < to) nodes.push(text.slice(position, to));
  return nodes;
}

/** @type {Record<string, keyof HTMLElementTagNameMap>} */
const tagByType = { bold: "strong", italic: "em", underline: "u", strikethrough: "s" };

/**
 * @param {Entity} entity
 * @param {string} text
 * @param {(Node | string)[]} children
 * @param {RichTextActions} actions
 * @returns {Node}
 */
function wrap(entity, text, children, actions) {
  const tag = tagByType[entity.type];
  if (tag) return el(tag, null, ...children);
  switch (entity.type) {
    case "code":
      return pressable(el("code", { title: "Copy" }, ...children), `Copy ${text}`, () => actions.copy(text));
    case "pre":
      return el("pre", { "data-language": entity.language, tabIndex: 0 }, el("code", null, ...children));
    case "blockquote":
      return el("blockquote", null, ...children);
    case "expandable_blockquote":
      return expandable(children);
    case "spoiler":
      return spoiler(children);
    case "text_link":
      return link(entity.url ?? "", children, actions);
    case "url":
      return link(/^[a-z][a-z+.-]*:/i.test(text) ? text : `https://${text}`, children, actions);
    case "email":
      return link(`mailto:${text}`, children, actions);
    case "bot_command":
      return pressable(el("span", { class: "command" }, ...children), `Send ${text}`, () =>
        actions.command(text),
      );
    case "mention":
    case "hashtag":
    case "cashtag":
    case "phone_number":
    case "text_mention":
      return el("span", { class: "mention" }, ...children);
    default:
      return el("span", null, ...children); // custom emoji and what Telegram adds next: the text as it is
  }
}

/** @param {(Node | string)[]} children */
function spoiler(children) {
  const hidden = el("span", { class: "spoiler" }, el("span", { inert: true }, ...children));
  pressable(hidden, "Hidden text, press to show", () => {
    hidden.replaceWith(el("span", { class: "spoiler shown" }, ...children));
  });
  return hidden;
}

/** @param {(Node | string)[]} children */
function expandable(children) {
  const quote = el("blockquote", { class: "expandable" }, ...children);
  const toggle = () => quote.classList.toggle("expanded");
  return pressable(quote, quote.textContent ?? "", toggle);
}

/**
 * @param {string} url
 * @param {(Node | string)[]} children
 * @param {RichTextActions} actions
 */
function link(url, children, actions) {
  if (!isSafeLink(url)) return el("span", null, ...children);
  return el(
    "a",
    { href: url, target: "_blank", rel: "noopener noreferrer", onclick: leadBack(url, actions) },
    ...children,
  );
}

/**
 * @param {string} url
 * @param {Pick<RichTextActions, "openHere">} actions
 */
export function leadBack(url, actions) {
  return (/** @type {Event} */ event) => {
    if (actions.openHere(url)) event.preventDefault();
  };
}

/** @param {string} url */
export function isSafeLink(url) {
  return URL.canParse(url) && ["http:", "https:", "mailto:", "tg:", "tel:"].includes(new URL(url).protocol);
}
