import type { RelayText } from "../domain/relay.ts";
import type { RenderedMessage } from "./messenger.ts";

/** A chat, and where it has topics the one that is meant. */
export interface Place {
  chatId: bigint;
  threadId?: number | undefined;
}

/** The message that is answered; one that is gone is left out, and so is a quote that is not in it. */
export interface ReplyTo {
  messageId: number;
  quote?: string | undefined;
}

/** What became of something carried to a chat. Throws when Telegram did not answer, so that it is tried again. */
export type RelayOutcome =
  | { type: "delivered"; messageIds: number[] }
  /** The person blocked the bot, or the bot is not in the group. */
  | { type: "unreachable" }
  /** Telegram refuses this content for good. */
  | { type: "refused"; reason: string }
  | { type: "wait"; seconds: number }
  /** The topic was deleted. */
  | { type: "topic_gone" }
  /** The group has no topics, or the bot may not use them. */
  | { type: "no_topics"; reason: string };

export type AgentRole = "administrator" | "member" | "outside";

/** Carries messages between private chats and the support group, and keeps the group's topics. */
export interface Relay {
  sendText(to: Place, text: RelayText, reply?: ReplyTo): Promise<RelayOutcome>;
  sendView(to: Place, view: RenderedMessage): Promise<RelayOutcome>;
  /** A copy of a message of another chat; `caption` replaces its own. */
  copy(
    to: Place,
    from: { chatId: bigint; messageId: number },
    options: { caption?: RelayText | undefined; reply?: ReplyTo | undefined },
  ): Promise<RelayOutcome>;
  /** Copies of an album's messages, which stay one. */
  copyAlbum(to: Place, from: { chatId: bigint; messageIds: number[] }): Promise<RelayOutcome>;
  editText(chatId: bigint, messageId: number, text: RelayText): Promise<RelayOutcome>;
  editCaption(chatId: bigint, messageId: number, caption: RelayText): Promise<RelayOutcome>;
  editView(chatId: bigint, messageId: number, view: RenderedMessage): Promise<RelayOutcome>;
  /** One emoji, or none. */
  react(chatId: bigint, messageId: number, emoji: string | undefined): Promise<RelayOutcome>;
  pin(chatId: bigint, messageId: number): Promise<RelayOutcome>;
  /** Answers the new topic's id as its only message id. */
  createTopic(chatId: bigint, name: string): Promise<RelayOutcome>;
  renameTopic(place: Place, name: string): Promise<RelayOutcome>;
  closeTopic(place: Place): Promise<RelayOutcome>;
  reopenTopic(place: Place): Promise<RelayOutcome>;
  /** With everything in it. */
  deleteTopic(place: Place): Promise<RelayOutcome>;
  /** A group's id as it is now: one that became a supergroup has another. */
  currentGroup(chatId: bigint): bigint;
  /** What a person is in the group. */
  roleOf(chatId: bigint, userId: number): Promise<AgentRole>;
}
