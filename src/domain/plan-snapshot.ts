import type { LocalizedName, Plan, PlanKind, Product } from "./plan.ts";

/** A plan as an order promised it, as JSON: bigints are decimal strings. */
export interface PlanSnapshot {
  id: string;
  sku: string;
  products: Product[];
  name: LocalizedName;
  kind: PlanKind;
  days: number;
  dataBytes: string | null;
  voiceSeconds: number;
  fairUseBytes: string | null;
  priceMinor: number;
  currency: string;
  countries: string[];
  carrierRef: string;
  carrier: string;
}

/** What an order keeps of a plan, so that the promise outlives the catalogue. */
export function toPlanSnapshot(plan: Plan): PlanSnapshot {
  const { active: _, dataBytes, fairUseBytes, ...rest } = plan;
  return {
    ...rest,
    dataBytes: dataBytes?.toString() ?? null,
    fairUseBytes: fairUseBytes?.toString() ?? null,
  };
}

/** The plan as it was promised; it counts as active, whatever became of it in the catalogue. */
export function fromPlanSnapshot(json: unknown): Plan {
  const { dataBytes, fairUseBytes, ...rest } = json as PlanSnapshot;
  return {
    ...rest,
    dataBytes: dataBytes === null ? null : BigInt(dataBytes),
    fairUseBytes: fairUseBytes === null ? null : BigInt(fairUseBytes),
    active: true,
  };
}

/** Whether the catalogue's plan is still the one that was promised: its price and all that it gives. */
export function isStillOffered(snapshot: PlanSnapshot, plan: Plan | null): boolean {
  if (!plan?.active) return false;
  const current = toPlanSnapshot(plan);
  const essence = ({ name: _, ...rest }: PlanSnapshot) =>
    JSON.stringify(rest, Object.keys(rest).sort() as string[]);
  return essence(current) === essence(snapshot);
}
