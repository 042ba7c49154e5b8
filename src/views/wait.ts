import type { Localizer } from "../i18n/localizer.ts";

/** "45 seconds", "12 minutes": what is left until something can be had again, never less than it is. */
export function waitText(language: Localizer, seconds: number): string {
  return seconds <= 90
    ? language.text("link.waitSeconds", { count: Math.max(1, Math.ceil(seconds)) })
    : language.text("link.waitMinutes", { count: Math.ceil(seconds / 60) });
}
