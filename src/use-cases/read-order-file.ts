import type { Database } from "../db/database.ts";

/** Everything known of an order, for the operator: who, what, the money, and its history with causes. */
export function createReadOrderFile(deps: { database: Pick<Database, "prisma"> }) {
  return async function readOrderFile(number: string) {
    const order = await deps.database.prisma.order.findUnique({
      where: { number },
      include: {
        chat: { select: { firstName: true, locale: true, telegramLanguage: true, unreachableSince: true } },
        account: { select: { email: true } },
        card: { select: { iccid: true, label: true, product: true, carrier: true } },
        plan: { select: { sku: true, name: true } },
        promotionUse: { select: { state: true, promotion: { select: { code: true } } } },
        bundle: { select: { startsAt: true, expiresAt: true, carrierBundleRef: true } },
        payments: { orderBy: { createdAt: "asc" } },
        events: { orderBy: { id: "asc" } },
      },
    });
    return order ?? undefined;
  };
}

export type OrderFile = NonNullable<Awaited<ReturnType<ReturnType<typeof createReadOrderFile>>>>;
