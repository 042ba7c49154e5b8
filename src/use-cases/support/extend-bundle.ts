import { readBundles } from "../../db/card-bundles.ts";
import type { Bundle } from "../../domain/bundle.ts";
import { EXTEND_WITHIN_MS, EXTENSION_DAYS, extendBundle } from "../../domain/bundle-extension.ts";
import { settleBundles } from "../../domain/bundle-start.ts";
import type { Product } from "../../domain/plan.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { Carrier, NoExtension } from "../../ports/carrier.ts";
import { lookAgainAtCard } from "../nudge/look-again.ts";
import type { DeskDeps } from "./desk.ts";
import { queueNote, refreshCard } from "./queue-relay.ts";

export type BundleNotExtended =
  | { type: NoExtension }
  | { type: "unknown" }
  /** The card's carrier has no such thing. */
  | { type: "cannot" }
  /** It did not answer: it may have happened, and asking again is safe. */
  | { type: "unanswered" };

/** A bundle that can be made longer, and the end that it has now. */
export interface Extendable {
  bundle: Bundle & { expiresAt: Date };
  card: { label: string; product: Product; iccid: string };
}

type Deps = DeskDeps & { carriers: ReadonlyMap<string, Carrier> };

/** What of a customer's could be made longer now; `cannot` where only carriers are left that do not do that. */
export function createReadExtendable({ database, clock, carriers }: Deps) {
  return async function readExtendable(
    accountId: string | null,
  ): Promise<Result<Extendable[], { type: "cannot" }>> {
    if (accountId === null) return ok([]);
    const now = clock.now();
    const all = await database.prisma.card.findMany({ where: { accountId }, orderBy: { createdAt: "asc" } });
    const cards = all.filter(({ carrier }) => carriers.get(carrier)?.extend);
    if (all.length > 0 && cards.length === 0) return fail({ type: "cannot" });
    const since = new Date(+now - EXTEND_WITHIN_MS);
    const ids = cards.map(({ id }) => id);
    const byCard = await readBundles(database.prisma, ids, since);
    return ok(
      cards.flatMap((card) => {
        const bundles = settleBundles(byCard.get(card.id) ?? [], now);
        return bundles.flatMap((bundle): Extendable[] => {
          const { expiresAt } = bundle;
          const [days] = EXTENSION_DAYS;
          if (!expiresAt || !extendBundle(bundle, bundles, { days, now }).ok) return [];
          return [{ bundle: { ...bundle, expiresAt }, card }];
        });
      }),
    );
  };
}

export type ReadExtendable = ReturnType<typeof createReadExtendable>;

/**
 * Adds days to a customer's bundle, from the end that the agent saw: with another end nothing is done, so a
 * second press adds nothing. What was done and not yet said, because it ended in between, is said then.
 */
export function createExtendBundle({ database, clock, log, supportChatId, carriers }: Deps) {
  return async function extend(
    ticket: { id: string; chatId: bigint },
    asked: { accountId: string; bundleId: string; wasUntil: Date; days: number },
    agent: { name: string; cause: string },
  ): Promise<Result<{ until: Date }, BundleNotExtended>> {
    const { accountId, bundleId, wasUntil, days } = asked;
    const found = await database.prisma.bundle.findUnique({
      where: { id: bundleId, card: { accountId } },
      include: { card: true },
    });
    if (!found || supportChatId === undefined) return fail({ type: "unknown" });
    const { card } = found;
    const carrier = carriers.get(card.carrier);
    if (!carrier?.extend) return fail({ type: "cannot" });
    const bundleRef = found.carrierBundleRef ?? bundleId;
    const carrierCard = { ...card, carrierRef: card.carrierRef ?? "" };
    const outcome = await carrier
      .extend(carrierCard, bundleRef, { wasUntil, days, cause: agent.cause })
      .catch((error: unknown) => {
        log.warn({ bundleId, err: { message: String(error) } }, "Carrier did not say whether it extended");
        return undefined;
      });
    if (!outcome) return fail({ type: "unanswered" });
    if (outcome.type === "refused") return fail({ type: outcome.reason });

    const { until } = outcome;
    const now = clock.now();
    await database.transact(async (unit) => {
      await lookAgainAtCard(unit.tx, card.id, now);
      const notice = { type: "bundle_extended" as const, bundleId, until: until.toISOString() };
      if (!(await unit.say(ticket.chatId, notice, `extended:${bundleId}:${+wasUntil}`))) return;
      // Its end is another one, and is worth a warning of its own.
      await unit.tx.nudge.deleteMany({ where: { bundleId, kind: { in: ["validity", "win_back"] } } });
      const route = { ticketId: ticket.id, chatId: ticket.chatId, supportChatId, now };
      const plan = found.planName as { en: string };
      await queueNote(unit, route, { type: "extended", by: agent.name, plan, days });
      await refreshCard(unit, { ...route, cause: `extended:${bundleId}:${+wasUntil}` });
    });
    return ok({ until });
  };
}

export type ExtendBundle = ReturnType<typeof createExtendBundle>;
