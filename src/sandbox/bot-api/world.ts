import type { InlineQueries } from "./inline-queries.ts";
import type { Poll } from "./long-poll.ts";
import type { Presses } from "./presses.ts";
import type { State } from "./state.ts";
import type { User } from "./telegram-objects.ts";
import type { Typing } from "./typing.ts";
import type { UpdateQueue } from "./update-queue.ts";
import type { WebhookDelivery } from "./webhook-delivery.ts";

/** What methods and people act on. */
export interface World {
  token: string;
  bot: User & { username: string };
  state: State;
  /** Milliseconds on the sandbox's clock. */
  now(): number;
  updates: UpdateQueue;
  poll: Poll;
  webhook: WebhookDelivery;
  presses: Presses;
  inline: InlineQueries;
  typing: Typing;
  /** Something a person sees in that chat has changed. */
  changed(chatId: number): void;
}

export const unixSeconds = (world: World): number => Math.floor(world.now() / 1000);
