import { createHmac } from "node:crypto";
import type { World } from "./world.ts";

export interface ReportedUsage {
  id: string;
  iccid: string;
  kind: string;
  amount: number;
  at: string;
  country?: string | null;
}

/** The header over a body, as the operator's network signs. */
export function signLedger(
  body: string | Uint8Array,
  at: Date,
  secret = "ledger-secret-of-the-tests",
): string {
  const time = Math.floor(at.getTime() / 1000);
  return `t=${time},v1=${createHmac("sha256", secret).update(`${time}.`).update(body).digest("hex")}`;
}

/** Posts a usage report; a good signature by the world's clock unless another is handed in. */
export async function reportUsage(
  world: World,
  events: ReportedUsage[] | string | Uint8Array,
  options: { signature?: string | null; carrier?: string } = {},
): Promise<{ status: number; answer: Record<string, unknown> }> {
  const body = Array.isArray(events) ? JSON.stringify({ events }) : events;
  const { signature = signLedger(body, world.clock.now()), carrier = "ledger" } = options;
  const response = await fetch(`${world.app.url}/webhooks/carriers/${carrier}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(signature !== null && { "x-ledger-signature": signature }),
    },
    body,
  });
  const text = await response.text();
  return { status: response.status, answer: text.startsWith("{") ? JSON.parse(text) : { text } };
}
