import { post } from "./api.js";
import { byId, el, icon, reconcile, setBadge } from "./dom.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").Mail} Mail */

const code = /(?<!\d)(\d{3})[ -]?(\d{3})(?!\d)/;

/** The six digits a mail brings, wherever they stand. @param {Mail} mail */
export function codeIn(mail) {
  const found = code.exec(mail.subject) ?? code.exec(mail.text);
  return found ? `${found[1]}${found[2]}` : undefined;
}

/**
 * Every mail the bot sent, newest first. A mail counts as read once it was opened or its code copied.
 *
 * @param {Store} store
 * @param {import("./notices.js").Notices} notices
 */
export function createMailbox(store, notices) {
  const list = byId("mails");
  /** @type {Map<string, HTMLElement>} */
  const items = new Map();
  const read = new Set(/** @type {string[]} */ (JSON.parse(localStorage.getItem("mails-read") ?? "[]")));

  const count = () => {
    const unread = store.state.mails.filter((mail) => !read.has(mail.id)).length;
    for (const badge of document.querySelectorAll(".mail-badge")) setBadge(badge, unread, "unread");
    byId("mails-empty").hidden = store.state.mails.length > 0;
    byId("mails-clear").hidden = store.state.mails.length === 0;
  };

  /** @param {Mail} mail */
  const markRead = (mail) => {
    read.add(mail.id);
    const known = new Set(store.state.mails.map(({ id }) => id));
    localStorage.setItem("mails-read", JSON.stringify([...read].filter((id) => known.has(id))));
    items.get(mail.id)?.classList.remove("unread");
    count();
  };

  /** @param {Mail} mail */
  const itemFor = (mail) => {
    const digits = codeIn(mail);
    const body = el("div", { class: "mail-body" });
    const details = el(
      "details",
      {
        ontoggle: () => {
          if (!details.open) return;
          if (body.childElementCount === 0) body.append(...bodyOf(mail));
          markRead(mail);
        },
      },
      el(
        "summary",
        null,
        el("span", { class: "mail-to" }, mail.to.join(", "), " ", time(mail.at)),
        el("span", { class: "mail-subject" }, mail.subject),
      ),
      body,
    );
    const copy = () => {
      notices.copy(digits ?? "");
      markRead(mail);
    };
    return el(
      "li",
      { class: `mail ${read.has(mail.id) ? "" : "unread"}` },
      details,
      digits &&
        el(
          "button",
          { type: "button", class: "code-copy", onclick: copy, "aria-label": `Copy the code ${digits}` },
          el("span", null, digits),
          icon("copy"),
        ),
    );
  };

  store.on("mails", () => {
    const { mails } = store.state;
    const shown = new Set(mails.map(({ id }) => id));
    for (const id of items.keys()) if (!shown.has(id)) items.delete(id);
    for (const mail of mails) if (!items.has(mail.id)) items.set(mail.id, itemFor(mail));
    reconcile(
      list,
      mails.flatMap(({ id }) => items.get(id) ?? []),
    );
    count();
  });
  byId("mails-clear").addEventListener("click", () => {
    post("mails/clear").catch((error) => notices.trouble(error));
  });
}

/** @param {number} at */
function time(at) {
  const text = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(at);
  return el(
    "time",
    { dateTime: new Date(at).toISOString(), title: new Date(at).toLocaleString("en-GB") },
    text,
  );
}

/** @param {Mail} mail */
function bodyOf(mail) {
  const text = el("div", { class: "mail-text" }, ...linked(mail.text));
  if (!mail.hasHtml) return [text];
  const frame = el("iframe", {
    class: "mail-html",
    title: `HTML view of ${mail.subject}`,
    sandbox: "allow-popups allow-popups-to-escape-sandbox",
    src: `/sandbox/api/mails/${encodeURIComponent(mail.id)}/html`,
    hidden: true,
  });
  const toggle = el(
    "button",
    {
      type: "button",
      class: "quiet",
      "aria-pressed": "false",
      onclick: () => {
        frame.hidden = !frame.hidden;
        text.hidden = !frame.hidden;
        toggle.setAttribute("aria-pressed", String(text.hidden));
      },
    },
    "HTML view",
  );
  return [toggle, text, frame];
}

/** @param {string} text */
function linked(text) {
  return text.split(/(https?:\/\/[^\s<>"]+)/).map((part, index) => {
    if (index % 2 === 0) return part;
    return el("a", { href: part, target: "_blank", rel: "noopener noreferrer" }, part);
  });
}
