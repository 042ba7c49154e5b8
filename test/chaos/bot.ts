import pino from "pino";
import { troubled } from "./carriers.ts";

/*
 * The bot as `dist/main.js` runs it: compiled, with real settings from the environment. Only its clock can
 * be moved, and its carriers have the weather that the parent process makes.
 */

/** What the parent process asks for; answered with the same id. */
export type Wish = { id: number } & ({ type: "skip"; ms: number } | { type: "open" });

/** What is not over yet. */
export interface StillOpen {
  orders: number;
  notices: number;
  jobs: number;
}

const compiled = (path: string) => import(new URL(`../../dist/${path}`, import.meta.url).href);
const { startApp }: typeof import("../../src/app.ts") = await compiled("app.js");
const { readConfig }: typeof import("../../src/config.ts") = await compiled("config.js");
const { installedLocales }: typeof import("../../src/i18n/locales.ts") = await compiled("i18n/locales.js");

const origin = process.env.CHAOS_ORIGIN!;
let skippedMs = Number(process.env.CHAOS_SKIPPED_MS);

const config = readConfig(process.env, installedLocales());
const app = await startApp({
  config: { ...config, botToken: config.botToken! },
  clock: { now: () => new Date(Date.now() + skippedMs) },
  log: pino({ level: config.logLevel }),
  wrapCarriers: (carriers) => troubled(carriers, origin),
});
process.send!({ type: "ready" });

process.on("disconnect", () => process.exit(1));
process.on("SIGTERM", () => void app.stop().then(() => process.exit(0)));
process.on("message", (wish: Wish) => {
  fulfil(wish).then(
    (answer) => process.send!({ id: wish.id, answer }),
    (error: Error) => process.send!({ id: wish.id, error: error.message }),
  );
});

async function fulfil(wish: Wish): Promise<StillOpen | undefined> {
  if (wish.type === "open") return stillOpen();
  skippedMs += wish.ms;
  // The queue counts the database's own time: what waits there has waited as long.
  await app.database.query(
    "chaos-skip",
    `UPDATE pgboss.job SET start_after = start_after - $1 * interval '1 millisecond'
     WHERE state IN ('created', 'retry') AND start_after > now() AND name NOT LIKE '\\_\\_%'`,
    [wish.ms],
  );
  await app.catchUp();
  return undefined;
}

async function stillOpen(): Promise<StillOpen> {
  const [open] = await app.database.query<StillOpen>(
    "chaos-open",
    `SELECT
       (SELECT count(*)::int FROM "Order" o WHERE status IN ('awaiting_payment', 'confirming')
          OR (o."heldReason" IS NULL AND o."disputedReason" IS DISTINCT FROM 'disputed'
              AND (status IN ('paid', 'provisioning', 'refunding') OR EXISTS (
                SELECT 1 FROM "Payment" p WHERE p."orderId" = o.id AND p.status IN ('refunding', 'pending'))))
       ) AS orders,
       (SELECT count(*)::int FROM "OutboxNotice" WHERE "sentAt" IS NULL AND "failedAt" IS NULL) AS notices,
       (SELECT count(*)::int FROM pgboss.job WHERE name NOT LIKE '\\_\\_%' AND name <> 'sweep'
          AND state IN ('created', 'retry')) AS jobs`,
    [],
  );
  return open!;
}
