import { join } from "node:path";
import { freePort } from "../kit/free-port.ts";
import { createBotProcess } from "./bot-process.ts";
import { createTranscript } from "./chat-window.ts";
import { openMarket } from "./market.ts";
import { type Outside, secrets, startOutside } from "./outside.ts";
import { comeBack } from "./paying.ts";
import { type Customer, createCustomers, seedCatalogue, seedCustomers } from "./people.ts";
import type { Place } from "./place.ts";
import { createDice } from "./random.ts";
import { settle } from "./settle.ts";
import { createStorm } from "./storm.ts";
import { createSupervisor, createTime, type Supervisor } from "./supervisor.ts";
import { judge, type Verdict } from "./verdict.ts";
import { createWeather } from "./weather.ts";

export interface ChaosOptions {
  seed: number;
  people: number;
  orders: number;
  kills: number;
  /** How many shop at the same time. */
  atOnce: number;
  /** Whoever is still shopping then stops; what was begun is judged all the same. */
  mostShoppingMs: number;
  /** How long everything may take to come to rest. */
  mostSettlingMs: number;
}

export interface ChaosReport {
  place: Place["name"];
  options: ChaosOptions;
  verdict: Verdict;
  counts: ReadonlyMap<string, number>;
  errors: ReadonlyMap<string, number>;
  crashes: number;
  exitCode: number | null;
  startedInMs: number[];
  shoppingMs: number;
  settlingMs: number;
  /** How far the clock was moved. */
  skippedMs: number;
  logFile: string;
}

/** Long enough that nobody is thrown off the checkout page, short enough that a skip ends it. */
const CHECKOUT_LIFETIME_SECONDS = 3_600;

/** One storm over one database, and what is left of everybody's money after it. */
export async function runChaos(
  place: Place,
  options: ChaosOptions,
  workDir: string,
  say: (what: string) => void = () => {},
): Promise<ChaosReport> {
  const dice = createDice(options.seed);
  const weather = createWeather(dice.fork());
  const customers = createCustomers(options.people, dice.fork());
  await place.inside(async (database) => {
    await seedCatalogue(database);
    await seedCustomers(database, customers, dice.fork());
  });

  const port = await freePort();
  const botUrl = `http://127.0.0.1:${port}`;
  const time = createTime();
  const logFile = join(workDir, `bot-${place.name}.log`);
  const bot = createBotProcess(logFile);
  const outside = await startOutside({
    weather,
    dice: dice.fork(),
    now: time.now,
    botUrl: () => botUrl,
  });
  for (const customer of customers) outside.botApi.addPerson(customer);
  const supportChatId = outside.botApi.addToGroup(customers[0]!.id, "Desk");
  const transcript = createTranscript(outside.botApi);
  let progress = 0;
  const supervisor: Supervisor = createSupervisor({
    bot,
    weather,
    dice: dice.fork(),
    time,
    // The first lives are those of dist/main.js itself.
    kind: () => (progress < 0.3 ? "main" : "weathered"),
    settings: () => ({
      ...settingsOf(place, outside, botUrl, port),
      SUPPORT_CHAT_ID: String(supportChatId),
      CHAOS_ORIGIN: outside.origin,
      CHAOS_SKIPPED_MS: String(time.skippedMs),
    }),
  });

  try {
    await supervisor.start();
    const begin = performance.now();
    const storm = createStorm({ options, place, supervisor, weather, dice: dice.fork() });
    const blockers = new Set<Customer>();
    const touched = await openMarket({
      blockers,
      ...{ options, customers, outside, weather, dice: dice.fork(), storm },
      say,
      onProgress: (share) => {
        progress = share;
      },
    });
    const stormEnd = performance.now();
    say("the storm is over");
    await supervisor.lastStart();
    for (const customer of blockers) comeBack(outside.botApi, customer);
    await settle({ bot, supervisor, outside, mostMs: options.mostSettlingMs });
    const end = performance.now();
    const exitCode = await supervisor.stop();
    const verdict = await place.inside((database) =>
      judge({ database, outside, transcript, customers, supportChatId, touched }),
    );
    return {
      place: place.name,
      options,
      verdict,
      counts: weather.counts(),
      errors: bot.errors(),
      crashes: supervisor.crashes,
      exitCode,
      startedInMs: bot.startedInMs,
      shoppingMs: stormEnd - begin,
      settlingMs: end - stormEnd,
      skippedMs: time.skippedMs,
      logFile,
    };
  } finally {
    await supervisor.stop();
    await bot.close();
    await outside.close();
  }
}

function settingsOf(place: Place, outside: Outside, botUrl: string, port: number): Record<string, string> {
  return {
    BOT_TOKEN: secrets.botToken,
    TELEGRAM_API_ROOT: outside.origin,
    TELEGRAM_TRANSPORT: "webhook",
    TELEGRAM_WEBHOOK_SECRET: secrets.telegramWebhookSecret,
    PUBLIC_URL: botUrl,
    PORT: String(port),
    STRIPE_SECRET_KEY: secrets.stripeSecretKey,
    STRIPE_WEBHOOK_SECRET: secrets.stripeWebhookSecret,
    STRIPE_API_BASE: outside.origin,
    SMTP_URL: "smtp://127.0.0.1:9",
    MAIL_FROM: "Travel SIM <sim@example.com>",
    LEDGER_SECRET: secrets.ledgerSecret,
    RECONCILE_AFTER_SECONDS: "30",
    PROVISION_ALERT_AFTER_SECONDS: "30",
    // Hours are skipped here, but nobody can skip the minutes that Telegram's pace takes.
    TELEGRAM_MESSAGES_PER_SECOND: "300",
    TELEGRAM_CHAT_MESSAGES_PER_SECOND: "20",
    TELEGRAM_GROUP_MESSAGES_PER_MINUTE: "1200",
    CHECKOUT_LIFETIME_SECONDS: String(CHECKOUT_LIFETIME_SECONDS),
    ...place.settings,
  };
}
