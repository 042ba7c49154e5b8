import type { Database } from "../../db/database.ts";
import type { RenewalCard } from "./read-renewal.ts";

/** More would not fit on a screen; an account has a few. */
const MOST_CARDS = 20;

/** The cards of an account, the oldest first. */
export function createListCards({ database }: { database: Database }) {
  return (accountId: string): Promise<RenewalCard[]> =>
    database.prisma.card.findMany({
      where: { accountId },
      select: { id: true, iccid: true, product: true, carrier: true, label: true },
      orderBy: [{ createdAt: "asc" }, { iccid: "asc" }],
      take: MOST_CARDS,
    });
}

export type ListCards = ReturnType<typeof createListCards>;
