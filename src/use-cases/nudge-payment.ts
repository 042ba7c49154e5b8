import type { Database } from "../db/database.ts";

/**
 * Somebody came back from the checkout page: has its order's payment been heard of? If not, the provider is
 * asked soon. Anybody may call it with anything; a checkout that is not ours, or not open, costs one read.
 */
export function createNudgePayment({ database }: { database: Database }) {
  return async function nudgePayment(sessionId: string): Promise<void> {
    if (sessionId.length > 255) return;
    const order = await database.prisma.order.findUnique({
      where: { checkoutSessionId: sessionId },
      select: { provider: true, status: true },
    });
    if (!order?.provider || order.status !== "awaiting_payment") return;
    const news = { provider: order.provider, about: { type: "session" as const, id: sessionId } };
    await database.transact(({ send }) =>
      send("check-payment", { ...news, cause: "customer" }, { singletonKey: sessionId }),
    );
  };
}

export type NudgePayment = ReturnType<typeof createNudgePayment>;
