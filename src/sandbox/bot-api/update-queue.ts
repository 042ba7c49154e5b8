import type { State } from "./state.ts";
import type { Update } from "./telegram-objects.ts";

/** Kinds that come only when asked for by name. */
const ON_REQUEST = new Set(["chat_member", "message_reaction", "message_reaction_count"]);

export const UPDATE_KINDS = new Set([
  "message",
  "edited_message",
  "channel_post",
  "edited_channel_post",
  "business_connection",
  "business_message",
  "edited_business_message",
  "deleted_business_messages",
  "guest_message",
  "stopped_message_generation",
  "inline_query",
  "chosen_inline_result",
  "callback_query",
  "shipping_query",
  "pre_checkout_query",
  "purchased_paid_media",
  "poll",
  "poll_answer",
  "my_chat_member",
  "chat_join_request",
  "chat_boost",
  "removed_chat_boost",
  "managed_bot",
  "subscription",
  ...ON_REQUEST,
]);

/** Updates on their way to the bot, in order; a poll or the webhook takes them from here. */
export interface UpdateQueue {
  /** Queues an update unless the bot did not ask for its kind. */
  emit(kind: string, content: unknown): void;
  /** Queues whatever it is given. */
  inject(update: Record<string, unknown>): void;
  /** The oldest `limit` pending updates. */
  oldest(limit: number): Update[];
  confirm(updateId: number): void;
  confirmBefore(updateId: number): void;
  drop(): void;
  /** Resolves when every update queued so far is confirmed or dropped. */
  idle(): Promise<void>;
  /** Resolves whoever waits for idleness, whatever is pending. */
  release(): void;
}

export function createUpdateQueue(state: State, arrived: () => void): UpdateQueue {
  let waiting: { upTo: number; resolve(): void }[] = [];

  const push = (update: Record<string, unknown>) => {
    state.lastUpdateId += 1;
    state.pending.set(state.lastUpdateId, { ...update, update_id: state.lastUpdateId });
    arrived();
  };
  const oldestId = () => state.pending.keys().next().value ?? Number.POSITIVE_INFINITY;
  const settle = () => {
    if (waiting.length === 0) return;
    const oldest = oldestId();
    const done = waiting.filter(({ upTo }) => upTo < oldest);
    waiting = waiting.filter(({ upTo }) => upTo >= oldest);
    for (const { resolve } of done) resolve();
  };

  return {
    emit(kind, content) {
      const { allowedUpdates } = state;
      const wanted = allowedUpdates.length > 0 ? allowedUpdates.includes(kind) : !ON_REQUEST.has(kind);
      if (wanted) push({ [kind]: content });
    },
    inject: push,
    oldest(limit) {
      const updates: Update[] = [];
      for (const update of state.pending.values()) {
        if (updates.push(update) >= limit) break;
      }
      return updates;
    },
    confirm(updateId) {
      if (state.pending.delete(updateId)) settle();
    },
    confirmBefore(updateId) {
      for (const id of state.pending.keys()) {
        if (id >= updateId) break;
        state.pending.delete(id);
      }
      settle();
    },
    drop() {
      state.pending.clear();
      settle();
    },
    idle: () =>
      new Promise((resolve) => {
        waiting.push({ upTo: state.lastUpdateId, resolve });
        settle();
      }),
    release() {
      for (const { resolve } of waiting) resolve();
      waiting = [];
    },
  };
}
