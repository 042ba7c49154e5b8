import type { JobDefinition } from "./index.ts";

/** Once a minute: everything that looks for what is due, one after the other. */
export function sweepJob(sweepers: (() => Promise<void>)[]): JobDefinition<"sweep"> {
  return {
    queue: "sweep",
    cron: "* * * * *",
    async run() {
      for (const sweep of sweepers) await sweep();
    },
  };
}
