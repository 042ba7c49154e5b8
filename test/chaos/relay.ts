import { setTimeout as pause } from "node:timers/promises";
import type { Dice } from "./random.ts";
import type { Weather } from "./weather.ts";

const TROUBLES = [
  [0.12, "webhook: dropped for ever"],
  [0.1, "webhook: doubled"],
  [0.12, "webhook: delayed by seconds"],
] as const;

/**
 * The way of the provider's webhooks to the bot: some get lost although the provider believes them to have
 * arrived, some come twice, and they overtake each other.
 */
export function createRelay(deps: { weather: Weather; dice: Dice; target: () => string }) {
  const { weather, dice, target } = deps;
  const newestByObject = new Map<string, number>();
  let arrivals = 0;

  return async function relay(request: Request): Promise<Response> {
    const body = await request.text();
    const arrival = ++arrivals;
    const trouble = weather.strikes(TROUBLES);
    if (trouble === "webhook: dropped for ever") return new Response(null, { status: 200 });
    if (!weather.isCalm) {
      await pause(dice.between(0, trouble === "webhook: delayed by seconds" ? 8_000 : 250));
    }
    countOvertaken(body, arrival);
    const copies = trouble === "webhook: doubled" ? 2 : 1;
    const statuses = await Promise.all(Array.from({ length: copies }, () => forward(request, body)));
    const status = Math.max(...statuses);
    if (status >= 500) weather.count("webhook: nobody there, sent again");
    return new Response(null, { status });
  };

  /** Sent on after something newer about the same session or payment. */
  function countOvertaken(body: string, arrival: number): void {
    const { data } = JSON.parse(body) as { data: { object: { id: string; payment_intent?: string } } };
    const about = data.object.payment_intent ?? data.object.id;
    const newest = newestByObject.get(about) ?? 0;
    if (arrival < newest) weather.count("webhook: overtaken by a newer one");
    newestByObject.set(about, Math.max(newest, arrival));
  }

  async function forward(request: Request, body: string): Promise<number> {
    const signature = request.headers.get("stripe-signature") ?? "";
    try {
      const answer = await fetch(target(), {
        method: "POST",
        headers: { "content-type": "application/json", "stripe-signature": signature },
        body,
        signal: AbortSignal.timeout(10_000),
      });
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      return 502;
    }
  }
}
