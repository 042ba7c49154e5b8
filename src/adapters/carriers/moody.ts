import { setTimeout as sleep } from "node:timers/promises";
import type { Carrier } from "../../ports/carrier.ts";
import type { Carriers } from "./index.ts";

export type CarrierMood = "ok" | "slow" | "down";

/**
 * The same carriers under bad weather, for the sandbox and the tests: `slow` answers only after
 * `slowAfterMs`, `down` throws. While the mood is bad even our own figures count as the carrier's, so that
 * it is asked each time and what happens then can be seen. What its network reports still arrives.
 */
export function withMood(carriers: Carriers, mood: () => CarrierMood, slowAfterMs: number): Carriers {
  return new Map([...carriers].map(([name, carrier]) => [name, moody(carrier)]));

  function moody(carrier: Carrier): Carrier {
    return {
      name: carrier.name,
      get figuresAreOurs() {
        return mood() === "ok" && carrier.figuresAreOurs;
      },
      get freshForSeconds() {
        return mood() === "ok" ? carrier.freshForSeconds : 0;
      },
      renew: async (renewal, options) => {
        await weather(options?.signal);
        return carrier.renew(renewal, options);
      },
      findRenewal: async (renewal, options) => {
        await weather(options?.signal);
        return carrier.findRenewal(renewal, options);
      },
      readBundles: async (card, options) => {
        await weather(options?.signal);
        return carrier.readBundles(card, options);
      },
      ...(carrier.extend && {
        extend: async (...asked: Parameters<NonNullable<Carrier["extend"]>>) => {
          await weather(undefined);
          return carrier.extend!(...asked);
        },
      }),
      ...(carrier.readWebhook && { readWebhook: carrier.readWebhook.bind(carrier) }),
    };
  }

  async function weather(signal: AbortSignal | undefined): Promise<void> {
    if (mood() === "down") throw new Error("The carrier does not answer");
    if (mood() === "slow") await sleep(slowAfterMs, undefined, { signal, ref: false });
  }
}
