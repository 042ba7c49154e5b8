/** What waits in the outbox when the delivery's bench begins, by importance. The support group is one chat. */
export interface Queued {
  paymentNews: number;
  support: number;
  nudges: number;
  broadcasts: number;
}

const FIRST_CHAT = 7_100_000_001;
export const SUPPORT_GROUP = -1_001_000_000_001;

/** Each importance has chats of its own, so that an arrival tells which it was. */
const RANGE = 1_000_000;
export const chatOf = (priority: number, index: number): number =>
  priority === 1 ? SUPPORT_GROUP : FIRST_CHAT + priority * RANGE + index;

export const priorityOf = (chatId: number): number | undefined => {
  if (chatId === SUPPORT_GROUP) return 1;
  return chatId >= FIRST_CHAT ? Math.floor((chatId - FIRST_CHAT) / RANGE) : undefined;
};

/** So many messages of a broadcast's importance go to the same chat, after one another. */
export const PER_CHAT = 2;
