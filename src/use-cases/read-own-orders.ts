import type { Database } from "../db/database.ts";
import {
  belongsTo,
  listed,
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

/** A card by which a list of orders can be narrowed. */
export type OrderedCard = NonNullable<OrderShown["card"]>;

/** An account has a few; a company's has dozens. */
const MOST_CARDS = 500;

/** What a person may see: orders made in their chat, and those of the account it is linked to. */
export function createReadOwnOrders({ database }: { database: Database }) {
  return {
    byId: (person: Person, id: string) => own(person, { id }),
    byNumber: (person: Person, number: string) => own(person, { number }),

    /** The wanted page, or the last one there is; of one card's orders where one is named. */
    async page(
      person: Person,
      wanted: number,
      size: number,
      cardId?: string,
    ): Promise<{ orders: OrderShown[]; page: number; pages: number }> {
      let page = wanted;
      let { orders, count } = await readOrders(database, person, { index: page, size, cardId });
      const pages = Math.max(1, Math.ceil(count / size));
      if (page >= pages) {
        page = pages - 1;
        ({ orders } = await readOrders(database, person, { index: page, size, cardId }));
      }
      return { orders, page, pages };
    },

    /** The person's cards, and those of orders made here before: the one ordered for last comes first. */
    async cards(person: Person): Promise<OrderedCard[]> {
      const ordered = await database.prisma.order.groupBy({
        by: ["cardId"],
        where: listed(person),
        _max: { createdAt: true },
      });
      const lastById = new Map(ordered.map(({ cardId, _max }) => [cardId, _max.createdAt?.getTime() ?? 0]));
      const ids = [...lastById.keys()].filter((id) => id !== null);
      const cards = await database.prisma.card.findMany({
        where: { OR: [{ id: { in: ids } }, ...(person.accountId ? [{ accountId: person.accountId }] : [])] },
        select: { id: true, iccid: true, product: true, label: true },
        orderBy: [{ createdAt: "asc" }, { iccid: "asc" }],
        take: MOST_CARDS,
      });
      const last = ({ id }: OrderedCard) => lastById.get(id) ?? 0;
      return cards.toSorted((one, other) => last(other) - last(one));
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
