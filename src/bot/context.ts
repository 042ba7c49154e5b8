import type { Conversation, ConversationFlavor } from "@grammyjs/conversations";
import type { Context } from "grammy";
import type { Understanding } from "../domain/wish.ts";
import type { Localizer } from "../i18n/localizer.ts";
import type { KnownChat } from "../use-cases/recognize-chat.ts";

/** What plain words ask for. */
export interface Wish extends Understanding {
  text: string;
}

/** Who writes and in which language they are spoken to; known before any handler runs. */
interface Recognized {
  chatKnown: KnownChat;
  language: Localizer;
  /** The journey this update begins, if it begins one; see `Journey`. */
  journey?: { name: string; argument: string };
  /** Whether a talk was going on when the journey began. */
  leftTalk?: boolean;
  /** Asks the open question again, below an answer; set by a talk that let words go, where it knows best. */
  repeatQuestion?: () => Promise<unknown>;
  /** What the plain words at hand ask for; undefined for everything that is no plain text. */
  meant: () => Promise<Wish | undefined>;
}

export type BotContext = ConversationFlavor<Context & Recognized>;

/** Inside a conversation there is nothing but grammY's own: what else is needed comes by closure. */
export type TalkContext = Context;
export type Talk = Conversation<BotContext, TalkContext>;
