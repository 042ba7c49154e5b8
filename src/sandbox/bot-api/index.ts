import type { BotApi, PersonSends } from "../contracts.ts";
import { createCallLog } from "./call-log.ts";
import { createFaults } from "./faults.ts";
import { createGroupActions, type GroupKind, type GroupPlace, type ShownGroup } from "./groups.ts";
import { createInlineQueries } from "./inline-queries.ts";
import { createPoll } from "./long-poll.ts";
import { type AlbumItem, createPersonActions, findPerson } from "./person.ts";
import { pressButton } from "./press-button.ts";
import { createPresses, type PressAnswer } from "./presses.ts";
import { createRateLimits, noRateLimits } from "./rate-limits.ts";
import { reactAsPerson } from "./reactions.ts";
import { createServer } from "./serve-request.ts";
import { showChat } from "./shown-chat.ts";
import { putSnapshot, takeSnapshot } from "./snapshot.ts";
import { type BotStatus, createState } from "./state.ts";
import { createInlineActions } from "./type-inline.ts";
import { createTyping } from "./typing.ts";
import { createUpdateQueue } from "./update-queue.ts";
import { createWebhookDelivery } from "./webhook-delivery.ts";
import type { World } from "./world.ts";

export interface BotApiOptions {
  token: string;
  now(): Date;
  botUsername?: string;
  /** Answers 429 to what is faster than Telegram allows. Off by default. */
  enforceRateLimits?: boolean;
  /** The pause before a failed webhook delivery is tried again, doubled each time. Default 1,000. */
  webhookRetryMs?: number;
}

/** What the stand-in offers beyond the sandbox's contract: groups of every kind, and reactions. */
export interface BotApiStandIn extends BotApi {
  press(
    personId: number,
    messageId: number,
    callbackData: string,
    timeoutMs?: number,
    /** Default: the person's private chat. */
    chatId?: number,
  ): Promise<PressAnswer | undefined>;
  /** A basic group unless `kind` says otherwise. */
  addToGroup(personId: number, title: string, kind?: GroupKind): number;
  sendToGroup(personId: number, chatId: number, what: string | PersonSends, where?: GroupPlace): number;
  /** Pictures, videos or documents that appear together, in the private chat or in a group. */
  sendAlbum(personId: number, items: AlbumItem[], chatId?: number, where?: GroupPlace): number[];
  edit(personId: number, messageId: number, text: string, chatId?: number): void;
  joinGroup(personId: number, chatId: number): void;
  leaveGroup(personId: number, chatId: number): void;
  setTopicClosed(personId: number, chatId: number, threadId: number, closed: boolean): void;
  deleteTopic(chatId: number, threadId: number): void;
  group(chatId: number): ShownGroup;
  /** Promotes, demotes or throws out the bot; the bot is told. */
  setBotStatus(chatId: number, status: BotStatus, byPersonId?: number): void;
  /** Makes a basic group a supergroup; answers its new id. */
  upgradeGroup(chatId: number): number;
  /** The person reacts to a message, or takes the reaction back. */
  react(personId: number, messageId: number, emoji: string | undefined, chatId?: number): void;
}

const PRESS_TIMEOUT_MS = 10_000;

/**
 * A local Bot API, at least as strict as Telegram's. Times are those of `now`; only network time (long
 * polls, redelivery, the typing line) is real.
 */
export function createBotApi(options: BotApiOptions): BotApiStandIn {
  const listeners = new Set<(chatId: number) => void>();
  const changed = (chatId: number) => {
    for (const listener of listeners) listener(chatId);
  };
  const now = () => options.now().getTime();
  const state = createState();
  const updates = createUpdateQueue(state, () => {
    poll.wake();
    webhook.wake();
  });
  const poll = createPoll(updates);
  const presses = createPresses();
  const inline = createInlineQueries();
  const typing = createTyping(changed);
  const webhook = createWebhookDelivery({
    state,
    updates,
    now,
    firstPauseMs: options.webhookRetryMs ?? 1_000,
    runReply: (method, params) => server.call(method, params),
  });
  const world: World = {
    token: options.token,
    bot: botOf(options),
    state,
    now,
    updates,
    poll,
    webhook,
    presses,
    inline,
    typing,
    changed,
  };
  const faults = createFaults();
  const log = createCallLog();
  const limits = options.enforceRateLimits ? createRateLimits(now) : noRateLimits;
  const server = createServer({ world, faults, log, limits });
  const person = createPersonActions(world);
  const groups = createGroupActions(world);
  const inlineActions = createInlineActions(world);

  return {
    fetch: server.serve,
    addPerson: person.add,
    people: () => [...state.people.values()].map((one) => ({ ...one })),
    setLanguage: person.setLanguage,
    send: person.send,
    edit: person.edit,
    press: (personId, messageId, data, timeoutMs = PRESS_TIMEOUT_MS, chatId = personId) =>
      pressButton(world, { personId, chatId, messageId, data, timeoutMs }),
    typeInline: inlineActions.type,
    sendInline: inlineActions.send,
    setInlineMode(on) {
      inline.isOn = on;
    },
    block: (personId) => person.setBlocked(personId, true),
    unblock: (personId) => person.setBlocked(personId, false),
    addToGroup: groups.add,
    sendToGroup: groups.send,
    sendAlbum: (personId, items, chatId = personId, where = {}) =>
      chatId === personId
        ? person.sendAlbum(personId, items)
        : groups.sendAlbum(personId, chatId, items, where),
    joinGroup: (personId, chatId) => groups.setMember(personId, chatId, true),
    leaveGroup: (personId, chatId) => groups.setMember(personId, chatId, false),
    setTopicClosed: groups.setTopicClosed,
    deleteTopic: groups.deleteTopic,
    group: groups.show,
    setBotStatus: groups.setBotStatus,
    upgradeGroup: groups.upgrade,
    react: (personId, messageId, emoji, chatId = personId) =>
      reactAsPerson(world, findPerson(world, personId), { chatId, messageId }, emoji),
    inject: updates.inject,
    chat(chatId) {
      const chat = state.chats.get(chatId);
      if (!chat) throw new Error(`There is no chat ${chatId} in the sandbox`);
      return showChat(world, chat);
    },
    calls: log.all,
    addFault: faults.add,
    clearFaults: faults.clear,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    idle: updates.idle,
    snapshot: () => takeSnapshot(state),
    restore(snapshot) {
      putSnapshot(state, snapshot);
      poll.wake();
      webhook.reset();
      for (const chatId of state.chats.keys()) changed(chatId);
    },
    async close() {
      poll.close();
      webhook.close();
      presses.close();
      inline.close();
      typing.close();
      updates.release();
      listeners.clear();
    },
  };
}

function botOf({ token, botUsername = "travel_sim_sandbox_bot" }: BotApiOptions): World["bot"] {
  const id = Number(/^\d{1,15}(?=:)/.exec(token)?.[0] ?? 7_000_000_001);
  return { id, is_bot: true, first_name: "Travel SIM", username: botUsername };
}
