import { post } from "./api.js";
import { countryOptions } from "./countries.js";
import { byId, el } from "./dom.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").PanelCard} PanelCard */

const mb = 2 ** 20;

/**
 * Time and weather: uses a card up, moves the clock, troubles the carrier, the mail, the payments.
 *
 * @param {Store} store
 * @param {import("./notices.js").Notices} notices
 */
export function createPanel(store, notices) {
  const cards = /** @type {HTMLSelectElement} */ (byId("card"));
  const country = /** @type {HTMLSelectElement} */ (byId("country"));
  const customMb = /** @type {HTMLInputElement} */ (byId("custom-mb"));
  country.append(...countryOptions());
  country.value = "JP";

  /**
   * Does what a button says; it is busy until done.
   *
   * @param {HTMLElement} button
   * @param {() => Promise<string | undefined>} act answers what to say about it
   */
  const whileBusy = async (button, act) => {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    try {
      const said = await act();
      if (said) notices.toast(said);
    } catch (error) {
      notices.trouble(error);
    } finally {
      button.removeAttribute("aria-busy");
    }
  };

  /** @param {"data" | "voice"} kind @param {number} amount @param {string} what */
  const use = async (kind, amount, what) => {
    if (!cards.value) throw new Error("There is no card to use yet.");
    const body = { iccid: cards.value, kind, amount, country: country.value };
    const { status } = await post("panel/usage", body);
    if (status >= 300) throw new Error(`The bot's server answered the report with ${status}.`);
    return `Used ${what}`;
  };

  /** @type {Record<string, (button: HTMLElement) => Promise<string | undefined>>} */
  const deeds = {
    data: ({ dataset }) => use("data", Number(dataset.mb) * mb, `${dataset.mb} MB`),
    "data-custom": () => {
      const amountMb = customMb.valueAsNumber;
      if (!(amountMb > 0)) throw new Error("Say how many MB.");
      return use("data", Math.round(amountMb * mb), `${amountMb} MB`);
    },
    voice: ({ dataset }) => use("voice", Number(dataset.minutes) * 60, `${dataset.minutes} min`),
    time: async ({ dataset, textContent }) => {
      await post("panel/time", { ms: Number(dataset.hours) * 3_600_000 });
      return `${textContent?.trim()} passed`;
    },
    fault: async ({ dataset }) => {
      await post("panel/fault", { code: Number(dataset.code) });
      return `The bot's next call is answered ${dataset.code}`;
    },
  };

  byId("panel").addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("button[data-do]");
    if (!(button instanceof HTMLElement)) return;
    const deed = deeds[button.dataset.do ?? ""];
    if (deed) whileBusy(button, async () => deed(button));
  });
  customMb.addEventListener("keydown", (event) => {
    if (event.key === "Enter")
      document.querySelector('[data-do="data-custom"]')?.dispatchEvent(new Event("click", { bubbles: true }));
  });
  byId("panel").addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.type !== "radio") return;
    post(`panel/${target.name}`, { mood: target.value }).catch((error) => notices.trouble(error));
  });

  // Cards come and go with the bot's own data, of which nobody tells this page.
  const refresh = () => !document.hidden && post("panel/refresh").catch(() => undefined);
  cards.addEventListener("focus", refresh);
  document.addEventListener("visibilitychange", refresh);

  store.on("panel", () => {
    const panel = store.state.panel;
    if (!panel) return;
    showCards(cards, panel.cards);
    for (const name of /** @type {const} */ (["carrier", "mail", "webhooks"])) {
      const radio = document.querySelector(`input[name="${name}"][value="${panel[name]}"]`);
      if (radio instanceof HTMLInputElement) radio.checked = true;
    }
    byId("unsettled").replaceChildren(...panel.unsettled.map((session) => unsettled(session, whileBusy)));
    showClock(store);
  });
  // A card of the person played is the likeliest to be used.
  store.on("person", () => {
    const own = store.state.panel?.cards.find(({ email }) => email === store.person()?.email);
    if (own) cards.value = own.iccid;
  });
  setInterval(() => showClock(store), 1_000);
}

/** @param {HTMLSelectElement} select @param {PanelCard[]} cards */
function showCards(select, cards) {
  const options = cards.map(({ iccid, label, email }) => {
    const name = label || "Card";
    return el("option", { value: iccid }, `${name} ··${iccid.slice(-4)} · ${email.split("@")[0]}`);
  });
  const shown = [...select.options].map((option) => option.value + option.text).join();
  if (options.length > 0 && shown === options.map((option) => option.value + option.text).join()) return;
  const chosen = select.value;
  select.replaceChildren(...(options.length > 0 ? options : [el("option", { value: "" }, "no cards yet")]));
  if (cards.some(({ iccid }) => iccid === chosen)) select.value = chosen;
}

/** @param {Store} store */
function showClock(store) {
  const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
  byId("clock").textContent = store.state.panel ? format.format(store.now()) : "…";
}

/**
 * @param {import("./store.js").PanelState["unsettled"][number]} session
 * @param {(button: HTMLElement, act: () => Promise<string | undefined>) => void} whileBusy
 */
function unsettled(session, whileBusy) {
  const digits =
    new Intl.NumberFormat("en", { style: "currency", currency: session.currency }).resolvedOptions()
      .maximumFractionDigits ?? 2;
  const amount = new Intl.NumberFormat("en", { style: "currency", currency: session.currency }).format(
    session.amountTotal / 10 ** digits,
  );
  const button = (/** @type {"succeeded" | "failed"} */ outcome, /** @type {string} */ label) => {
    const element = el("button", { type: "button" }, label);
    element.addEventListener("click", () =>
      whileBusy(element, async () => {
        await post("panel/settle", { sessionId: session.id, outcome });
        return undefined;
      }),
    );
    return element;
  };
  const what = `${session.clientReferenceId ?? session.id}, ${amount}: paid but not settled`;
  return el("li", null, el("span", null, what), button("succeeded", "Settle"), button("failed", "Fail"));
}
