import type { JobDefinition } from "./index.ts";

export type Sweeper = () => Promise<void>;

/**
 * Runs them one after the other. One that fails holds up none of the others: they look after other people. What
 * failed is thrown at the end.
 */
export async function sweepAll(sweepers: readonly Sweeper[]): Promise<void> {
  const errors: Error[] = [];
  for (const sweep of sweepers) await sweep().catch((error: Error) => void errors.push(error));
  if (errors.length > 1) throw new AggregateError(errors, errors.map(({ message }) => message).join("; "));
  if (errors[0]) throw errors[0];
}

/** Once a minute: everything that looks for what is due. */
export function sweepJob(sweepers: readonly Sweeper[]): JobDefinition<"sweep"> {
  return { queue: "sweep", cron: "* * * * *", run: () => sweepAll(sweepers) };
}
