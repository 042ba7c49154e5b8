import type { Database } from "../db/database.ts";
import {
  belongsTo,
  type OrderHappening,
  type OrderShown,
  readHistory,
  readOrder,
  readOrders,
} from "./order/read-order.ts";

export interface Person {
  chatId: bigint;
  /** Of the account the chat is linked to now. */
  accountId: string | null;
}

/** What a person may see: orders made in their chat, and those of the account it is linked to. */
export function createReadOwnOrders({ database }: { database: Database }) {
  return {
    byId: (person: Person, id: string) => own(person, { id }),
    byNumber: (person: Person, number: string) => own(person, { number }),

    /** The wanted page, or the last one there is. */
    async page(
      person: Person,
      wanted: number,
      size: number,
    ): Promise<{ orders: OrderShown[]; page: number; pages: number }> {
      let page = wanted;
      let { orders, count } = await readOrders(database, person, { index: page, size });
      const pages = Math.max(1, Math.ceil(count / size));
      if (page >= pages) {
        page = pages - 1;
        ({ orders } = await readOrders(database, person, { index: page, size }));
      }
      return { orders, page, pages };
    },

    history: (orderId: string): Promise<OrderHappening[]> => readHistory(database, orderId),
  };

  async function own(
    person: Person,
    key: { id: string } | { number: string },
  ): Promise<OrderShown | undefined> {
    const order = await readOrder(database, { ...key, ...belongsTo(person) });
    return order?.status === "draft" ? undefined : order;
  }
}

export type ReadOwnOrders = ReturnType<typeof createReadOwnOrders>;
