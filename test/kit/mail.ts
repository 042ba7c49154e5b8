import type { Mail } from "../../src/sandbox/contracts.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";

/** What arrived for this address, oldest first. */
export function mailsTo(world: World, email: string): Mail[] {
  return world.sandbox.mailbox.mails().filter(({ to }) => to.includes(email));
}

/** The six digits of a mail. */
export function codeIn({ text }: Mail): string {
  const code = /^\d{6}$/m.exec(text)?.[0];
  if (!code) throw new Error(`No code in the mail:\n${text}`);
  return code;
}

/** Lets failed jobs of a queue try again at once, until none has a try left. */
export async function giveUpRetrying(world: World, queue: string): Promise<void> {
  const { query } = world.app.database;
  await until(
    `${queue} to give up`,
    async () => {
      await query(
        "test-hurry",
        `UPDATE pgboss.job SET start_after = now() - interval '1 second' WHERE name = $1 AND state = 'retry'`,
        [queue],
      );
      const waiting = await query(
        "test-retrying",
        `SELECT 1 FROM pgboss.job WHERE name = $1 AND state IN ('created', 'retry', 'active') LIMIT 1`,
        [queue],
      );
      return waiting.length === 0;
    },
    30_000,
  );
  await world.settled();
}
