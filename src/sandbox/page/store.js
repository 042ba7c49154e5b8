/**
 * @typedef {{ type: string, offset: number, length: number, url?: string, language?: string }} Entity
 * @typedef {{ text: string, callbackData?: string, url?: string, switchInlineQuery?: string }} InlineButton
 * @typedef {{
 *   messageId: number, at: number, from: "person" | "bot", text: string, entities: Entity[],
 *   buttons: InlineButton[][], attachment?: { kind: string, fileName?: string, url?: string },
 *   replyToMessageId?: number, editedAt?: number, silent: boolean,
 * }} Message
 * @typedef {{ command: string, description: string }} Command
 * @typedef {{
 *   chatId: number, typing: boolean, blocked: boolean, commands: Command[],
 *   messageIds: number[], messages: Map<number, Message>,
 * }} Chat
 * @typedef {{
 *   id: number, firstName: string, lastName?: string, username?: string, languageCode?: string,
 *   email?: string, password?: string, about?: string,
 * }} Person
 * @typedef {{
 *   id: string, at: number, from: string, to: string[], subject: string, text: string, hasHtml: boolean,
 * }} Mail
 * @typedef {{ iccid: string, label: string, product: string, email: string }} PanelCard
 * @typedef {{
 *   now: number, carrier: string, mail: string, webhooks: string, cards: PanelCard[],
 *   unsettled: { id: string, amountTotal: number, currency: string, clientReferenceId: string | null }[],
 * }} PanelState
 * @typedef {Message & { threadId?: number, author: string, agentId?: number }} DeskMessage
 * @typedef {{
 *   chatId: number, agents: { id: number, name: string, administrator: boolean }[],
 *   topics: { threadId: number, name: string, closed: boolean }[], messages: DeskMessage[],
 * }} Desk
 * @typedef {{ chat: Chat, added: Message[], edited: Message[], opening: boolean }} ChatNews
 * @typedef {"people" | "person" | "mails" | "panel" | "desk" | "connection" | "chat"} Topic
 */

/** @typedef {ReturnType<typeof createStore>} Store */

/** What the page knows; told by the event stream, read by every part of the page. */
export function createStore() {
  /** @type {Map<Topic, Set<(news?: any) => void>>} */
  const listeners = new Map();
  const state = {
    bot: { username: "", title: "" },
    /** @type {Person[]} */ people: [],
    /** @type {Map<number, Chat>} */ chats: new Map(),
    /** @type {Mail[]} */ mails: [],
    /** @type {PanelState | undefined} */ panel: undefined,
    /** @type {Desk | undefined} */ desk: undefined,
    /** The clock of the sandbox minus the clock of this browser. */ clockOffsetMs: 0,
    /** @type {number | undefined} */ personId: undefined,
    connected: true,
  };

  /** @param {Topic} topic @param {unknown} [news] */
  const tell = (topic, news) => {
    for (const listener of listeners.get(topic) ?? []) listener(news);
  };

  return {
    state,

    /** @param {Topic} topic @param {(news?: any) => void} listener */
    on(topic, listener) {
      const all = listeners.get(topic) ?? new Set();
      listeners.set(topic, all.add(listener));
    },

    person() {
      return state.people.find((person) => person.id === state.personId);
    },

    chat() {
      return state.personId === undefined ? undefined : state.chats.get(state.personId);
    },

    now() {
      return Date.now() + state.clockOffsetMs;
    },

    /** @param {number} personId */
    choose(personId) {
      if (state.personId === personId) return;
      state.personId = personId;
      sessionStorage.setItem("person", String(personId));
      tell("person");
    },

    /** @param {boolean} connected */
    connection(connected) {
      if (state.connected === connected) return;
      state.connected = connected;
      tell("connection");
    },

    /** @param {{ bot: { username: string, title: string }, people: Person[] }} told */
    people(told) {
      state.bot = told.bot;
      state.people = told.people;
      tell("people");
      if (state.personId !== undefined) return;
      const remembered = Number(sessionStorage.getItem("person"));
      const first = told.people.find((person) => person.id === remembered) ?? told.people[0];
      if (first) this.choose(first.id);
    },

    /** @param {Mail[]} mails */
    mails(mails) {
      state.mails = mails;
      tell("mails");
    },

    /** @param {PanelState} panel */
    panel(panel) {
      state.panel = panel;
      state.clockOffsetMs = panel.now - Date.now();
      tell("panel");
    },

    /** @param {Desk | null} desk */
    desk(desk) {
      state.desk = desk ?? undefined;
      tell("desk");
    },

    /** @param {Omit<Chat, "messages"> & { changed: Message[] }} told */
    chatEvent({ changed, ...told }) {
      const before = state.chats.get(told.chatId);
      const messages = new Map(before?.messages);
      for (const message of changed) messages.set(message.messageId, message);
      const shown = new Set(told.messageIds);
      for (const id of messages.keys()) if (!shown.has(id)) messages.delete(id);
      const chat = { ...told, messages };
      state.chats.set(told.chatId, chat);
      const isNew = (/** @type {Message} */ message) => !before?.messages.has(message.messageId);
      const differs = (/** @type {Message} */ message) =>
        JSON.stringify(before?.messages.get(message.messageId)) !== JSON.stringify(message);
      tell("chat", {
        chat,
        added: changed.filter(isNew),
        edited: changed.filter((message) => !isNew(message) && differs(message)),
        opening: before === undefined,
      });
    },
  };
}
