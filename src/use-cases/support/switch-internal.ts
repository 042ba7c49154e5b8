import type { DeskDeps } from "./desk.ts";
import { refreshCard } from "./queue-relay.ts";

/** Lets the agents of a topic talk among themselves, or to the customer again. */
export function createSwitchInternal({ database, clock, supportChatId }: DeskDeps) {
  return async function switchInternal(chatId: bigint, internal: boolean): Promise<void> {
    if (supportChatId === undefined) return;
    await database.transact(async (unit) => {
      await unit.tx.supportTopic.updateMany({ where: { chatId }, data: { internal } });
      await refreshCard(unit, { chatId, supportChatId, cause: `internal:${+clock.now()}` });
    });
  };
}

export type SwitchInternal = ReturnType<typeof createSwitchInternal>;
