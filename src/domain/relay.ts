import type { LocalizedName } from "./plan.ts";

/** Telegram's MessageEntity as far as it is carried on: offsets count UTF-16 units. */
export interface TextEntity {
  type: string;
  offset: number;
  length: number;
  [more: string]: unknown;
}

/** Words with their formatting, as they are carried between a customer and the support group. */
export interface RelayText {
  text: string;
  entities: TextEntity[];
}

/** What happened beside the talk, for the agents to see in one line. */
export type DeskNote =
  | { type: "command"; text: string }
  | { type: "pressed"; label: string }
  | { type: "to_bot"; text: string }
  | { type: "about"; about: string }
  | { type: "taken"; agent: string }
  | { type: "released"; agent: string }
  | { type: "closed"; by: string }
  | { type: "reopened" }
  | { type: "rated"; rating: number }
  | { type: "rating_word"; text: string }
  | { type: "blocked" }
  | { type: "back" }
  | { type: "handed_over"; from: string; to: string }
  | { type: "snoozed"; by: string; hours: number }
  | { type: "woken" }
  | { type: "desk_blocked"; by: string }
  | { type: "desk_unblocked"; by: string }
  | { type: "helped"; what: HelpWithOrder; by: string; number: string }
  | { type: "extended"; by: string; plan: LocalizedName; days: number }
  | { type: "not_delivered"; why: "blocked" | "refused" };

/** What an agent can do about an order. */
export type HelpWithOrder = "resent" | "retried" | "released" | "refunded";

/** What a message on its way holds: text in full, of everything else what its copy needs. */
export interface RelayContent extends RelayText {
  /** `text`, `photo`, `sticker`, …; `note` for notes. */
  what: string;
  /** Its copy can be given a caption. */
  captioned: boolean;
  /** The message it answers, in the chat it comes from. */
  replyTo?: number;
  /** The part of that message that it quotes. */
  quote?: string;
  /** What it answers, where that was never relayed. */
  excerpt?: string;
  /** What customers call the agent who wrote it. */
  author?: string;
  note?: DeskNote;
  /** The reaction it carries now, by whoever received it. */
  reaction?: string;
}

/** Telegram's limits after entities. */
export const LONGEST_TEXT = 4096;
export const LONGEST_CAPTION = 1024;

/** One text after the other, each entity moved along. */
export function joinTexts(texts: readonly RelayText[], separator: string): RelayText {
  let text = "";
  const entities: TextEntity[] = [];
  for (const part of texts) {
    if (text !== "") text += separator;
    const at = text.length;
    for (const entity of part.entities) entities.push({ ...entity, offset: entity.offset + at });
    text += part.text;
  }
  return { text, entities };
}

/** A whole text in one style. */
export const styled = (text: string, type: string): RelayText => ({
  text,
  entities: text === "" ? [] : [{ type, offset: 0, length: text.length }],
});

export const plain = (text: string): RelayText => ({ text, entities: [] });

/** The first so many UTF-16 units, never half a character, with an ellipsis where something is missing. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** How many of the texts, from the first on, go into one message; at least one. */
export function fitting(texts: readonly RelayText[], separator: string, most = LONGEST_TEXT): number {
  let length = 0;
  for (const [index, { text }] of texts.entries()) {
    length += text.length + (index > 0 ? separator.length : 0);
    if (length > most) return Math.max(1, index);
  }
  return texts.length;
}
