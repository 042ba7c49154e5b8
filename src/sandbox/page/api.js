/** @typedef {import("./store.js").Store} Store */
/** @typedef {{ text?: string, showAlert?: boolean, url?: string, unanswered?: boolean }} PressAnswer */

/**
 * @typedef {{
 *   offers: { id: string, title: string, description?: string }[], nextOffset: string,
 *   button?: { text: string, startParameter: string }, unanswered?: undefined,
 * } | { unanswered: true }} InlineOffers
 * @typedef {{
 *   text: string, entities: import("./store.js").Entity[], buttons: { text: string, url?: string }[][],
 * }} SharedMessage
 */

/**
 * @param {string} path
 * @param {unknown} [body]
 */
export async function post(path, body = {}) {
  const response = await fetch(`/sandbox/api/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-sandbox-page": "1" },
    body: JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `the sandbox answered ${response.status}`);
  return answer;
}

/** What a person can do, as requests to the sandbox. */
export const person = {
  /** @param {number} id @param {Record<string, unknown>} what */
  send: (id, what) => post(`people/${id}/send`, what),
  /** @param {number} id @param {number} messageId @param {string} text */
  edit: (id, messageId, text) => post(`people/${id}/edit`, { messageId, text }),
  /** @param {number} id @param {number} messageId @param {string} callbackData @returns {Promise<PressAnswer>} */
  press: (id, messageId, callbackData) => post(`people/${id}/press`, { messageId, callbackData }),
  /** @param {number} id @param {string} query @param {string} offset @returns {Promise<InlineOffers>} */
  inline: (id, query, offset) => post(`people/${id}/inline`, { query, offset }),
  /** @param {number} id @param {string} resultId @returns {Promise<SharedMessage>} */
  share: (id, resultId) => post(`people/${id}/inline/send`, { resultId }),
  /** @param {number} id @param {boolean} blocked */
  block: (id, blocked) => post(`people/${id}/block`, { blocked }),
  /** @param {number} id @param {string | undefined} languageCode */
  language: (id, languageCode) => post(`people/${id}/language`, { languageCode }),
};

/** What an agent of the support group can do. */
export const agent = {
  /** @param {number} id @param {Record<string, unknown>} what @param {{ threadId?: number, replyToMessageId?: number }} where */
  send: (id, what, where) => post(`desk/${id}/send`, { what, ...where }),
  /** @param {number} id @param {number} messageId @param {string} callbackData @returns {Promise<PressAnswer>} */
  press: (id, messageId, callbackData) => post(`desk/${id}/press`, { messageId, callbackData }),
};

/**
 * Keeps the store told. The stream begins with everything, so a reconnection heals any gap.
 *
 * @param {Store} store
 */
export function follow(store) {
  const events = new EventSource("/sandbox/api/events");
  const on = (/** @type {string} */ name, /** @type {(data: any) => void} */ handle) =>
    events.addEventListener(name, (event) => handle(JSON.parse(event.data)));
  on("people", (told) => store.people(told));
  on("mails", (told) => store.mails(told));
  on("panel", (told) => store.panel(told));
  on("desk", (told) => store.desk(told));
  on("chat", (told) => store.chatEvent(told));
  events.addEventListener("open", () => store.connection(true));
  events.addEventListener("error", () => {
    store.connection(false);
    // After a refusal the browser gives up; the sandbox may only be restarting.
    if (events.readyState !== EventSource.CLOSED) return;
    setTimeout(() => follow(store), 2_000);
  });
}
