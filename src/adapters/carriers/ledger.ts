import { randomUUID } from "node:crypto";
import { changedBundles, readBundles, writeBundles } from "../../db/card-bundles.ts";
import type { Database, UnitOfWork } from "../../db/database.ts";
import type { Bundle } from "../../domain/bundle.ts";
import { EXTEND_WITHIN_MS, extendBundle } from "../../domain/bundle-extension.ts";
import { buyBundle, settleBundles } from "../../domain/bundle-start.ts";
import type {
  Carrier,
  CarrierCard,
  ExtensionOutcome,
  NoExtension,
  RenewalOutcome,
  RenewedBundle,
} from "../../ports/carrier.ts";
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

    extend: (card, bundleRef, { wasUntil, days, cause }) =>
      database.transact<ExtensionOutcome>(async ({ tx }) => {
        if (!(await lockCard(tx, card))) return refused("not_found");
        const now = clock.now();
        const since = new Date(+now - EXTEND_WITHIN_MS);
        const before = (await readBundles(tx, [card.id], since)).get(card.id) ?? [];
        const settled = settleBundles(before, now);
        const bundle = settled.find(({ id }) => id === bundleRef);
        if (!bundle) return refused("not_found");
        const key = { bundleId: bundle.id, wasUntil };
        const done = await tx.bundleExtension.findUnique({ where: { bundleId_wasUntil: key } });
        const isTheSame = done?.days === days && +done.until === +(bundle.expiresAt ?? 0);
        if (isTheSame) return { type: "extended", until: done.until };
        if (+wasUntil !== +(bundle.expiresAt ?? 0)) return refused("changed");

        const longer = extendBundle(bundle, settled, { days, now });
        if (!longer.ok) return refused(longer.error.type);
        const after = settled.map((other) => (other === bundle ? longer.value : other));
        await writeBundles(tx, changedBundles(before, after));
        const { durationSeconds, expiresAt } = longer.value;
        await tx.bundle.update({ where: { id: bundle.id }, data: { durationSeconds } });
        const until = expiresAt!;
        await tx.bundleExtension.create({ data: { ...key, until, days, cause, at: now } });
        await tx.card.update({ where: { id: card.id }, data: { asOf: now, nudgeDueAt: now } });
        return { type: "extended", until };
      }),

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

const refused = (reason: NoExtension): ExtensionOutcome => ({ type: "refused", reason });

const renewed = ({
  id,
  startsAt,
  expiresAt,
}: Pick<Bundle, "id" | "startsAt" | "expiresAt">): RenewedBundle => ({
  bundleRef: id,
  startsAt,
  expiresAt,
});
