import { Composer } from "grammy";
import type { BotContext } from "../../bot/context.ts";
import { answered, type Feature } from "../../bot/feature.ts";
import { show } from "../../bot/show.ts";
import { createTalkScreen } from "../../bot/talk-screen.ts";
import type { Log } from "../../ports/log.ts";
import type { RememberOwnCommands } from "../../use-cases/remember-own-commands.ts";
import { askZoneView } from "../../views/settings.ts";
import { createOwnCommands } from "./own-commands.ts";
import { createSettingsPanel, type PanelDeps } from "./panel.ts";
import { CANCEL_BUTTON, createTimeZoneTalk, TIME_ZONE_TALK, ZONE_BUTTON } from "./time-zone-talk.ts";

export interface SettingsFeatureDeps extends PanelDeps {
  rememberOwnCommands: RememberOwnCommands;
  log: Log;
}

/**
 * Language and time zone. The panel answers in the middle of any talk and leaves it alone; only typing a
 * place is a talk of its own. Comes before the features whose commands end an update's way, since it looks
 * after every update whether the chat's command list is in the right language.
 */
export function createSettingsFeature(deps: SettingsFeatureDeps): Feature {
  const { timeZones } = deps;
  const panel = createSettingsPanel(deps);
  const screen = createTalkScreen(show);

  const everyUpdate = new Composer<BotContext>(createOwnCommands(deps));

  const commands = new Composer<BotContext>();
  commands.command("settings", panel.showSettings);
  commands.callbackQuery("settings:open", panel.showSettings);
  commands.command("language", panel.showLanguages);

  const leftovers = new Composer<BotContext>();
  leftovers.callbackQuery(ZONE_BUTTON, async (ctx) => {
    const zone = ctx.match[1]!;
    if (!timeZones.isTimeZone(zone)) return panel.showSettings(ctx);
    await show(ctx, await panel.setZone(ctx, zone));
  });
  leftovers.callbackQuery(CANCEL_BUTTON, panel.showSettings);

  return {
    anytime: everyUpdate,
    screens: [screen.middleware],
    menus: [panel.menu, commands],
    talks: [createTimeZoneTalk({ ...deps, screen, panel })],
    journeys: [{ name: "timezone", commands: [], begin: askZone }],
    answers: [
      { intents: ["settings"], answer: (ctx) => answered(panel.showSettings(ctx)) },
      { intents: ["language"], answer: (ctx) => answered(panel.showLanguages(ctx)) },
    ],
    leftovers,
  };

  async function askZone(ctx: BotContext): Promise<void> {
    await ctx.conversation.enter(TIME_ZONE_TALK);
    await show(ctx, askZoneView(ctx.language));
  }
}
