import type { Database } from "../../db/database.ts";

/** What the carrier made of an order, as far as it is known here. */
export interface RenewedShown {
  kind: "daily" | "monthly" | "unlimited" | "fixed";
  dataTotalBytes: bigint | null;
  dataUsedBytes: bigint;
  startsAt: Date | null;
  expiresAt: Date | null;
}

export function createReadRenewed({ database }: { database: Database }) {
  return async function readRenewed(orderId: string): Promise<RenewedShown | undefined> {
    const bundle = await database.prisma.bundle.findUnique({
      where: { orderId },
      select: { kind: true, dataTotalBytes: true, dataUsedBytes: true, startsAt: true, expiresAt: true },
    });
    return bundle ?? undefined;
  };
}

export type ReadRenewed = ReturnType<typeof createReadRenewed>;
