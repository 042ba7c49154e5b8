import { Composer } from "grammy";
import type { ReactionType } from "grammy/types";
import type { BotContext } from "../../bot/context.ts";
import type { FollowEdit, FollowReaction } from "../../use-cases/support/follow-change.ts";
import { wordsOf } from "./incoming.ts";

/**
 * What is changed or marked without a word, on either side of the desk: edits of what was relayed, and
 * reactions. An edited text that was never relayed goes on, as one more attempt to say it.
 */
export function createOverheard(deps: {
  isDesk(chatId: bigint): boolean;
  followEdit: FollowEdit;
  followReaction: FollowReaction;
}): Composer<BotContext> {
  const { isDesk, followEdit, followReaction } = deps;
  const composer = new Composer<BotContext>();

  composer.on("edited_message", async (ctx, next) => {
    const message = ctx.editedMessage;
    const content = { what: "edit", captioned: false, ...wordsOf(message) };
    const followed = await followEdit(markedBy(ctx, message.message_id), content);
    if (!followed) await next();
  });
  composer.on("message_reaction", async (ctx) => {
    const { message_id, new_reaction, user } = ctx.messageReaction;
    if (user?.is_bot) return;
    const side = isDesk(BigInt(ctx.chat.id)) ? "desk" : "customer";
    if (side === "customer" && ctx.chat.type !== "private") return;
    await followReaction(markedBy(ctx, message_id), side, emojiOf(new_reaction));
  });
  return composer;
}

const markedBy = (ctx: BotContext, messageId: number) => ({
  chatId: BigInt(ctx.chat!.id),
  messageId,
  updateId: ctx.update.update_id,
});

/** Bots have one reaction a message, and none of the custom ones. */
function emojiOf(reactions: ReactionType[]): string | undefined {
  return reactions.flatMap((one) => (one.type === "emoji" ? [one.emoji] : [])).at(-1);
}
