import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serverTestDatabase } from "../kit/database.ts";
import { type Child, type Children, freePort } from "./children.ts";
import { type Target, webhookSecret } from "./load.ts";
import type { Panel, StandInMessage, StandInQuestion } from "./stand-in.ts";

/** Where a bot under test keeps its data: an embedded database's directory, or a server's database. */
export interface Place {
  name: "PGlite" | "PostgreSQL";
  settings: Record<string, string>;
  remove(): Promise<void>;
}

export async function embeddedPlace(): Promise<Place> {
  const dataDir = await mkdtemp(join(tmpdir(), "bench-"));
  return {
    name: "PGlite",
    settings: { DATA_DIR: dataDir },
    remove: () => rm(dataDir, { recursive: true, force: true }),
  };
}

export async function serverPlace(serverUrl: string): Promise<Place> {
  const database = await serverTestDatabase(serverUrl);
  return { name: "PostgreSQL", settings: { DATABASE_URL: database.url! }, remove: () => database.close() };
}

/** Linked people with a card each and a plan in force, and plans to buy. */
export async function seed(children: Children, place: Place): Promise<void> {
  const seeding = children.fork("./seed.ts", place.settings);
  const [code] = await once(seeding.process, "exit");
  if (code !== 0) throw new Error("The sample people could not be written");
}

export const secrets = {
  botToken: "1000000001:AAbenchbenchbenchbenchbenchbenchbench",
  stripeSecretKey: "sk_test_bench",
  stripeWebhookSecret: "whsec_bench",
  ledgerSecret: "ledger-secret-of-the-bench",
};

export interface Outside {
  telegramApiRoot: string;
  stripeApiBase?: string;
  smtpUrl?: string;
}

/** Real settings, as an operator writes them. Without a stand-in of their own, checkout and mail lead nowhere. */
export async function settingsFor(place: Place, outside: Outside): Promise<Record<string, string>> {
  const port = String(await freePort());
  return {
    BOT_TOKEN: secrets.botToken,
    TELEGRAM_API_ROOT: outside.telegramApiRoot,
    TELEGRAM_TRANSPORT: "webhook",
    TELEGRAM_WEBHOOK_SECRET: webhookSecret,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    PORT: port,
    STRIPE_SECRET_KEY: secrets.stripeSecretKey,
    STRIPE_WEBHOOK_SECRET: secrets.stripeWebhookSecret,
    STRIPE_API_BASE: outside.stripeApiBase ?? "http://127.0.0.1:9",
    SMTP_URL: outside.smtpUrl ?? "smtp://127.0.0.1:9",
    MAIL_FROM: "Travel SIM <sim@example.com>",
    LEDGER_SECRET: secrets.ledgerSecret,
    LOG_LEVEL: "warn",
    ...place.settings,
  };
}

/** A bot that is ready: it has set its webhook, which is the last thing it does when it starts. */
export interface RunningBot extends Child {
  webhookUrl: string;
  startedInMs: number;
}

export async function startBot(deps: {
  children: Children;
  place: Place;
  standIn: StandIn;
}): Promise<RunningBot> {
  const { children, place, standIn } = deps;
  const settings = await settingsFor(place, { telegramApiRoot: standIn.url });
  const ready = standIn.webhookSet();
  const begin = performance.now();
  const bot = children.bot(settings);
  const ended = once(bot.process, "exit").then(([code]) => {
    throw new Error(`The bot ended with ${code} instead of starting`);
  });
  const webhookUrl = await Promise.race([ready, ended]);
  return Object.assign(bot, { webhookUrl, startedInMs: performance.now() - begin });
}

export interface StandIn {
  url: string;
  /** The next webhook that a bot sets. */
  webhookSet(): Promise<string>;
  /** Calls answered so far. */
  calls(): Promise<number>;
  /** Of each chat. */
  panels(): Promise<Map<number, Panel>>;
}

export async function startStandIn(children: Children): Promise<StandIn> {
  const child = children.fork("./stand-in.ts");
  const heard = <Type extends StandInMessage["type"]>(type: Type) =>
    child.message<StandInMessage & { type: Type }>((message) => message.type === type);
  const ask = (question: StandInQuestion) => child.process.send(question);
  const { url } = await heard("listening");
  return {
    url,
    webhookSet: async () => (await heard("webhook")).url,
    async calls() {
      ask({ type: "calls" });
      return (await heard("calls")).count;
    },
    async panels() {
      ask({ type: "panels" });
      return new Map((await heard("panels")).byChat);
    },
  };
}

export async function startEcho(
  children: Children,
  file: "./echo-grammy.ts" | "./echo-telegraf.ts",
  telegramApiRoot: string,
): Promise<Target> {
  const child = children.fork(file, {
    BOT_TOKEN: secrets.botToken,
    TELEGRAM_API_ROOT: telegramApiRoot,
  });
  const { url } = await child.message<{ url?: string }>((message) => message.url !== undefined);
  return { url: url!, pid: child.pid };
}
