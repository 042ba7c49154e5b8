import type { Database } from "../../db/database.ts";
import { cheaperPlan, monthBefore, type PlanUsed } from "../../domain/habit.ts";
import type { Money } from "../../domain/money.ts";
import { type LocalizedName, suitsCard } from "../../domain/plan.ts";
import type { Clock } from "../../ports/clock.ts";

/** What somebody could have saved last month. */
export interface SavingFound {
  card: { label: string; product: string; iccid: string };
  usedName: LocalizedName;
  dataUsedBytes: bigint;
  dataTotalBytes: bigint;
  instead: { name: LocalizedName; dataBytes: bigint | null };
  saved: Money;
}

/** The bundle that ended last month for which a cheaper plan of today would have saved most; undefined: none. */
export function createFindSaving(deps: { database: Database; clock: Clock }) {
  const { prisma } = deps.database;
  const { clock } = deps;

  return async function findSaving(chatId: bigint): Promise<SavingFound | undefined> {
    const { from, until } = monthBefore(clock.now());
    const bundles = await prisma.bundle.findMany({
      where: {
        card: { account: { chats: { some: { id: chatId } } } },
        expiresAt: { gte: from, lt: until },
        startsAt: { not: null },
        dataTotalBytes: { not: null },
        order: { status: "fulfilled", amountMinor: { gt: 0 } },
      },
      include: { card: true, order: { select: { amountMinor: true, currency: true } } },
    });
    if (bundles.length === 0) return undefined;
    const plans = (await prisma.plan.findMany({ where: { active: true } })) as never as CatalogPlan[];

    const found = bundles.flatMap((bundle) => {
      const used: PlanUsed = {
        ...bundle,
        dataTotalBytes: bundle.dataTotalBytes!,
        days: Math.round(bundle.durationSeconds / 86_400),
        price: { amountMinor: bundle.order!.amountMinor!, currency: bundle.order!.currency! },
      };
      const saving = cheaperPlan(
        used,
        plans.filter((plan) => suitsCard(plan, bundle.card)),
      );
      if (!saving) return [];
      const { name, dataBytes } = saving.plan;
      const { dataUsedBytes, dataTotalBytes } = used;
      const usedName = bundle.planName as LocalizedName;
      const instead = { name, dataBytes };
      return [{ card: bundle.card, usedName, dataUsedBytes, dataTotalBytes, instead, saved: saving.saved }];
    });
    return found.sort((one, other) => other.saved.amountMinor - one.saved.amountMinor)[0];
  };
}

type CatalogPlan = Parameters<typeof suitsCard>[0] &
  Parameters<typeof cheaperPlan>[1][number] & { name: LocalizedName };

export type FindSaving = ReturnType<typeof createFindSaving>;
