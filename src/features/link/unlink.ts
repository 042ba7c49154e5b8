import { Composer } from "grammy";
import type { BotContext } from "../../bot/context.ts";
import type { Journey } from "../../bot/feature.ts";
import { show } from "../../bot/show.ts";
import { maskEmail } from "../../domain/email.ts";
import type { UnlinkChat } from "../../use-cases/unlink-chat.ts";
import { confirmUnlinkView, unlinkedView } from "../../views/link.ts";
import { withMenuButton } from "../../views/menu.ts";

/** Unlinking asks once; its buttons work in the middle of any talk. */
export function createUnlinkJourney({ unlinkChat }: { unlinkChat: UnlinkChat }): {
  journey: Journey;
  buttons: Composer<BotContext>;
} {
  const buttons = new Composer<BotContext>();

  buttons.callbackQuery(/^unlink:yes:([0-9a-f-]{36})$/, async (ctx) => {
    const { id, accountId } = ctx.chatKnown;
    const wanted = ctx.match[1]!;
    // Asked of the database and not of what was known when the update came: two presses, two devices.
    const unlinked = await unlinkChat(id, wanted);
    if (!unlinked && accountId !== null && accountId !== wanted) {
      return void (await show(ctx, withMenuButton(ctx.language, ctx.language.html("unlink.stale"))));
    }
    await show(ctx, unlinkedView(ctx.language, unlinked ? "unlink.done" : "unlink.notLinked"));
  });
  buttons.callbackQuery("unlink:no", (ctx) =>
    show(ctx, withMenuButton(ctx.language, ctx.language.html("unlink.kept"))),
  );

  return {
    buttons,
    journey: {
      name: "unlink",
      commands: ["unlink"],
      intents: ["unlink"],
      begin: async (ctx) => {
        const { accountId, email } = ctx.chatKnown;
        await show(
          ctx,
          accountId !== null && email !== null
            ? confirmUnlinkView(ctx.language, { email: maskEmail(email), accountId })
            : unlinkedView(ctx.language, "unlink.notLinked"),
        );
      },
    },
  };
}
