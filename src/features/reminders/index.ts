import { Composer } from "grammy";
import type { BotContext } from "../../bot/context.ts";
import type { Feature } from "../../bot/feature.ts";
import { createNudgeButtons, type NudgeButtonDeps } from "./nudge-buttons.ts";

/** What can be done about a warning. Disturbs no talk that is going on. */
export function createRemindersFeature(deps: NudgeButtonDeps): Feature {
  const anytime = new Composer<BotContext>();
  anytime.use(createNudgeButtons(deps));
  return { anytime };
}
