import { afterOpenTime, isOpen, type OpeningHours, opensAt, openTimeBetween } from "./opening-hours.ts";

/** `asking`: the customer was asked what it is about; `active`: an agent has joined. */
export type TicketStatus = "asking" | "waiting" | "active" | "closed";

/** What the customer hears unprompted about their ticket. */
export type TicketNews = "joined" | "left" | "not_relayed" | "blocked";

/** What a case can be about. */
export const ticketSubjects = ["order", "payment", "card", "link", "other"] as const;
export type TicketSubject = (typeof ticketSubjects)[number];

export const isTicketSubject = (text: string): text is TicketSubject =>
  (ticketSubjects as readonly string[]).includes(text);

/** What the rules know of a ticket. */
export interface TicketLife {
  status: TicketStatus;
  /** The customer asked for a human; otherwise the bot opened it. */
  called: boolean;
  openedAt: Date;
  /** Since when the customer waits for an answer; null while it is theirs to speak. */
  waitingSince: Date | null;
  /** When somebody last did something about it. */
  movedAt: Date;
  reminders: number;
  /** An agent let it rest until then. */
  snoozedUntil?: Date | null;
}

/** How the desk works. */
export interface DeskRules {
  hours: OpeningHours;
  /** A waiting customer is brought up again after it, in open time. */
  remindAfterMs: number;
  /** And told to everybody after it. */
  escalateAfterMs: number;
  /** An agent who is silent for so long loses the ticket, in open time. */
  silentAfterMs: number;
  /** A customer who is silent for so long is done. */
  idleAfterMs: number;
}

/** A question that is not answered within it was not meant. */
export const ASKING_MS = 30 * 60_000;
/** After it, writing again is something new. */
export const REOPEN_WITHIN_MS = 24 * 60 * 60_000;

/** What the desk's clock does about a ticket. */
export type DeskAction = "forget" | "remind" | "escalate" | "release" | "close" | "wake";

/**
 * Whether plain text goes to the agents instead of the bot. A case that the bot opened by itself leaves the
 * bot in charge until an agent joins.
 */
export const humanHasTheWord = ({ status, called }: Pick<TicketLife, "status" | "called">): boolean =>
  status === "active" || (status === "waiting" && called);

/** What is to be done about a ticket next, and when; null while nobody is waited for. */
export function nextDeskAction(
  ticket: TicketLife,
  rules: DeskRules,
): { action: DeskAction; at: Date } | null {
  const { status, waitingSince, reminders, snoozedUntil } = ticket;
  if (snoozedUntil && status !== "closed") return { action: "wake", at: snoozedUntil };
  const { hours } = rules;
  switch (status) {
    case "asking":
      return { action: "forget", at: new Date(+ticket.openedAt + ASKING_MS) };
    case "waiting": {
      const action = reminders === 0 ? "remind" : "escalate";
      // Twice as long each time after everybody has heard of it, so that nobody stops listening.
      const after =
        reminders === 0 ? rules.remindAfterMs : rules.escalateAfterMs * 2 ** Math.min(reminders - 1, 8);
      return { action, at: afterOpenTime(hours, waitingSince ?? ticket.openedAt, after) };
    }
    case "active":
      return waitingSince
        ? { action: "release", at: afterOpenTime(hours, waitingSince, rules.silentAfterMs) }
        : { action: "close", at: new Date(+ticket.movedAt + rules.idleAfterMs) };
    case "closed":
      return null;
  }
}

/** When a customer may expect an answer. */
export type Expectation = { type: "within"; minutes: number } | { type: "opens"; at: Date };

const STEPS_MINUTES = [5, 10, 15, 30, 60, 120, 240];
const WITHOUT_EXPERIENCE_MS = 15 * 60_000;

/**
 * From the hours and from how long others waited lately (in open time): rather too long than too short,
 * so three of four are answered sooner.
 */
export function expectAnswer(
  hours: OpeningHours,
  now: Date,
  recentWaits: readonly { from: Date; to: Date }[],
): Expectation {
  if (!isOpen(hours, now)) return { type: "opens", at: opensAt(hours, now) };
  const waits = recentWaits.map(({ from, to }) => openTimeBetween(hours, from, to)).sort((a, b) => a - b);
  const usual = waits[Math.floor(waits.length * 0.75)] ?? WITHOUT_EXPERIENCE_MS;
  const minutes = STEPS_MINUTES.find((step) => usual <= step * 60_000) ?? STEPS_MINUTES.at(-1)!;
  // What does not fit into today is said as tomorrow's.
  const by = afterOpenTime(hours, now, minutes * 60_000);
  return +by - +now > 2 * minutes * 60_000 ? { type: "opens", at: by } : { type: "within", minutes };
}
