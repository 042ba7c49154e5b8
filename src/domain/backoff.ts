/** Pauses before the next try at something that failed so often: from seconds to an hour, then hourly. */
const PAUSES_SECONDS = [5, 15, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600];

export const pauseSeconds = (failures: number): number =>
  PAUSES_SECONDS[Math.min(Math.max(failures, 1), PAUSES_SECONDS.length) - 1]!;
