import type { Carriers } from "../../src/adapters/carriers/index.ts";
import type { Carrier, RenewedBundle } from "../../src/ports/carrier.ts";
import type { Fate } from "./network.ts";

/** As an adapter of a real network would give up, only sooner. */
const PATIENCE_MS = 700;

/** The ledger under the weather of the parent process, and `roam`: a network that does whatever it is told, twice if told twice. */
export function troubled(carriers: Carriers, origin: string): Carriers {
  const all = [...carriers].map(([name, carrier]) => [name, underWeather(carrier, origin)] as const);
  return new Map([...all, ["roam", createRoam(origin)]]);
}

function underWeather(carrier: Carrier, origin: string): Carrier {
  async function meet<Value>(call: string, orderId: string, work: () => Promise<Value>): Promise<Value> {
    const answer = await ask(`${origin}/carrier/fate/${call}/${orderId}`);
    const { fate } = (await answer.json()) as { fate: Fate };
    switch (fate) {
      case "answers":
      case "is slow":
        return work();
      case "refuses":
        return { type: "refused", reason: "plan_unavailable" } as Value;
      case "hangs after doing it":
        await work();
        throw new Error("The carrier did the work and said nothing");
      default:
        throw new Error(`The carrier ${fate}`);
    }
  }
  return {
    ...carrier,
    renew: (renewal, options) => meet("renew", renewal.orderId, () => carrier.renew(renewal, options)),
    findRenewal: (renewal, options) =>
      meet("findRenewal", renewal.orderId, () => carrier.findRenewal(renewal, options)),
  };
}

function createRoam(origin: string): Carrier {
  return {
    name: "roam",
    figuresAreOurs: false,
    async renew({ orderId }, options) {
      const answer = await ask(`${origin}/carrier/renew/${orderId}`, { method: "POST" }, options?.signal);
      const { type, bundleRef } = (await answer.json()) as { type: "renewed" | "refused"; bundleRef: string };
      return type === "renewed"
        ? { type, bundle: bundleOf({ bundleRef }) }
        : { type, reason: "plan_unavailable" };
    },
    async findRenewal({ orderId }, options) {
      const answer = await ask(`${origin}/carrier/renewed/${orderId}`, {}, options?.signal);
      return answer.status === 404 ? undefined : bundleOf((await answer.json()) as { bundleRef: string });
    },
    readBundles: async () => ({ asOf: new Date(), bundles: [] }),
  };
}

const bundleOf = ({ bundleRef }: { bundleRef: string }): RenewedBundle => ({
  bundleRef,
  startsAt: null,
  expiresAt: null,
});

async function ask(url: string, init: RequestInit = {}, signal?: AbortSignal): Promise<Response> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const answer = await fetch(url, {
    ...init,
    signal: signal ? AbortSignal.any([signal, patience]) : patience,
  });
  if (answer.status >= 500) throw new Error(`The carrier answered ${answer.status}`);
  return answer;
}
