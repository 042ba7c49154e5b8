import type { Database } from "../../db/database.ts";

/** Remembers which message shows the talk or the pay button of an order. */
export function createKeepPanel({ database }: { database: Database }) {
  return async function keepPanel(orderId: string, messageId: number): Promise<void> {
    await database.prisma.order.updateMany({ where: { id: orderId }, data: { panelMessageId: messageId } });
  };
}

export type KeepPanel = ReturnType<typeof createKeepPanel>;
