import type { NudgeKind, NudgeRules } from "./nudge.ts";
import type { QuietHours } from "./quiet-hours.ts";

/** Data and minutes are one choice to a person. */
export const reminderTopics = ["low", "validity", "forecast", "win_back"] as const;
export type ReminderTopic = (typeof reminderTopics)[number];

/** Levels that can be chosen, in percent left; 0: used up. */
export const choosableLevels = [50, 30, 20, 10, 5, 0] as const;

/** Quiet hours that are offered; the same hour twice: none. */
export const offeredQuietHours: readonly QuietHours[] = [
  { from: 22, to: 8 },
  { from: 23, to: 7 },
  { from: 21, to: 9 },
  { from: 0, to: 8 },
  { from: 0, to: 0 },
];

/** How a person wants to be reminded. */
export interface ReminderChoices {
  off: readonly ReminderTopic[];
  /** From high to low. */
  levels: readonly number[];
  quietHours: QuietHours;
  /** Also where another chat of the same account was used last. */
  everywhere: boolean;
}

/** What is stored of them: only what differs from the operator's defaults. */
export type StoredChoices = Partial<ReminderChoices>;

/** The choices in force. Stored ones that make no sense any more count as not made. */
export function readChoices(stored: unknown, rules: NudgeRules): ReminderChoices {
  const { off, levels, quietHours, everywhere } = (stored ?? {}) as Record<keyof ReminderChoices, unknown>;
  return {
    off: Array.isArray(off) ? reminderTopics.filter((topic) => off.includes(topic)) : [],
    levels: Array.isArray(levels)
      ? choosableLevels.filter((level) => levels.includes(level))
      : [...rules.levels].sort((a, b) => b - a),
    quietHours: isQuietHours(quietHours) ? quietHours : rules.quietHours,
    everywhere: everywhere === true,
  };
}

/** One press in the settings. Each says how it is to be, so that pressing twice changes nothing. */
export type ReminderChange =
  | { type: "topic"; topic: ReminderTopic; on: boolean }
  | { type: "level"; level: number; on: boolean }
  | { type: "quiet_hours"; quietHours: QuietHours }
  | { type: "everywhere"; on: boolean };

/** What is to be stored after a change. */
export function changeChoices(stored: unknown, change: ReminderChange, rules: NudgeRules): StoredChoices {
  const kept = (stored ?? {}) as StoredChoices;
  const { off, levels } = readChoices(stored, rules);
  const withOr = <Item>(items: readonly Item[], item: Item, isIn: boolean) =>
    isIn ? [...new Set([...items, item])] : items.filter((each) => each !== item);
  switch (change.type) {
    case "topic":
      return { ...kept, off: withOr(off, change.topic, !change.on) };
    case "level":
      return { ...kept, levels: withOr(levels, change.level, change.on).toSorted((a, b) => b - a) };
    case "quiet_hours":
      return { ...kept, quietHours: change.quietHours };
    case "everywhere":
      return { ...kept, everywhere: change.on };
  }
}

/** Whether a kind is wanted; `unconnected` is the operator's to turn on. */
export function isWanted({ off }: Pick<ReminderChoices, "off">, kind: NudgeKind): boolean {
  switch (kind) {
    case "data":
    case "minutes":
      return !off.includes("low");
    case "validity":
    case "forecast":
    case "win_back":
      return !off.includes(kind);
    case "unconnected":
      return true;
  }
}

const isHour = (hour: unknown): hour is number =>
  Number.isInteger(hour) && (hour as number) >= 0 && (hour as number) < 24;

function isQuietHours(value: unknown): value is QuietHours {
  const { from, to } = (value ?? {}) as Record<string, unknown>;
  return isHour(from) && isHour(to);
}
