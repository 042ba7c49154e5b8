import type { BotContext } from "../../bot/context.ts";
import type { Feature } from "../../bot/feature.ts";
import { createShortcuts } from "../../bot/shortcuts.ts";
import { answerButton, editOrSend, show } from "../../bot/show.ts";
import { fromShortId } from "../../domain/short-id.ts";
import { effectiveTimeZone } from "../../i18n/time-zone.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";
import type { ReadLinkedChats } from "../../use-cases/read-linked-chats.ts";
import type { UnlinkOtherChat } from "../../use-cases/unlink-other-chat.ts";
import { linkFirstView } from "../../views/balance.ts";
import { chatsView, confirmDropView } from "../../views/chats.ts";

export interface ChatsFeatureDeps {
  readLinkedChats: ReadLinkedChats;
  unlinkOtherChat: UnlinkOtherChat;
}

/** "Linked chats": who sees the account, and unlinking any of them. Disturbs no talk. */
export function createChatsFeature({ readLinkedChats, unlinkOtherChat }: ChatsFeatureDeps): Feature {
  const anytime = createShortcuts();
  anytime.callbackQuery("chats:list", async (ctx) => show(ctx, await list(ctx)));
  anytime.callbackQuery(/^chats:ask:(\d{1,16})$/, confirm);
  anytime.callbackQuery(/^chats:drop:(\d{1,16}):([\w-]{22})$/, drop);
  return { anytime };

  async function list({ language, chatKnown }: BotContext): Promise<RenderedMessage> {
    const { id: chatId, accountId } = chatKnown;
    if (accountId === null) return linkFirstView(language);
    const timeZone = effectiveTimeZone(chatKnown, language);
    return chatsView(language, await readLinkedChats(accountId), { chatId, timeZone });
  }

  /** Says a name only of chats of the same account. */
  async function confirm(ctx: BotContext): Promise<void> {
    const { accountId } = ctx.chatKnown;
    const wanted = BigInt(ctx.match![1]!);
    const { chats } = accountId ? await readLinkedChats(accountId) : { chats: [] };
    const chat = chats.find(({ id }) => id === wanted);
    if (!accountId || !chat) return showWithToast(ctx, ctx.language.text("chats.goneToast"));
    await show(ctx, confirmDropView(ctx.language, { chat: chat.id, name: chat.firstName, accountId }));
  }

  async function drop(ctx: BotContext): Promise<void> {
    const [, chatId, short] = ctx.match!;
    const accountId = fromShortId(short!);
    const isOwn = accountId !== undefined && ctx.chatKnown.accountId === accountId;
    const dropped = isOwn && (await unlinkOtherChat(ctx.chatKnown.id, BigInt(chatId!), accountId));
    await showWithToast(ctx, ctx.language.text(dropped ? "chats.doneToast" : "chats.goneToast"));
  }

  async function showWithToast(ctx: BotContext, toast: string): Promise<void> {
    const view = await list(ctx);
    await answerButton(ctx, toast);
    await editOrSend(ctx, ctx.callbackQuery!.message!.message_id, view);
  }
}
