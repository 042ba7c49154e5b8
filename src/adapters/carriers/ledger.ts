import { randomUUID } from "node:crypto";
import { changedBundles, readBundles, writeBundles } from "../../db/card-bundles.ts";
import type { Database, UnitOfWork } from "../../db/database.ts";
import type { Bundle } from "../../domain/bundle.ts";
import { buyBundle, settleBundles } from "../../domain/bundle-start.ts";
import type { Carrier, CarrierCard, RenewalOutcome, RenewedBundle } from "../../ports/carrier.ts";
import type { Clock } from "../../ports/clock.ts";
import { readUsageReport } from "./ledger-report.ts";

export interface LedgerDeps {
  database: Database;
  clock: Clock;
  /** What usage reports are signed with; without it none is believed. */
  ledgerSecret: string | undefined;
}

/**
 * The embedded carrier: balances live in our own database and follow the rules of domain/bundle-start.ts.
 * A renewal, like a usage report, holds the card's row, so that the two never overwrite each other.
 */
export function createLedger(deps: LedgerDeps): Carrier {
  const { database, clock, ledgerSecret: secret } = deps;

  return {
    name: "ledger",
    figuresAreOurs: true,

    renew: (renewal) =>
      database.transact<RenewalOutcome>(async ({ tx }) => {
        const { orderId, card, plan, quantity, startsAt } = renewal;
        if (!(await lockCard(tx, card))) return { type: "refused", reason: "card_unavailable" };
        const applied = await tx.bundle.findUnique({ where: { orderId } });
        if (applied) return { type: "renewed", bundle: renewed(applied) };

        const now = clock.now();
        const before = (await readBundles(tx, [card.id], now)).get(card.id) ?? [];
        const others = settleBundles(before, now);
        await writeBundles(tx, changedBundles(before, others));
        const id = randomUUID();
        const bundle = buyBundle({ id, plan, quantity, startsAt, now }, others);
        await tx.bundle.create({
          data: { ...bundle, countries: [...bundle.countries], cardId: card.id, orderId },
        });
        await tx.card.update({ where: { id: card.id }, data: { asOf: now, nudgeDueAt: now } });
        return { type: "renewed", bundle: renewed(bundle) };
      }),

    async findRenewal({ orderId }) {
      const bundle = await database.prisma.bundle.findUnique({ where: { orderId } });
      return bundle ? renewed(bundle) : undefined;
    },

    async readBundles(card) {
      const asOf = clock.now();
      const bundles = (await readBundles(database.prisma, [card.id], asOf)).get(card.id) ?? [];
      return {
        asOf,
        bundles: settleBundles(bundles, asOf).map((bundle) => ({ bundleRef: bundle.id, ...bundle })),
      };
    },

    readWebhook: ({ body, header, now }) =>
      readUsageReport({ body, signature: header("x-ledger-signature"), secret, now }),
  };
}

/** Waits for whoever changes the card now; false when this carrier has no such card. */
async function lockCard(tx: UnitOfWork["tx"], card: CarrierCard): Promise<boolean> {
  const rows = await tx.$queryRawUnsafe<unknown[]>(
    `SELECT id FROM "Card" WHERE id = $1::uuid AND carrier = 'ledger' FOR UPDATE`,
    card.id,
  );
  return rows.length > 0;
}

const renewed = ({
  id,
  startsAt,
  expiresAt,
}: Pick<Bundle, "id" | "startsAt" | "expiresAt">): RenewedBundle => ({
  bundleRef: id,
  startsAt,
  expiresAt,
});
