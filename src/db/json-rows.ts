import type { Plan } from "../domain/plan.ts";

/**
 * A row as PostgreSQL puts it into JSON: dates are ISO strings; bytes are numbers, exact up to 9 petabytes.
 * Several tables in one statement are planned, sent and read faster so than as a join.
 */
export type InJson<Row> = {
  [Key in keyof Row]: Row[Key] extends Date
    ? string
    : Row[Key] extends Date | null
      ? string | null
      : Row[Key] extends bigint | null
        ? number | Extract<Row[Key], null>
        : Row[Key];
};

export const fromJsonBytes = (count: number | null): bigint | null => (count === null ? null : BigInt(count));
export const fromJsonDate = (iso: string | null): Date | null => (iso === null ? null : new Date(iso));

export type JsonPlan = InJson<Plan> & { updatedAt?: string };

/** A row of the catalogue as the domain speaks of it. */
export const fromJsonPlan = ({ updatedAt: _, dataBytes, fairUseBytes, ...plan }: JsonPlan): Plan => ({
  ...plan,
  dataBytes: fromJsonBytes(dataBytes),
  fairUseBytes: fromJsonBytes(fairUseBytes),
});
