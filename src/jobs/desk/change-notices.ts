import type { Database } from "../../db/database.ts";
import type { Notice } from "../../domain/notice.ts";
import { joinTexts, LONGEST_CAPTION, LONGEST_TEXT, type RelayText, shorten } from "../../domain/relay.ts";
import type { Languages, Localizer } from "../../i18n/localizer.ts";
import type { Relay, RelayOutcome } from "../../ports/relay.ts";
import type { Delivery } from "../../use-cases/deliver-notices.ts";
import type { DueRelay } from "../../use-cases/support/due-relays.ts";
import { forCustomer, forDesk } from "../../views/desk/relayed.ts";
import { toDelivery } from "./outcome.ts";

/** Changes a copy as its original was changed. What is not there yet arrives changed. */
export function createComposeRelayEdit(deps: {
  database: Database;
  languages: Languages;
  relay: Relay;
  deskLanguage: Localizer;
  supportChatId: bigint;
}) {
  const { database, languages, relay, deskLanguage, supportChatId } = deps;
  const { prisma } = database;

  return async function composeRelayEdit(
    _chatId: bigint,
    { relayedId }: Extract<Notice, { type: "relay_edit" }>,
  ): Promise<Delivery | undefined> {
    const row = await find(prisma, relayedId);
    if (!row || row.copyMessageId === null) return undefined;
    return { act: async () => toDelivery(await edit(row, row.copyMessageId!)) };
  };

  async function edit(row: DueRelay, copyMessageId: number): Promise<RelayOutcome> {
    const to = row.toDesk ? supportChatId : row.chatId;
    const text = await wording(row, copyMessageId);
    const outcome =
      row.kind === "text"
        ? await relay.editText(to, copyMessageId, cut(text, LONGEST_TEXT))
        : await relay.editCaption(to, copyMessageId, cut(text, LONGEST_CAPTION));
    // A copy that is gone or can no longer be changed stays as it is.
    return outcome.type === "refused" ? { type: "delivered", messageIds: [] } : outcome;
  }

  async function wording(row: DueRelay, copyMessageId: number): Promise<RelayText> {
    if (!row.toDesk) {
      const chat = await prisma.chat.findUnique({ where: { id: row.chatId } });
      const language = languages.in(languages.resolve(chat ?? { locale: null, telegramLanguage: null }));
      return forCustomer(language, row.content);
    }
    const merged = await prisma.relayedMessage.findMany({
      where: { chatId: row.chatId, toDesk: true, copyMessageId },
      orderBy: { id: "asc" },
    });
    return joinTexts(
      merged.map(({ content }) => forDesk(deskLanguage, content as never)),
      "\n",
    );
  }
}

/** Marks the counterpart of a message with the emoji it carries now. */
export function createComposeRelayReaction(deps: {
  database: Database;
  relay: Relay;
  supportChatId: bigint;
}) {
  const { database, relay, supportChatId } = deps;

  return async function composeRelayReaction(
    _chatId: bigint,
    { relayedId, from }: Extract<Notice, { type: "relay_reaction" }>,
  ): Promise<Delivery | undefined> {
    const row = await find(database.prisma, relayedId);
    if (!row) return undefined;
    const { sourceMessageId, copyMessageId, chatId } = row;
    const isOnCopy = row.toDesk === (from === "desk");
    const messageId = isOnCopy ? sourceMessageId : copyMessageId;
    if (messageId === null) return undefined;
    const to = from === "customer" ? supportChatId : chatId;
    return {
      async act() {
        const outcome = await relay.react(to, messageId, row.content.reaction || undefined);
        // Not every emoji can be a bot's, and not every message can be marked.
        return toDelivery(outcome.type === "refused" ? { type: "delivered", messageIds: [] } : outcome);
      },
    };
  };
}

async function find(
  prisma: Database["prisma"],
  relayedId: string,
): Promise<(DueRelay & { copyMessageId: number | null }) | null> {
  const row = await prisma.relayedMessage.findUnique({ where: { id: BigInt(relayedId) } });
  return row as unknown as (DueRelay & { copyMessageId: number | null }) | null;
}

function cut({ text, entities }: RelayText, most: number): RelayText {
  const shortened = shorten(text, most);
  const end = shortened.length;
  return {
    text: shortened,
    entities: entities
      .filter(({ offset }) => offset < end)
      .map((entity) => ({ ...entity, length: Math.min(entity.length, end - entity.offset) })),
  };
}
