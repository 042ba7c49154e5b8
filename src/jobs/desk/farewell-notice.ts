import type { Notice } from "../../domain/notice.ts";
import type { Localizer } from "../../i18n/localizer.ts";
import type { Relay, RelayOutcome } from "../../ports/relay.ts";
import type { Delivery } from "../../use-cases/deliver-notices.ts";
import { toDelivery } from "./outcome.ts";

/**
 * Takes what the agents' group shows of somebody who had themselves forgotten: the topic with everything in it.
 * Where the bot may not, it asks the agents to do it.
 */
export function createComposeDeskFarewell(deps: {
  relay: Relay;
  deskLanguage: Localizer;
  supportChatId: bigint;
}) {
  const { relay, deskLanguage, supportChatId } = deps;

  return async function composeDeskFarewell(
    _chatId: bigint,
    { threadId, cardMessageId }: Extract<Notice, { type: "desk_farewell" }>,
  ): Promise<Delivery> {
    return {
      act: async () => {
        const outcome = await remove(threadId, cardMessageId);
        // Somebody was faster.
        return toDelivery(outcome.type === "topic_gone" ? { type: "delivered", messageIds: [] } : outcome);
      },
    };
  };

  async function remove(threadId: number | null, cardMessageId: number | null): Promise<RelayOutcome> {
    const place = { chatId: supportChatId, threadId: threadId ?? undefined };
    if (threadId !== null) {
      const deleted = await relay.deleteTopic(place);
      if (deleted.type !== "refused" && deleted.type !== "no_topics") return deleted;
    }
    const view = { text: deskLanguage.html("desk.farewell") };
    if (cardMessageId !== null) {
      const edited = await relay.editView(supportChatId, cardMessageId, view);
      if (edited.type !== "refused") return edited;
    }
    return relay.sendView(place, view);
  }
}
