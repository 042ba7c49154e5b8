import type { Database } from "../db/database.ts";
import type { Product } from "../domain/plan.ts";

export interface OwnCard {
  id: string;
  iccid: string;
  product: Product;
  label: string;
  phone: string;
}

/** An account has a few; a company's has dozens. */
const MOST_CARDS = 500;
const select = { id: true, iccid: true, product: true, label: true, phone: true } as const;

/** The cards of an account, the oldest first, and one of them by its id. */
export function createReadOwnCards({ database }: { database: Database }) {
  const { card } = database.prisma;
  return {
    all: (accountId: string): Promise<OwnCard[]> =>
      card.findMany({
        where: { accountId },
        select,
        orderBy: [{ createdAt: "asc" }, { iccid: "asc" }],
        take: MOST_CARDS,
      }),
    byId: (accountId: string, id: string): Promise<OwnCard | null> =>
      card.findUnique({ where: { id, accountId }, select }),
  };
}

export type ReadOwnCards = ReturnType<typeof createReadOwnCards>;
