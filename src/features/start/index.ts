import type { BotContext } from "../../bot/context.ts";
import type { Feature } from "../../bot/feature.ts";
import { createShortcuts } from "../../bot/shortcuts.ts";
import { show } from "../../bot/show.ts";
import { helpView, menuView, paymentHelpView, withMenuButton } from "../../views/menu.ts";

/**
 * The menu, the texts that only inform, and the way out of everything. `payloads` are the deep links:
 * `/start renew_HY…` begins the journey named before the underscore, with the rest as its argument.
 */
export function createStartFeature(): Feature {
  const anytime = createShortcuts();
  anytime.command("help", (ctx) => show(ctx, helpView(ctx.language)));
  anytime.callbackQuery("help:show", (ctx) => show(ctx, helpView(ctx.language)));
  anytime.command("terms", (ctx) => show(ctx, withMenuButton(ctx.language, ctx.language.html("terms.text"))));
  anytime.command("paysupport", (ctx) => show(ctx, paymentHelpView(ctx.language)));

  return {
    anytime,
    journeys: [
      { name: "start", commands: ["start"], begin: showMenu },
      {
        name: "cancel",
        commands: ["cancel"],
        intents: ["cancel"],
        begin: async (ctx) => {
          const key = ctx.leftTalk ? "common.canceled" : "common.nothingToCancel";
          await show(ctx, withMenuButton(ctx.language, ctx.language.html(key)));
        },
      },
    ],
  };
}

async function showMenu(ctx: BotContext): Promise<void> {
  const { firstName, accountId } = ctx.chatKnown;
  await show(ctx, menuView(ctx.language, { firstName, linked: accountId !== null }));
}
