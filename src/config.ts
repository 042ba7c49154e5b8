import { join } from "node:path";
import { z } from "zod";
import { parseOpeningHours } from "./domain/opening-hours.ts";
import { parseRefundRule } from "./domain/refund-rule.ts";

/** Everything an operator can set; the only reader of the environment. `.env.example` explains each. */
export interface Config {
  /** Absent: the sandbox. */
  botToken: string | undefined;
  telegramApiRoot: string;
  telegramTransport: "polling" | "webhook";
  telegramWebhookSecret: string | undefined;
  /** What Telegram lets a bot say unprompted: in all, in one chat, in one group. */
  telegramMessagesPerSecond: number;
  telegramChatMessagesPerSecond: number;
  telegramGroupMessagesPerMinute: number;
  /** Without a slash at its end. */
  publicUrl: string;
  host: string;
  port: number;
  /** How many reverse proxies of one's own stand before this server, each adding to X-Forwarded-For. */
  trustedProxies: number;
  databaseUrl: string | undefined;
  dataDir: string;
  stripeSecretKey: string | undefined;
  stripeWebhookSecret: string | undefined;
  stripeApiBase: string;
  smtpUrl: string | undefined;
  mailFrom: string;
  supportChatId: bigint | undefined;
  /** Of the agents; undefined: the default. */
  supportLocale: string | undefined;
  supportTimeZone: string;
  /** As `parseOpeningHours` reads it. */
  supportHours: string;
  /** How a human is reached where there is no group. */
  supportContact: string | undefined;
  supportRemindAfterSeconds: number;
  supportEscalateAfterSeconds: number;
  supportSilentAfterSeconds: number;
  supportCloseAfterSeconds: number;
  supportInternalPrefix: string;
  /** As `parseRefundRule` reads it. */
  supportRefundAlone: string | undefined;
  /** How long the last things said in a chat are kept for an agent; 0: not at all. */
  transcriptDays: number;
  ledgerSecret: string | undefined;
  defaultLocale: string;
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
  metricsToken: string | undefined;
  /** How old an open order is before the provider is asked about it. */
  reconcileAfterSeconds: number;
  /** How long a paid order may wait for its carrier before a human is called. */
  provisionAlertAfterSeconds: number;
  /** How long a checkout session, and with it the promised price, lives. */
  checkoutLifetimeSeconds: number;
  /** How old a carrier's figures may be before it is asked again. */
  balanceFreshSeconds: number;
  /** How long a person waits for a carrier before the last known figures are shown. */
  carrierTimeoutMs: number;
  /** Whether words that were not understood are kept for the operator to read. */
  keepUnknownTexts: boolean;
  /** Where the operator's own answers to common questions are; absent: those of `locales/`. */
  faqDir: string | undefined;
  /** How often one carrier is asked for figures that nobody is waiting for. */
  carrierPollsPerMinute: number;
  /** Shares left, in percent, at which people are warned unless they choose others. */
  nudgeLevels: number[];
  nudgeValidityHours: number[];
  nudgeQuietHours: { from: number; to: number };
  nudgeWinBackAfterHours: number;
  nudgeUnconnectedAfterHours: number;
  nudgeGapMinutes: number;
}

export type Environment = Record<string, string | undefined>;

const TELEGRAM = "https://api.telegram.org";
const STRIPE = "https://api.stripe.com";

const httpUrl = z.url({ protocol: /^https?$/, error: "must be a URL like https://example.com" });
const withoutEndSlash = (url: string) => url.replace(/\/+$/, "");
const wholeNumber = (least: number, most: number, what: string) =>
  z.coerce
    .number({ error: `must be a ${what}` })
    .int(`must be a ${what} without decimals`)
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`);
const seconds = (least: number, most: number) => wholeNumber(least, most, "number of seconds");
const hours = (most: number) => wholeNumber(0, most, "number of hours");
const list = (most: number, what: string) =>
  z
    .string()
    .regex(/^\d{1,4}(\s+\d{1,4})*$/, `must be ${what}`)
    .transform((text) => text.split(/\s+/).map(Number))
    .refine((numbers) => numbers.every((number) => number <= most), `must be ${what}`);

const settings = z.object({
  BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]{30,}$/, "must look like 123456789:AA…, as @BotFather gives it")
    .optional(),
  TELEGRAM_API_ROOT: httpUrl.default(TELEGRAM).transform(withoutEndSlash),
  TELEGRAM_TRANSPORT: z
    .enum(["polling", "webhook"], { error: "must be polling or webhook" })
    .default("polling"),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{16,256}$/, "must be 16 to 256 letters, digits, _ or -")
    .optional(),
  TELEGRAM_MESSAGES_PER_SECOND: wholeNumber(1, 1_000, "number of messages").default(30),
  TELEGRAM_CHAT_MESSAGES_PER_SECOND: wholeNumber(1, 1_000, "number of messages").default(1),
  TELEGRAM_GROUP_MESSAGES_PER_MINUTE: wholeNumber(1, 60_000, "number of messages").default(20),
  PUBLIC_URL: httpUrl.transform(withoutEndSlash).optional(),
  HOST: z.string().default("127.0.0.1"),
  PORT: wholeNumber(0, 65_535, "port number").default(3000),
  TRUSTED_PROXIES: wholeNumber(0, 10, "number").default(0),
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: "must be a URL like postgresql://user:password@host:5432/name",
    })
    .optional(),
  DATA_DIR: z.string().default("./data"),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_\w+$/, "must look like sk_live_…, sk_test_… or rk_live_…")
    .optional(),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_\S+$/, "must look like whsec_…")
    .optional(),
  STRIPE_API_BASE: httpUrl.default(STRIPE).transform(withoutEndSlash),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: "must be a URL like smtps://user:password@mail.example.com:465" })
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*[^\s@<]+@[^\s@>]+>?$/, "must be an address like SIM desk <sim@example.com>")
    .default("Travel SIM <sim@example.com>"),
  SUPPORT_CHAT_ID: z
    .string()
    .regex(/^-?\d{1,19}$/, "must be the numeric id of the group, like -1001234567890")
    .transform(BigInt)
    .optional(),
  SUPPORT_LOCALE: z.string().optional(),
  SUPPORT_TIME_ZONE: z.string().refine(isTimeZone, "must be a time zone like Asia/Shanghai").default("UTC"),
  SUPPORT_HOURS: z
    .string()
    .refine((text) => parseOpeningHours(text, "UTC") !== undefined, {
      error: "must be always, or look like mon-fri 09:00-18:00, sat 10:00-14:00",
    })
    .default("always"),
  SUPPORT_CONTACT: z.string().optional(),
  SUPPORT_REMIND_AFTER_SECONDS: seconds(10, 86_400).default(300),
  SUPPORT_ESCALATE_AFTER_SECONDS: seconds(20, 604_800).default(1_800),
  SUPPORT_SILENT_AFTER_SECONDS: seconds(30, 604_800).default(1_800),
  SUPPORT_CLOSE_AFTER_SECONDS: seconds(60, 2_592_000).default(172_800),
  SUPPORT_INTERNAL_PREFIX: z.string().max(10, "must have at most 10 characters").default("//"),
  SUPPORT_REFUND_ALONE: z
    .string()
    .refine((text) => parseRefundRule(text) !== undefined, { error: "must look like 50 USD, 7500 JPY" })
    .optional(),
  TRANSCRIPT_DAYS: wholeNumber(0, 90, "number of days").default(7),
  LEDGER_SECRET: z.string().min(16, "must have at least 16 characters").optional(),
  // Read by the adapters of those carriers once they are there; named here so that nobody reuses them.
  ESIM_ACCESS_CODE: z.string().optional(),
  ESIM_ACCESS_SECRET: z.string().optional(),
  ESIM_ACCESS_API_BASE: httpUrl.optional(),
  AIRALO_CLIENT_ID: z.string().optional(),
  AIRALO_CLIENT_SECRET: z.string().optional(),
  AIRALO_API_BASE: httpUrl.optional(),
  DEFAULT_LOCALE: z.string().default("en"),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"], {
      error: "must be debug, info, warn, error or silent",
    })
    .default("info"),
  METRICS_TOKEN: z.string().min(16, "must have at least 16 characters").optional(),
  RECONCILE_AFTER_SECONDS: seconds(30, 86_400).default(180),
  PROVISION_ALERT_AFTER_SECONDS: seconds(30, 86_400).default(600),
  // Stripe's bounds for expires_at, with a minute to spare at both ends.
  CHECKOUT_LIFETIME_SECONDS: seconds(1_860, 86_340).default(7_200),
  BALANCE_FRESH_SECONDS: seconds(0, 86_400).default(300),
  CARRIER_TIMEOUT_MS: wholeNumber(200, 8_000, "number of milliseconds").default(2_500),
  KEEP_UNKNOWN_TEXTS: z.enum(["yes", "no"], { error: "must be yes or no" }).default("no"),
  FAQ_DIR: z.string().optional(),
  CARRIER_POLLS_PER_MINUTE: wholeNumber(0, 10_000, "number").default(60),
  NUDGE_LEVELS: list(99, "shares left in percent, like 20 10 0").prefault("20 10 0"),
  NUDGE_VALIDITY_HOURS: list(720, "hours before the end, like 72 24 3").prefault("72 24 3"),
  NUDGE_QUIET_HOURS: z
    .string()
    .regex(/^([01]?\d|2[0-3])-([01]?\d|2[0-3])$/, "must be two hours of the day, like 22-8")
    .prefault("22-8")
    .transform((text) => {
      const [from = 0, to = 0] = text.split("-").map(Number);
      return { from, to };
    }),
  NUDGE_WIN_BACK_AFTER_HOURS: hours(336).default(72),
  NUDGE_UNCONNECTED_AFTER_HOURS: hours(720).default(0),
  NUDGE_GAP_MINUTES: wholeNumber(0, 2_880, "number of minutes").default(180),
});

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

export const settingNames = Object.keys(settings.shape);

/**
 * Reads and checks the whole environment. Empty values count as absent.
 * Throws a `ConfigError` that lists every mistake at once.
 */
export function readConfig(environment: Environment, locales: readonly string[]): Config {
  const present = Object.fromEntries(
    settingNames.flatMap((name) => {
      const value = environment[name]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
  const parsed = settings.safeParse(present);
  const mistakes = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  const rest = parsed.success ? parsed.data : undefined;
  mistakes.push(...contradictions(present, locales));
  if (mistakes.length > 0 || !rest) throw new ConfigError(mistakes);

  return {
    botToken: rest.BOT_TOKEN,
    telegramApiRoot: rest.TELEGRAM_API_ROOT,
    telegramTransport: rest.TELEGRAM_TRANSPORT,
    telegramWebhookSecret: rest.TELEGRAM_WEBHOOK_SECRET,
    telegramMessagesPerSecond: rest.TELEGRAM_MESSAGES_PER_SECOND,
    telegramChatMessagesPerSecond: rest.TELEGRAM_CHAT_MESSAGES_PER_SECOND,
    telegramGroupMessagesPerMinute: rest.TELEGRAM_GROUP_MESSAGES_PER_MINUTE,
    publicUrl: rest.PUBLIC_URL ?? `http://127.0.0.1:${rest.PORT}`,
    host: rest.HOST,
    port: rest.PORT,
    trustedProxies: rest.TRUSTED_PROXIES,
    databaseUrl: rest.DATABASE_URL,
    dataDir: rest.DATA_DIR,
    stripeSecretKey: rest.STRIPE_SECRET_KEY,
    stripeWebhookSecret: rest.STRIPE_WEBHOOK_SECRET,
    stripeApiBase: rest.STRIPE_API_BASE,
    smtpUrl: rest.SMTP_URL,
    mailFrom: rest.MAIL_FROM,
    supportChatId: rest.SUPPORT_CHAT_ID,
    supportLocale: rest.SUPPORT_LOCALE,
    supportTimeZone: rest.SUPPORT_TIME_ZONE,
    supportHours: rest.SUPPORT_HOURS,
    supportContact: rest.SUPPORT_CONTACT,
    supportRemindAfterSeconds: rest.SUPPORT_REMIND_AFTER_SECONDS,
    supportEscalateAfterSeconds: rest.SUPPORT_ESCALATE_AFTER_SECONDS,
    supportSilentAfterSeconds: rest.SUPPORT_SILENT_AFTER_SECONDS,
    supportCloseAfterSeconds: rest.SUPPORT_CLOSE_AFTER_SECONDS,
    supportInternalPrefix: rest.SUPPORT_INTERNAL_PREFIX,
    supportRefundAlone: rest.SUPPORT_REFUND_ALONE,
    transcriptDays: rest.TRANSCRIPT_DAYS,
    ledgerSecret: rest.LEDGER_SECRET,
    defaultLocale: rest.DEFAULT_LOCALE,
    logLevel: rest.LOG_LEVEL,
    metricsToken: rest.METRICS_TOKEN,
    reconcileAfterSeconds: rest.RECONCILE_AFTER_SECONDS,
    provisionAlertAfterSeconds: rest.PROVISION_ALERT_AFTER_SECONDS,
    checkoutLifetimeSeconds: rest.CHECKOUT_LIFETIME_SECONDS,
    balanceFreshSeconds: rest.BALANCE_FRESH_SECONDS,
    carrierTimeoutMs: rest.CARRIER_TIMEOUT_MS,
    keepUnknownTexts: rest.KEEP_UNKNOWN_TEXTS === "yes",
    faqDir: rest.FAQ_DIR,
    carrierPollsPerMinute: rest.CARRIER_POLLS_PER_MINUTE,
    nudgeLevels: rest.NUDGE_LEVELS,
    nudgeValidityHours: rest.NUDGE_VALIDITY_HOURS,
    nudgeQuietHours: rest.NUDGE_QUIET_HOURS,
    nudgeWinBackAfterHours: rest.NUDGE_WIN_BACK_AFTER_HOURS,
    nudgeUnconnectedAfterHours: rest.NUDGE_UNCONNECTED_AFTER_HOURS,
    nudgeGapMinutes: rest.NUDGE_GAP_MINUTES,
  };
}

/**
 * Where an embedded database and everything beside it lives, and what one process at a time may own. The
 * sandbox has a place of its own, so that sample people never meet real ones.
 */
export function dataDirectory(config: Pick<Config, "botToken" | "dataDir">): string {
  return config.botToken === undefined ? join(config.dataDir, "sandbox") : config.dataDir;
}

/** What no single setting can know: which ones need each other. */
function contradictions(present: Environment, locales: readonly string[]): string[] {
  const mistakes: string[] = [];
  const needed = (name: string, why: string) => {
    if (!present[name]) mistakes.push(`${name} is missing: ${why}`);
  };
  const locale = present.DEFAULT_LOCALE ?? "en";
  if (!locales.includes(locale)) {
    mistakes.push(`DEFAULT_LOCALE must be one of ${locales.join(", ")}, the files in locales/`);
  }
  if (present.SUPPORT_LOCALE && !locales.includes(present.SUPPORT_LOCALE)) {
    mistakes.push(`SUPPORT_LOCALE must be one of ${locales.join(", ")}, the files in locales/`);
  }
  if (!present.BOT_TOKEN) return mistakes;

  needed("PUBLIC_URL", "the checkout page sends the customer back to it, and webhooks arrive there");
  needed("STRIPE_SECRET_KEY", "without it nobody can pay");
  needed("STRIPE_WEBHOOK_SECRET", "without it no payment can be believed");
  needed("SMTP_URL", "sign-in codes go out by mail");
  needed("MAIL_FROM", "sign-in codes need a sender");
  needed("LEDGER_SECRET", "usage reports are signed with it");
  if (present.TELEGRAM_TRANSPORT === "webhook") {
    needed(
      "TELEGRAM_WEBHOOK_SECRET",
      "the webhook transport needs it to know Telegram's updates from others",
    );
  }
  const telegramItself = (present.TELEGRAM_API_ROOT ?? TELEGRAM).replace(/\/+$/, "") === TELEGRAM;
  if (telegramItself && /^http:/i.test(present.PUBLIC_URL ?? "")) {
    mistakes.push("PUBLIC_URL must begin with https:// (any other TELEGRAM_API_ROOT may use http)");
  }
  return mistakes;
}

/** A plain Error with the list of mistakes, for the one place that prints it. */
export class ConfigError extends Error {
  override name = "ConfigError";
  constructor(readonly mistakes: string[]) {
    super(`Settings that need attention:\n${mistakes.map((mistake) => `  - ${mistake}`).join("\n")}`);
  }
}
