/**
 * The limit beside which the bot's webhook intake is measured: node:http, Stripe's own verification and one
 * INSERT, nothing else. A process of its own; says over IPC where it listens.
 */
import { mkdtempSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Stripe from "stripe";
import type { Connection } from "../../src/db/connection.ts";
import { openEmbedded } from "../../src/db/embedded.ts";
import { openServer } from "../../src/db/server.ts";

const secret = process.env.STRIPE_WEBHOOK_SECRET!;
const connection: Connection = process.env.DATABASE_URL
  ? openServer(process.env.DATABASE_URL, () => {})
  : await openEmbedded(mkdtempSync(join(tmpdir(), "bench-limit-")));
await connection.executeSql(
  `CREATE TABLE IF NOT EXISTS bench_event (id text PRIMARY KEY, type text NOT NULL, at timestamptz NOT NULL)`,
);
const stripe = new Stripe("sk_test_bench");

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", async () => {
    const signature = request.headers["stripe-signature"] ?? "";
    const event = stripe.webhooks.constructEvent(Buffer.concat(chunks), signature, secret);
    await connection.query(
      "insert",
      "INSERT INTO bench_event (id, type, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
      [event.id, event.type, new Date()],
    );
    response.writeHead(200).end();
  });
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as { port: number };
  process.send!({ url: `http://127.0.0.1:${port}/webhooks/stripe` });
});
process.on("SIGTERM", async () => {
  await connection.executeSql("DROP TABLE IF EXISTS bench_event");
  process.exit(0);
});
