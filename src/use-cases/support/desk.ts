import type { Database } from "../../db/database.ts";
import type { Ticket } from "../../db/generated/client.ts";
import { type DeskRules, nextDeskAction } from "../../domain/ticket.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";

/** What everything at the support desk needs. */
export interface DeskDeps {
  database: Database;
  clock: Clock;
  log: Log;
  /** The group as the settings name it, also after it moved; undefined when there is none. */
  supportChatId: bigint | undefined;
  rules: DeskRules;
}

/** A ticket's columns as the desk's clock has to look at it next, after what just changed. */
export function lookAgain(
  ticket: Pick<Ticket, "status" | "called" | "openedAt" | "waitingSince" | "reminders"> & {
    snoozedUntil?: Date | null;
  },
  now: Date,
  rules: DeskRules,
): { lookAt: Date | null } {
  return { lookAt: nextDeskAction({ ...ticket, movedAt: now }, rules)?.at ?? null };
}
