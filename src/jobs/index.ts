import type { Job, JobQueue, QueueName } from "../db/jobs.ts";

/** What a queue's jobs do, or what a schedule starts. */
export interface JobDefinition<Name extends QueueName = QueueName> {
  queue: Name;
  run(job: Job<Name>): Promise<void>;
  /** Also runs by itself: a cron expression in UTC. */
  cron?: string;
}

export async function registerJobs(jobs: JobQueue, definitions: JobDefinition[]): Promise<void> {
  for (const { queue, run, cron } of definitions) {
    await jobs.work(queue, run as never);
    if (cron) await jobs.schedule(queue, cron);
  }
}
