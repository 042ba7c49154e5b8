import type { Hono } from "hono";
import { type Carriers, createCarriers } from "./adapters/carriers/index.ts";
import { withMood } from "./adapters/carriers/moody.ts";
import { createSmtpMailer } from "./adapters/mail/smtp.ts";
import { createTelegramFetch } from "./adapters/telegram/fetch.ts";
import { createMessenger } from "./adapters/telegram/messenger.ts";
import { createTelegramPace } from "./adapters/telegram/pace.ts";
import { createBot } from "./bot/create-bot.ts";
import { type Polling, startPolling } from "./bot/polling.ts";
import { allowedUpdates, publishProfile } from "./bot/profile.ts";
import { within } from "./bot/time-limit.ts";
import { composeAccounts } from "./compose/accounts.ts";
import { composeBalance } from "./compose/balance.ts";
import { composeNudges } from "./compose/nudges.ts";
import { composeOffers } from "./compose/offers.ts";
import { composeOrders } from "./compose/orders.ts";
import { composePrivacy } from "./compose/privacy.ts";
import { composeRenewal } from "./compose/renewal.ts";
import { composeSupport } from "./compose/support.ts";
import { composeTalk } from "./compose/talk.ts";
import type { Config } from "./config.ts";
import type { Connection } from "./db/connection.ts";
import { type Ownership, ownDataDir } from "./db/data-dir.ts";
import { type Database, openDatabase } from "./db/database.ts";
import { openEmbedded } from "./db/embedded.ts";
import { createJobQueue } from "./db/jobs.ts";
import { openServer } from "./db/server.ts";
import { ok } from "./domain/result.ts";
import { createFeatures } from "./features/index.ts";
import { readLocales, readSentences } from "./i18n/locales.ts";
import { createLanguages } from "./i18n/localizer.ts";
import { createReaders, type Readers } from "./i18n/readers.ts";
import { createComposeNotice } from "./jobs/compose-notice.ts";
import { registerJobs } from "./jobs/index.ts";
import { createComposeApology } from "./jobs/notices/apology.ts";
import { createOutboxSender, type OutboxSender } from "./jobs/outbox-sender.ts";
import { sweepAll, sweepJob } from "./jobs/sweep.ts";
import { createChannel } from "./ops/channel.ts";
import type { Clock } from "./ports/clock.ts";
import type { Log } from "./ports/log.ts";
import { health } from "./server/health.ts";
import { listen } from "./server/listen.ts";
import { metrics } from "./server/metrics.ts";
import { createServer } from "./server/server.ts";
import { telegramWebhook } from "./server/telegram-webhook.ts";
import { createApologizeLater } from "./use-cases/apologize-later.ts";
import { createDeliverNotice } from "./use-cases/deliver-notices.ts";
import { createFindDueNotices } from "./use-cases/find-due-notices.ts";
import { createForgetNotices } from "./use-cases/forget-notices.ts";
import { createForgetUpdates } from "./use-cases/forget-updates.ts";
import { createNoteReachability } from "./use-cases/note-reachability.ts";
import { createReadBacklog } from "./use-cases/read-backlog.ts";
import { createRecognizeChat } from "./use-cases/recognize-chat.ts";
import { createListCards } from "./use-cases/renewal/list-cards.ts";

export interface AppOptions {
  config: Config & { botToken: string };
  clock: Clock;
  log: Log;
  /** Where the chat with the bot is, when not in Telegram: the sandbox's page. */
  chatUrl?: string;
  /** Mounted behind the app's own routes: the sandbox's page. */
  extraRoutes?: Hono[];
  /** The sandbox and the tests make the carrier slow or let it fail. */
  carrierMood?: () => "ok" | "slow" | "down";
  /** For tests that bring carriers of their own, or trouble for those there are. */
  wrapCarriers?: (carriers: Carriers) => Carriers;
  /** Already built, of the same `locales/`: for tests, which start many apps in one process. */
  readers?: Readers;
  /** For tests and the sandbox, whose passwords are worth nothing: see `createPasswordHasher`. */
  passwordLog2N?: number;
  /** Already open: for tests, which bring an in-memory one. */
  connection?: Connection;
  /** Of the data directory, where it was claimed before; the app releases it. */
  ownership?: Ownership;
}

export interface App {
  /** Where its server listens, such as `http://127.0.0.1:3000`. */
  url: string;
  database: Database;
  outbox: OutboxSender;
  /** Does now what fell due while time was skipped. */
  catchUp(): Promise<void>;
  /** When somebody may next hear of something that comes by time alone; undefined: never. */
  nextMoment(): Promise<Date | undefined>;
  /** Takes nothing new, finishes what is under way, and closes everything it opened. */
  stop(): Promise<void>;
}

/** The composition root: the only place that knows everybody. Resolves when the bot is ready. */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, clock, log } = options;
  const onDatabaseError = (error: Error) => log.warn({ err: { message: error.message } }, "Database trouble");
  const sentences = readSentences();
  const languages = createLanguages(sentences, config.defaultLocale);
  const embedded = !options.connection && !config.databaseUrl;
  const ownership = options.ownership ?? (embedded ? await ownDataDir(config.dataDir) : undefined);
  const connection =
    options.connection ??
    (config.databaseUrl
      ? openServer(config.databaseUrl, onDatabaseError)
      : await openEmbedded(`${config.dataDir}/database`));
  const jobs = createJobQueue(connection, onDatabaseError);
  const database = await openDatabase({ connection, jobs, clock });
  await jobs.start();

  const { wrapCarriers = (carriers) => carriers } = options;
  const realCarriers = wrapCarriers(createCarriers({ database, clock, ledgerSecret: config.ledgerSecret }));
  const carriers = options.carrierMood
    ? withMood(realCarriers, options.carrierMood, config.carrierTimeoutMs * 2)
    : realCarriers;

  const chatUrl = () => options.chatUrl ?? `https://t.me/${bot.botInfo.username}`;
  const orders = composeOrders({ config, database, clock, log, languages, carriers, chatUrl });
  const { countrySearch, timeZones, understand, fold } =
    options.readers ?? createReaders(readLocales(sentences));
  const talk = composeTalk({ config, database, clock, languages, fold });
  const renewal = composeRenewal({ ...orders, database, clock, languages, countrySearch, understand });

  // Only a bot without a token may lack a mail server (config.ts), and that one has the sandbox's.
  const mailer = createSmtpMailer({ url: config.smtpUrl ?? "smtp://127.0.0.1:25", from: config.mailFrom });
  const accounts = composeAccounts({
    ...{ config, database, clock, log, languages, timeZones, mailer, chatUrl },
    passwordLog2N: options.passwordLog2N,
  });
  const balance = composeBalance({ config, database, clock, log, carriers });
  const { readForecasts } = balance;
  const nudges = composeNudges({ config, database, clock, languages, carriers, readForecasts, timeZones });
  const offers = composeOffers({ config, database, clock, log, languages });

  const pace = createTelegramPace(config, clock);
  const privacy = composePrivacy({
    ...{ ...orders, database, clock, log, languages },
    supportChatId: config.supportChatId,
  });

  const telegram = createTelegramFetch(config.telegramApiRoot, pace);
  const support = await composeSupport({
    ...{ config, database, clock, log, languages, carriers, faq: talk.faq },
    moveOrder: orders.moveOrder,
    readBalance: balance.readBalance,
    outboxFetch: telegram.outboxFetch,
  });
  const bot = createBot({
    token: config.botToken,
    config: {
      client: { apiRoot: config.telegramApiRoot, fetch: telegram.fetch as never, timeoutSeconds: 60 },
    },
    database,
    clock,
    languages,
    recognizeChat: createRecognizeChat({ database, clock }),
    noteReachability: createNoteReachability({ database, clock, supportChatId: config.supportChatId }),
    apologizeLater: createApologizeLater({ database, clock }),
    understand,
    listCards: createListCards({ database }),
    faq: talk.faq,
    log,
    features: createFeatures({
      support: support.feature,
      settings: accounts.settings,
      link: accounts.link,
      cards: accounts.cards,
      chats: accounts.chats,
      privacy: privacy.feature,
      balance: balance.feature,
      usage: balance.usage,
      renewal,
      orders: orders.feature,
      reminders: nudges.feature,
      offers: offers.feature,
      talk: talk.feature,
    }),
    fallback: support.feature.orReopen(talk.fallback),
    updateTimeoutMs: 10_000,
  });

  bot.api.config.use(support.listenToAnswers);
  const messenger = support.listenToNotices(
    createMessenger({
      token: config.botToken,
      apiRoot: config.telegramApiRoot,
      fetch: telegram.outboxFetch,
    }),
  );
  const composeNotice = createComposeNotice({
    ...orders.notices,
    ...accounts.notices,
    ...privacy.notices,
    ...nudges.notices,
    ...offers.notices,
    ...support.notices,
    apology: createComposeApology({ database, languages }),
  });
  const outbox = createOutboxSender({
    ...{ database, log, pace },
    messagesPerSecond: config.telegramMessagesPerSecond,
    findDueNotices: createFindDueNotices({ database, clock }),
    deliverNotice: createDeliverNotice({ database, clock, messenger, pace, composeNotice, log }),
  });
  const sweepers = [
    orders.reconcile,
    ...support.sweepers,
    ...balance.sweepers,
    ...privacy.sweepers,
    ...nudges.sweepers,
    ...offers.sweepers,
    createForgetUpdates({ database, clock }),
    createForgetNotices({ database, clock }),
  ];
  await registerJobs(jobs, [
    ...accounts.jobs,
    ...orders.jobs,
    ...balance.jobs,
    ...nudges.jobs,
    sweepJob(sweepers),
  ]);

  let started = false;
  const routes = [
    health({ isReady: async () => started && (await isReady(connection)) }),
    metrics({ token: config.metricsToken, readBacklog: createReadBacklog({ database, clock }) }),
  ];
  routes.push(...balance.routes, ...orders.routes(), ...accounts.routes);
  if (config.telegramTransport === "webhook") {
    const secret = config.telegramWebhookSecret!;
    routes.push(telegramWebhook({ secret, handleUpdate: (update) => bot.handleUpdate(update as never) }));
  }
  routes.push(...(options.extraRoutes ?? []));
  // Before anybody can knock: an update that waited for this start comes at once.
  await bot.init();
  const server = await listen(createServer({ routes, log }), config);

  const operators = createChannel({
    ...{ database, clock, mailer, log, settings: config },
    carrierNames: [...carriers.keys()],
    findChatUrl: async () => ok(chatUrl()),
  });
  ownership?.serve(operators.onConnection);

  outbox.start();
  support.writer.start();
  await publishProfile(bot.api, languages);
  const polling = await startTransport();
  started = true;

  return {
    url: server.url,
    database,
    outbox,
    nextMoment: nudges.readNextLook,
    async catchUp() {
      await sweepAll(sweepers);
      await outbox.drain();
    },
    async stop() {
      await operators.stop();
      await polling?.stop();
      await server.stop();
      await outbox.stop();
      await support.writer.stop();
      await jobs.stop();
      mailer.close();
      orders.close();
      await database.close();
      if (!options.connection) await connection.close();
      await ownership?.release();
      await telegram.close();
    },
  };

  async function startTransport(): Promise<Polling | undefined> {
    if (config.telegramTransport === "polling") {
      await bot.api.deleteWebhook();
      return startPolling(bot, log);
    }
    await bot.api.setWebhook(`${config.publicUrl}/webhooks/telegram`, {
      secret_token: config.telegramWebhookSecret!,
      allowed_updates: allowedUpdates,
    });
    return undefined;
  }
}

const READY_WITHIN_MS = 2_000;

async function isReady(connection: Connection): Promise<boolean> {
  try {
    // A server that takes connections and says nothing is as good as none.
    await within(READY_WITHIN_MS, connection.query("ready", "SELECT 1", []));
    return true;
  } catch {
    return false;
  }
}
