import type { Database } from "../../db/database.ts";
import type { RenewalCard } from "./read-renewal.ts";

/** An account has a few; a company's has dozens. */
const MOST_CARDS = 500;

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
