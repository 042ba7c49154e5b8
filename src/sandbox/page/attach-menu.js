import { byId, el, icon } from "./dom.js";

/** @type {{ icon: string, label: string, what: Record<string, unknown> }[]} */
const attachments = [
  { icon: "photo", label: "Photo", what: { kind: "photo" } },
  { icon: "document", label: "File", what: { kind: "document", fileName: "ticket.pdf" } },
  { icon: "sticker", label: "Sticker", what: { kind: "sticker" } },
  { icon: "voice", label: "Voice message", what: { kind: "voice" } },
  { icon: "location", label: "Location", what: { kind: "location", latitude: 35.6812, longitude: 139.7671 } },
];

/**
 * The paper clip: made-up attachments to see what the bot does with them.
 *
 * @param {(what: Record<string, unknown>) => void} send
 */
export function createAttachMenu(send) {
  const opener = byId("attach-open");
  const menu = byId("attach");

  const close = () => {
    menu.hidden = true;
    opener.setAttribute("aria-expanded", "false");
  };

  const items = attachments.map(({ icon: name, label, what }) =>
    el(
      "button",
      {
        type: "button",
        role: "menuitem",
        onclick: () => {
          close();
          send(what);
        },
      },
      icon(name),
      label,
    ),
  );
  menu.append(...items);

  opener.addEventListener("click", () => {
    if (!menu.hidden) return close();
    menu.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    items[0]?.focus();
  });
  menu.addEventListener("keydown", (event) => {
    const at = items.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    if (event.key === "ArrowDown") items[(at + 1) % items.length]?.focus();
    else if (event.key === "ArrowUp") items[(at - 1 + items.length) % items.length]?.focus();
    else if (event.key === "Escape") {
      close();
      opener.focus();
    } else return;
    event.preventDefault();
  });
  menu.addEventListener("focusout", (event) => {
    const next = /** @type {Node | null} */ (event.relatedTarget);
    if (!menu.contains(next) && next !== opener) close();
  });
}
