import { type App, startApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import type { Connection } from "../../src/db/connection.ts";
import { installedLocales, readLocales } from "../../src/i18n/locales.ts";
import { createReaders, type Readers } from "../../src/i18n/readers.ts";
import type { Sandbox } from "../../src/sandbox/contracts.ts";
import { startSandbox } from "../../src/sandbox/index.ts";
import type { TestDatabase } from "./database.ts";
import { freePort } from "./free-port.ts";
import { createTestLog, type TestLog } from "./log.ts";
import { createTestClock, type TestClock } from "./test-clock.ts";
import { createTraveller, type Traveller } from "./traveller.ts";
import { until } from "./until.ts";

export interface World {
  app: App;
  sandbox: Sandbox;
  clock: TestClock;
  log: TestLog;
  carrier: { mood: "ok" | "slow" | "down" };
  /** A person with Telegram; `languageCode` as their client sends it. */
  traveller(person?: { firstName?: string; languageCode?: string }): Traveller;
  /** Resolves when every update, job, notice, mail and webhook that is due now was dealt with. */
  settled(): Promise<void>;
  /** One more process of the same installation, on a connection of its own; whoever starts it stops it. */
  another(connection: Connection): Promise<App>;
  /** Ends the app as a deploy does, and starts it again on the same database. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface WorldOptions {
  database: TestDatabase;
  transport?: "polling" | "webhook";
  settings?: Record<string, string>;
  now?: string;
}

const BOT_TOKEN = "1000000001:AAexampleexampleexampleexampleexample";

/** Built once for all worlds of a test process. */
let readers: Readers | undefined;

/** The real app with stand-ins at its edges, on an empty database. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { database, transport = "webhook" } = options;
  await database.empty();
  readers ??= createReaders(readLocales());
  const clock = createTestClock(options.now ?? "2026-11-23T05:02:00Z");
  const log = createTestLog();
  const carrier: World["carrier"] = { mood: "ok" };
  let app: App | undefined;

  const secrets = {
    stripeSecretKey: "sk_test_example",
    stripeWebhookSecret: "whsec_example",
    ledgerSecret: "ledger-secret-of-the-tests",
  };
  const sandbox = await startSandbox({
    appUrl: () => app?.url ?? "http://127.0.0.1:9",
    botToken: BOT_TOKEN,
    ...secrets,
    controls: {
      now: () => clock.now(),
      advanceTime: async (ms) => clock.advance(ms),
      carrierMood: () => carrier.mood,
      setCarrierMood: (mood) => {
        carrier.mood = mood;
      },
      cards: async () => [],
    },
  });

  const launch = async (port: number, connection: Connection) => {
    const config = readConfig(
      {
        BOT_TOKEN,
        TELEGRAM_API_ROOT: sandbox.telegramApiRoot,
        TELEGRAM_TRANSPORT: transport,
        TELEGRAM_WEBHOOK_SECRET: "webhook-secret-of-the-tests",
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        PORT: String(port),
        STRIPE_SECRET_KEY: secrets.stripeSecretKey,
        STRIPE_WEBHOOK_SECRET: secrets.stripeWebhookSecret,
        STRIPE_API_BASE: sandbox.stripeApiBase,
        SMTP_URL: sandbox.smtpUrl,
        MAIL_FROM: "Travel SIM <sim@example.com>",
        LEDGER_SECRET: secrets.ledgerSecret,
        // Nobody waits in a story that is not about waiting.
        TELEGRAM_MESSAGES_PER_SECOND: "1000",
        TELEGRAM_CHAT_MESSAGES_PER_SECOND: "1000",
        TELEGRAM_GROUP_MESSAGES_PER_MINUTE: "60000",
        ...options.settings,
      },
      installedLocales(),
    );
    return startApp({
      config: { ...config, botToken: BOT_TOKEN },
      clock,
      log,
      connection,
      readers,
      carrierMood: () => carrier.mood,
      passwordLog2N: 10,
    });
  };
  const start = async (port: number) => {
    app = await launch(port, database.connection);
  };
  const port = await freePort();
  await start(port);
  let nextId = 7_000_000_001;

  const world: World = {
    get app() {
      return app!;
    },
    sandbox,
    clock,
    log,
    carrier,
    traveller(person = {}) {
      const id = nextId++;
      sandbox.botApi.addPerson({
        id,
        firstName: person.firstName ?? "Alice",
        languageCode: person.languageCode ?? "en",
      });
      return createTraveller(id, world);
    },
    async settled() {
      await until("everything to settle", async () => {
        await sandbox.botApi.idle();
        await sandbox.checkout.idle();
        if (await jobsAreDue(database)) return false;
        await app!.outbox.drain();
        return !(await noticesAreDue(database, clock));
      });
      await sandbox.botApi.idle();
    },
    another: async (connection) => launch(await freePort(), connection),
    async restart() {
      await app!.stop();
      await start(port);
    },
    async stop() {
      await app!.stop();
      await sandbox.close();
      const errors = log.unexpectedErrors();
      if (errors.length > 0) throw new Error(`Logged errors: ${JSON.stringify(errors, null, 2)}`);
    },
  };
  return world;
}

async function jobsAreDue({ connection }: TestDatabase): Promise<boolean> {
  const { rows } = await connection.executeSql(
    `SELECT 1 FROM pgboss.job WHERE name NOT LIKE '\\_\\_%' AND name <> 'sweep'
       AND (state = 'active' OR (state IN ('created', 'retry') AND start_after <= now())) LIMIT 1`,
  );
  return rows.length > 0;
}

async function noticesAreDue({ connection }: TestDatabase, clock: TestClock): Promise<boolean> {
  const rows = await connection.query(
    "test-due-notices",
    `SELECT 1 FROM "OutboxNotice" WHERE "sentAt" IS NULL AND "failedAt" IS NULL AND "dueAt" <= $1 LIMIT 1`,
    [clock.now()],
  );
  return rows.length > 0;
}
