import type { SandboxPerson } from "../contracts.ts";
import type { GivenMenuButton } from "./object-kinds.ts";
import type { BotCommand, Message, ReactionType, Update } from "./telegram-objects.ts";

/** Everything that survives a snapshot: plain data, Maps and byte arrays only. */
export interface State {
  people: Map<number, SandboxPerson>;
  chats: Map<number, ChatRecord>;
  groupsMade: number;
  /** Updates not yet confirmed, oldest first, by `update_id`. */
  pending: Map<number, Update>;
  lastUpdateId: number;
  /** What the bot asked to receive; empty: Telegram's default set. */
  allowedUpdates: string[];
  webhook?: WebhookRecord;
  callbackQueries: Map<string, CallbackQueryRecord>;
  callbackQueriesMade: number;
  /** By scope and language, see command-scopes.ts. */
  commands: Map<string, BotCommand[]>;
  /** Name, description and short description, by kind and language. */
  profile: Map<string, string>;
  menuButtons: Map<number, GivenMenuButton>;
  files: Map<string, StoredFile>;
}

export type BotStatus = "member" | "administrator" | "left" | "kicked";

export interface ChatRecord {
  id: number;
  type: "private" | "group" | "supergroup";
  title: string;
  isForum: boolean;
  /** Private chats: the person wrote at least once. */
  started: boolean;
  blocked: boolean;
  /** Groups only. */
  botStatus: BotStatus;
  /** People in a group, its creator first. */
  memberIds: number[];
  messages: Map<number, StoredMessage>;
  lastMessageId: number;
  /** Groups: the last bot message is this bot's, so that plain commands reach it (there is no other bot). */
  botSpoke: boolean;
  migratedTo?: number;
  pinnedMessageIds: number[];
  topics: Map<number, TopicRecord>;
}

export interface TopicRecord {
  name: string;
  iconColor: number;
  closed: boolean;
}

export interface StoredMessage {
  /** Replaced, never changed: updates and answers already made keep the old one. */
  message: Message;
  silent: boolean;
  /** Sent with a reply keyboard: Telegram refuses to edit it. */
  hasReplyKeyboard?: true;
  botReactions?: ReactionType[];
  personReactions?: ReactionType[];
}

export interface WebhookRecord {
  url: string;
  secretToken?: string;
  maxConnections: number;
  lastError?: { date: number; message: string };
}

export interface CallbackQueryRecord {
  chatId: number;
  /** Milliseconds on the sandbox's clock. */
  at: number;
}

export interface StoredFile {
  fileId: string;
  uniqueId: string;
  kind: string;
  path: string;
  name: string;
  mimeType: string;
  bytes: Uint8Array;
}

export const createState = (): State => ({
  people: new Map(),
  chats: new Map(),
  groupsMade: 0,
  pending: new Map(),
  lastUpdateId: 700_000_000,
  allowedUpdates: [],
  callbackQueries: new Map(),
  callbackQueriesMade: 0,
  commands: new Map(),
  profile: new Map(),
  menuButtons: new Map(),
  files: new Map(),
});

export const createChatRecord = (
  id: number,
  type: ChatRecord["type"],
  title: string,
  memberIds: number[],
): ChatRecord => ({
  id,
  type,
  title,
  isForum: false,
  started: false,
  blocked: false,
  botStatus: "member",
  memberIds,
  messages: new Map(),
  lastMessageId: 0,
  botSpoke: false,
  pinnedMessageIds: [],
  topics: new Map(),
});
