import type { Localizer } from "../../i18n/localizer.ts";
import type { MessageButton, RenderedMessage } from "../../ports/messenger.ts";

/** A customer waits for an answer. */
export function reminderView(
  { html }: Localizer,
  facts: { name: string; number: number; since: string },
  { escalated, buttons }: { escalated: boolean; buttons: MessageButton[] },
): RenderedMessage {
  return {
    text: html(escalated ? "desk.escalation" : "desk.reminder", facts),
    ...(buttons.length > 0 && { keyboard: [buttons] }),
  };
}
