import { Composer, InputFile } from "grammy";
import type { BotContext } from "../../bot/context.ts";
import type { Feature } from "../../bot/feature.ts";
import { createShortcuts } from "../../bot/shortcuts.ts";
import { answerButton, show, toInlineKeyboard } from "../../bot/show.ts";
import { maskEmail } from "../../domain/email.ts";
import { fromShortId } from "../../domain/short-id.ts";
import type { Clock } from "../../ports/clock.ts";
import type { DeletePerson } from "../../use-cases/privacy/delete-person.ts";
import type { ExportPerson } from "../../use-cases/privacy/export-person.ts";
import type { PendingDeletion } from "../../use-cases/privacy/pending-deletion.ts";
import type { ReadLinkedChats } from "../../use-cases/read-linked-chats.ts";
import type { ReadOwnCards } from "../../use-cases/read-own-cards.ts";
import { withMenuButton } from "../../views/menu.ts";
import { confirmDeleteView, deletedView, deletionWaitsView, privacyView } from "../../views/privacy.ts";

export interface PrivacyFeatureDeps {
  clock: Clock;
  exportPerson: ExportPerson;
  deletePerson: DeletePerson;
  pendingDeletion: PendingDeletion;
  ownCards: ReadOwnCards;
  readLinkedChats: ReadLinkedChats;
}

/** How long the button that deletes works. */
const SURE_MINUTES = 15;
const MINUTE_MS = 60_000;

/** What is kept, a copy of it, and its end. Every button acts on whoever presses it: none names a person. */
export function createPrivacyFeature(deps: PrivacyFeatureDeps): Feature {
  const { clock, exportPerson, deletePerson, pendingDeletion, ownCards, readLinkedChats } = deps;
  const underWay = new Set<bigint>();

  const anytime = createShortcuts();
  anytime.command("privacy", showPrivacy);
  anytime.callbackQuery("privacy:show", showPrivacy);
  anytime.callbackQuery("privacy:export", sendCopy);

  // In the chat's turn: no talk may be at work in what is being deleted.
  const menus = new Composer<BotContext>();
  menus.callbackQuery("privacy:delete", askWhetherSure);
  menus.callbackQuery(/^privacy:sure:(chat|[\w-]{22}):([0-9a-z]{1,8})$/, deleteThem);
  menus.callbackQuery("privacy:keep", async (ctx) => {
    await pendingDeletion.takeBack(ctx.chatKnown.id);
    await showPrivacy(ctx);
  });
  return { anytime, menus: [menus] };

  async function showPrivacy(ctx: BotContext): Promise<void> {
    const isPending = await pendingDeletion.isPending(ctx.chatKnown.id);
    await show(ctx, privacyView(ctx.language, { isPending }));
  }

  async function sendCopy(ctx: BotContext): Promise<void> {
    const { id } = ctx.chatKnown;
    await answerButton(ctx, ctx.language.text("privacy.exportComing"));
    if (underWay.has(id)) return;
    underWay.add(id);
    try {
      const document = JSON.stringify(await exportPerson(id), null, 2);
      const file = new InputFile(Buffer.from(document), "my-data.json");
      const { text, keyboard } = withMenuButton(ctx.language, ctx.language.text("privacy.exportCaption"));
      await ctx.replyWithDocument(file, { caption: text, reply_markup: toInlineKeyboard(keyboard!) });
    } finally {
      underWay.delete(id);
    }
  }

  async function askWhetherSure(ctx: BotContext): Promise<void> {
    const { accountId, email } = ctx.chatKnown;
    const until = (Math.floor(clock.now().getTime() / MINUTE_MS) + SURE_MINUTES).toString(36);
    const account =
      accountId !== null && email !== null
        ? {
            ...{ id: accountId, email: maskEmail(email) },
            cards: (await ownCards.all(accountId)).length,
            otherChats: (await readLinkedChats(accountId)).count - 1,
          }
        : null;
    await show(ctx, confirmDeleteView(ctx.language, { account, until }));
  }

  async function deleteThem(ctx: BotContext): Promise<void> {
    const [, scope, until] = ctx.match!;
    const accountId = scope === "chat" ? null : (fromShortId(scope!) ?? "");
    const isStale = clock.now().getTime() / MINUTE_MS > Number.parseInt(until!, 36);
    if (isStale || (accountId !== null && accountId !== ctx.chatKnown.accountId)) return askWhetherSure(ctx);

    const { id, ownCommands } = ctx.chatKnown;
    const deleted = await deletePerson(id, accountId);
    if (!deleted.ok) {
      return deleted.error.type === "waits"
        ? void (await show(ctx, deletionWaitsView(ctx.language, deleted.error.numbers)))
        : askWhetherSure(ctx);
    }
    await ctx.conversation.exitAll();
    await show(ctx, deletedView(ctx.language));
    // Telegram forgets the list as well; one that stays says nothing about anybody.
    if (ownCommands !== null) {
      await ctx.api.deleteMyCommands({ scope: { type: "chat", chat_id: Number(id) } }).catch(() => {});
    }
  }
}
