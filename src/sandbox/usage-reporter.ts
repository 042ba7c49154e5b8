import { createHmac, randomUUID } from "node:crypto";
import type { UsageReporter } from "./contracts.ts";

/**
 * The operator's network: reports usage to the ledger's webhook in one signed request. Every event
 * gets an id of its own and the sandbox's time. Rejects when nobody answers.
 */
export function createUsageReporter(options: { url(): string; secret: string; now(): Date }): UsageReporter {
  return {
    async report(events) {
      const at = options.now();
      const body = JSON.stringify({
        events: events.map((event) => ({ id: randomUUID(), at: at.toISOString(), ...event })),
      });
      const timestamp = Math.floor(at.getTime() / 1000);
      const v1 = createHmac("sha256", options.secret).update(`${timestamp}.${body}`).digest("hex");
      const answer = await fetch(options.url(), {
        method: "POST",
        headers: {
          "content-type": "application/json; charset=utf-8",
          "x-ledger-signature": `t=${timestamp},v1=${v1}`,
        },
        body,
      });
      await answer.arrayBuffer();
      return { status: answer.status };
    },
  };
}
