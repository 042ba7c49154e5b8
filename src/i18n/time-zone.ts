import type { Localizer } from "./localizer.ts";

/** The person's own time zone, or the best guess of their language until they choose one. */
export function effectiveTimeZone(person: { timeZone: string | null }, language: Localizer): string {
  return person.timeZone ?? language.text("language.guessedTimeZone");
}
