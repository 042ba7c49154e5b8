import { setTimeout as pause } from "node:timers/promises";
import type { Weather } from "./weather.ts";

/** What happens to one call to a carrier. */
export type Fate =
  | "answers"
  | "is slow"
  | "fails"
  | "hangs before doing it"
  | "hangs after doing it"
  | "refuses";

/** A mobile network outside of the bot: what it was told to do is the truth about renewals. */
export interface Network {
  /** Serves `/carrier/…`; undefined when nobody ever answers. */
  fetch(request: Request): Promise<Response | undefined>;
  /** How often it has done this order. It does not notice that it was told twice. */
  timesDone(orderId: string): number;
}

const WRITES = [
  [0.04, "carrier: fails"],
  [0.03, "carrier: times out before the work"],
  [0.05, "carrier: times out after the work"],
  [0.03, "carrier: is slow"],
] as const;
const READS = [
  [0.05, "carrier: a question fails"],
  [0.03, "carrier: a question times out"],
] as const;

const FATES: Record<(typeof WRITES)[number][1] | (typeof READS)[number][1], Fate> = {
  "carrier: fails": "fails",
  "carrier: times out before the work": "hangs before doing it",
  "carrier: times out after the work": "hangs after doing it",
  "carrier: is slow": "is slow",
  "carrier: a question fails": "fails",
  "carrier: a question times out": "hangs before doing it",
};

/** One order in thirty-two is for something that no longer exists: refused, whoever asks and whenever. */
export const isRefused = (orderId: string): boolean => Number.parseInt(orderId.slice(-3), 16) % 32 === 7;

/**
 * The network of the cards whose carrier is `roam`, and the weather over the ledger:
 * `POST /carrier/renew/:orderId`, `GET /carrier/renewed/:orderId`, `GET /carrier/fate/:call/:orderId`.
 */
export function createNetwork(weather: Weather): Network {
  const doneByOrder = new Map<string, { bundleRef: string; times: number }>();

  return {
    timesDone: (orderId) => doneByOrder.get(orderId)?.times ?? 0,
    async fetch(request) {
      const [, , what, first = "", second = ""] = new URL(request.url).pathname.split("/");
      if (what === "fate") return Response.json({ fate: fateOf(first, second) });
      const fate = fateOf(what === "renew" ? "renew" : "findRenewal", first);
      if (fate === "is slow") await pause(400);
      if (fate === "refuses") return Response.json({ type: "refused", reason: "plan_unavailable" });
      if (fate === "fails") return new Response("Sorry", { status: 503 });
      if (fate === "hangs before doing it") return undefined;
      if (what === "renewed") {
        const done = doneByOrder.get(first);
        return done ? Response.json({ bundleRef: done.bundleRef }) : new Response(null, { status: 404 });
      }
      const done = { bundleRef: `roam-${first}`, times: (doneByOrder.get(first)?.times ?? 0) + 1 };
      doneByOrder.set(first, done);
      if (fate === "hangs after doing it") return undefined;
      return Response.json({ type: "renewed", bundleRef: done.bundleRef });
    },
  };

  function fateOf(call: string, orderId: string): Fate {
    if (call === "renew" && isRefused(orderId)) {
      weather.count("carrier: refuses for good");
      return "refuses";
    }
    const trouble = call === "renew" ? weather.strikes(WRITES) : weather.strikes(READS);
    return trouble ? FATES[trouble] : "answers";
  }
}
