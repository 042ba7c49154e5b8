import type { DeliveryOutcome } from "../../ports/messenger.ts";
import type { RelayOutcome } from "../../ports/relay.ts";

/** What the outbox is told of something carried to a chat. */
export function toDelivery(outcome: RelayOutcome): DeliveryOutcome {
  switch (outcome.type) {
    case "delivered": {
      const messageId = outcome.messageIds.at(-1);
      return { type: "delivered", ...(messageId !== undefined && { messageId }) };
    }
    case "unreachable":
    case "wait":
      return outcome;
    case "refused":
    case "no_topics":
      return { type: "refused", reason: outcome.reason };
    case "topic_gone":
      return { type: "refused", reason: "the topic is gone" };
  }
}
