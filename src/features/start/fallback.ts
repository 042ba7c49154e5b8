import type { BotContext } from "../../bot/context.ts";
import { reply } from "../../bot/show.ts";
import { menuView } from "../../views/menu.ts";

/** Answers what nothing else understood with the likeliest things to do. */
export async function answerUnknown(ctx: BotContext): Promise<void> {
  const { firstName, accountId } = ctx.chatKnown;
  const menu = menuView(ctx.language, { firstName, linked: accountId !== null });
  await reply(ctx, { text: ctx.language.html("notUnderstood.text"), keyboard: menu.keyboard });
}
