import { readBundles } from "../../db/card-bundles.ts";
import type { Database } from "../../db/database.ts";
import type { Bundle } from "../../domain/bundle.ts";
import { settleBundles } from "../../domain/bundle-start.ts";
import type { Clock } from "../../ports/clock.ts";

/** What is on a card now, as it is written here, oldest purchase first. */
export function createReadCardBundles({ database, clock }: { database: Database; clock: Clock }) {
  return async function readCardBundles(cardId: string): Promise<Bundle[]> {
    const now = clock.now();
    const read = await readBundles(database.prisma, [cardId], now);
    return settleBundles(read.get(cardId) ?? [], now);
  };
}

export type ReadCardBundles = ReturnType<typeof createReadCardBundles>;
