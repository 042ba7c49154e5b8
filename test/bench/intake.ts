import { createHmac, randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import { Pool } from "undici";
import type { Children } from "./children.ts";
import { type Place, type StandIn, secrets, settingsFor } from "./place.ts";

export interface IntakeReport {
  place: Place["name"];
  /** Events a second that the bot verified, stored with their job and answered. */
  perSecond: number;
  /** Verifying and inserting alone, in a process that does nothing else. */
  limitPerSecond: number;
}

const CONNECTIONS = 16;

/** How fast signed payment news is taken in, beside the limit of verifying and inserting; medians of the rounds. */
export async function measureIntake(
  deps: { children: Children; place: Place; standIn: StandIn },
  plan: { rounds: number; roundMs: number },
): Promise<IntakeReport> {
  const { children, place, standIn } = deps;
  const provider = await providerThatKnowsNothing();
  const settings = await settingsFor(place, { telegramApiRoot: standIn.url, stripeApiBase: provider.url });
  const ready = standIn.webhookSet();
  const bot = children.bot(settings);
  await ready;
  const limit = children.fork("./intake-limit.ts", {
    STRIPE_WEBHOOK_SECRET: secrets.stripeWebhookSecret,
    DATABASE_URL: place.settings.DATABASE_URL ?? "",
  });
  const { url: limitUrl } = await limit.message<{ url: string }>(({ url }) => url !== undefined);

  const figures: { bot: number[]; limit: number[] } = { bot: [], limit: [] };
  for (let round = 0; round < plan.rounds; round++) {
    figures.limit.push(await flatOut(limitUrl, plan.roundMs));
    figures.bot.push(await flatOut(`${settings.PUBLIC_URL}/webhooks/stripe`, plan.roundMs));
  }
  await Promise.all([bot.stop(), limit.stop()]);
  provider.server.close();
  return { place: place.name, perSecond: median(figures.bot), limitPerSecond: median(figures.limit) };
}

async function flatOut(url: string, ms: number): Promise<number> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });
  let answered = 0;
  const begin = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (performance.now() - begin < ms) {
        const body = event();
        const headers = { "content-type": "application/json", "stripe-signature": signature(body) };
        const answer = await pool.request({ path: pathname, method: "POST", headers, body });
        await answer.body.dump();
        if (answer.statusCode !== 200) throw new Error(`The webhook answered ${answer.statusCode}`);
        answered++;
      }
    }),
  );
  const perSecond = (answered * 1000) / (performance.now() - begin);
  await pool.close();
  return perSecond;
}

/** A new event about a checkout that nobody knows, so that what is measured is the intake. */
function event(): string {
  return JSON.stringify({
    id: `evt_${randomUUID().replaceAll("-", "")}`,
    object: "event",
    type: "checkout.session.completed",
    created: Math.floor(Date.now() / 1000),
    livemode: false,
    data: { object: { id: "cs_test_unknown", object: "checkout.session" } },
  });
}

function signature(body: string): string {
  const t = Math.floor(Date.now() / 1000);
  const v1 = createHmac("sha256", secrets.stripeWebhookSecret).update(`${t}.${body}`).digest("hex");
  return `t=${t},v1=${v1}`;
}

async function providerThatKnowsNothing(): Promise<{ url: string; server: Server }> {
  const error = {
    error: { type: "invalid_request_error", code: "resource_missing", message: "No such session" },
  };
  const server = createServer((_request, response) => {
    response.writeHead(404, { "content-type": "application/json" }).end(JSON.stringify(error));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}`, server };
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
