import { Composer } from "grammy";
import type { BotContext } from "../../bot/context.ts";
import type { Feature } from "../../bot/feature.ts";
import { createNudgeButtons, type NudgeButtonDeps } from "./nudge-buttons.ts";
import { createReminderPanel, type ReminderPanelDeps } from "./panel.ts";

/** What can be done about a warning, and what to be warned of at all. Disturbs no talk that is going on. */
export function createRemindersFeature(deps: NudgeButtonDeps & ReminderPanelDeps): Feature {
  const anytime = new Composer<BotContext>();
  anytime.use(createNudgeButtons(deps), createReminderPanel(deps));
  return { anytime };
}
