import { byId, el } from "./dom.js";

/** @typedef {ReturnType<typeof createNotices>} Notices */

/** Toasts, alerts and what a screen reader is told. */
export function createNotices() {
  const toasts = byId("toasts");
  const announcer = byId("announcer");
  const dialog = /** @type {HTMLDialogElement} */ (byId("alert"));
  byId("alert-ok").addEventListener("click", () => dialog.close());

  return {
    /** @param {string} text @param {"plain" | "trouble"} [tone] */
    toast(text, tone = "plain") {
      const toast = el("div", { class: `toast ${tone}` }, text);
      toasts.append(toast);
      setTimeout(() => toast.remove(), 3_500 + text.length * 30);
    },

    /** @param {string} text */
    alert(text) {
      byId("alert-text").textContent = text;
      dialog.showModal();
    },

    /** @param {unknown} error */
    trouble(error) {
      this.toast(error instanceof Error ? error.message : String(error), "trouble");
    },

    /** @param {string} text */
    announce(text) {
      announcer.append(el("p", null, text));
      while (announcer.childElementCount > 5) announcer.firstElementChild?.remove();
    },

    /** @param {string} text */
    async copy(text) {
      try {
        await navigator.clipboard.writeText(text);
        this.toast(`Copied ${text}`);
      } catch {
        this.toast("The browser did not allow copying", "trouble");
      }
    },
  };
}
