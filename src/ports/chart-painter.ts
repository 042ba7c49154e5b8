/**
 * What a chart of use shows. It stands without words, for every language: amounts with their unit, days by
 * their numbers. Across it is counted in days from its left edge.
 */
export interface UsageChart {
  unit: ChartUnit;
  days: ChartDay[];
  /** What a day may take, of a plan by the day. */
  dayLimit?: number;
  /** What was left over time, absent where there is no end to it. */
  left?: ChartLeft;
  /** When the plan ends, if that is on the chart. */
  endsAt?: number;
}

export type ChartUnit = "GB" | "MB" | "min";

export interface ChartDay {
  /** Of the month. */
  number: number;
  /** In the chart's unit; null for days to come. */
  used: number | null;
  isToday: boolean;
}

export interface ChartLeft {
  unit: ChartUnit;
  total: number;
  /** From left to right, up to now. */
  points: ChartPoint[];
  /** Where it goes from the last of them; absent while nobody can say. */
  expected?: ChartPoint;
}

export interface ChartPoint {
  day: number;
  amount: number;
}

/** Draws it as a PNG, in steps so short that everything else goes on. The same chart always becomes the same bytes. */
export type PaintUsage = (chart: UsageChart) => Promise<Uint8Array>;
