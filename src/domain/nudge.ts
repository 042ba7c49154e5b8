/** What people are warned of. `unconnected`: bought and never used; `win_back`: it ended, and nothing came after. */
export const nudgeKinds = ["data", "minutes", "validity", "forecast", "unconnected", "win_back"] as const;
export type NudgeKind = (typeof nudgeKinds)[number];

/**
 * One thing to warn of. `level` is the share that is left in percent for `data` and `minutes`, the hours before
 * the end for `validity`, and 0 for what has one level only.
 */
export interface NudgeTopic {
  kind: NudgeKind;
  bundleId: string;
  level: number;
  /** Until when it can wait without the person being cut off by the waiting; absent: as long as it likes. */
  cutOffAt?: Date;
}

/** A `daily` plan's day that was used up, as a level of `data`: another thing than the plan being used up. */
export const DAY_USED_UP = -1;

/** The same thing is never said twice: once per level and bundle. `copyFor` is a chat that asked to hear it too. */
export const nudgeKey = ({ kind, bundleId, level }: NudgeTopic, copyFor?: bigint): string =>
  `${bundleId}:${kind}:${level}${copyFor === undefined ? "" : `:${copyFor}`}`;

/** What a person was told, or is about to be. */
export interface SaidNudge {
  kind: NudgeKind;
  bundleId: string;
  level: number;
  at: Date;
  /** Asked to hear it again then. */
  snoozedUntil: Date | null;
}

/** What an operator can set. */
export interface NudgeRules {
  /** Shares left, in percent, at which people hear of data and minutes unless they choose others; 0: used up. */
  levels: readonly number[];
  /** Hours before the end of a plan; less for plans that are shorter. */
  validityHours: readonly number[];
  quietHours: { from: number; to: number };
  /** After the last plan ended; 0: never. */
  winBackAfterHours: number;
  /** After a plan began that nothing was used of; 0: never. */
  unconnectedAfterHours: number;
  /** What can wait keeps this distance from the last one. */
  gapMinutes: number;
}
