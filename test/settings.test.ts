import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Config, ConfigError, type Environment, readConfig, settingNames } from "../src/config.ts";

const locales = ["en", "zh-Hans", "zh-Hant"];
const example = readFileSync(new URL("../.env.example", import.meta.url), "utf8");
const read = (environment: Environment): Config => readConfig(environment, locales);

/** What an operator sets for a real bot. */
const real = {
  BOT_TOKEN: "123456789:AAexampleexampleexampleexampleexample",
  PUBLIC_URL: "https://sim.example.com",
  STRIPE_SECRET_KEY: "sk_live_example",
  STRIPE_WEBHOOK_SECRET: "whsec_example",
  SMTP_URL: "smtps://user:password@mail.example.com:465",
  MAIL_FROM: "SIM desk <sim@example.com>",
  LEDGER_SECRET: "at-least-16-characters",
};

function mistakesIn(environment: Environment): string[] {
  try {
    read(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}

describe(".env.example", () => {
  const lines = example.split("\n");
  const assignments = lines.flatMap((line, index) => {
    const [, comment, name, value] = /^(# )?([A-Z][A-Z_]*)=(.*)$/.exec(line) ?? [];
    return name ? [{ name, value: value!, optional: comment !== undefined, index }] : [];
  });

  test("names every setting there is, and nothing else, once", () => {
    expect(assignments.map(({ name }) => name).toSorted()).toEqual(settingNames.toSorted());
  });

  test("explains each one above it", () => {
    const unexplained = assignments.filter(({ index }) => {
      const above = lines
        .slice(0, index)
        .findLast((line) => !assignments.some((each) => lines[each.index] === line));
      return !above?.startsWith("# ") || above.startsWith("# ---");
    });
    expect(unexplained).toEqual([]);
  });

  test("shows the defaults that are true", () => {
    const shown = assignments.filter(({ optional, value }) => optional && value);
    expect(read(Object.fromEntries(shown.map(({ name, value }) => [name, value])))).toEqual(read({}));
    const withDefault = Object.entries(read({})).filter(
      ([name, value]) => value !== undefined && name !== "publicUrl",
    );
    expect(shown.map(({ name }) => camelCase(name)).toSorted()).toEqual(
      withDefault.map(([name]) => name).toSorted(),
    );
  });

  test("opens the sandbox when it is copied as it is", () => {
    const copied = Object.fromEntries(
      assignments.filter(({ optional }) => !optional).map(({ name, value }) => [name, value]),
    );
    expect(read(copied).botToken).toBeUndefined();
  });

  test("leaves open what a real bot needs", () => {
    const open = assignments.filter(({ optional }) => !optional).map(({ name }) => name);
    expect([...open, "MAIL_FROM"].toSorted()).toEqual(Object.keys(real).toSorted());
  });
});

describe("the settings", () => {
  test("of a sandbox may all be absent", () => {
    expect(read({})).toMatchObject({
      botToken: undefined,
      host: "127.0.0.1",
      port: 3000,
      publicUrl: "http://127.0.0.1:3000",
      dataDir: "./data",
      telegramTransport: "polling",
      defaultLocale: "en",
    });
  });

  test("of a real bot are these", () => {
    expect(read(real)).toMatchObject({ botToken: real.BOT_TOKEN, publicUrl: "https://sim.example.com" });
  });

  test("count empty values and spaces as absent", () => {
    expect(read({ PORT: " ", BOT_TOKEN: "", DATA_DIR: "  /var/lib/sim " })).toMatchObject({
      port: 3000,
      botToken: undefined,
      dataDir: "/var/lib/sim",
    });
  });

  test("are told about all at once, each with what it should be", () => {
    const mistakes = mistakesIn({
      BOT_TOKEN: "wrong",
      PUBLIC_URL: "sim.example.com",
      PORT: "70000",
      STRIPE_SECRET_KEY: "pk_live_public",
      MAIL_FROM: "nobody",
      DEFAULT_LOCALE: "fr",
      LOG_LEVEL: "loud",
    });
    const named = mistakes.map((mistake) => mistake.split(" ")[0]);
    expect(named.toSorted()).toEqual(
      [
        "BOT_TOKEN",
        "DEFAULT_LOCALE",
        "LEDGER_SECRET",
        "LOG_LEVEL",
        "MAIL_FROM",
        "PORT",
        "PUBLIC_URL",
        "SMTP_URL",
        "STRIPE_SECRET_KEY",
        "STRIPE_WEBHOOK_SECRET",
      ].toSorted(),
    );
    expect(new ConfigError(mistakes).message.split("\n")).toHaveLength(mistakes.length + 1);
  });

  test.each([
    "PUBLIC_URL",
    "STRIPE_SECRET_KEY",
    "STRIPE_WEBHOOK_SECRET",
    "SMTP_URL",
    "MAIL_FROM",
    "LEDGER_SECRET",
  ])("need %s as soon as there is a token", (name) => {
    expect(mistakesIn({ ...real, [name]: undefined })).toEqual([
      expect.stringMatching(new RegExp(`^${name} is missing`)),
    ]);
  });

  test.each<[name: string, wrong: string, right: string]>([
    ["BOT_TOKEN", "123456789", real.BOT_TOKEN],
    ["TELEGRAM_API_ROOT", "api.telegram.org", "http://bot-api.internal:8081"],
    ["TELEGRAM_TRANSPORT", "pigeon", "polling"],
    ["TELEGRAM_WEBHOOK_SECRET", "short", "at_least-16-characters"],
    ["PUBLIC_URL", "ftp://sim.example.com", "https://sim.example.com/bot/"],
    ["PORT", "-1", "0"],
    ["PORT", "three thousand", "8080"],
    ["DATABASE_URL", "mysql://localhost/sim", "postgres://sim@db.example.com/sim"],
    ["STRIPE_SECRET_KEY", "whsec_mixed_up", "rk_test_restricted"],
    ["STRIPE_WEBHOOK_SECRET", "sk_live_mixed_up", "whsec_other"],
    ["STRIPE_API_BASE", "stripe", "http://127.0.0.1:12111"],
    ["SMTP_URL", "mail.example.com:465", "smtp://127.0.0.1:1025"],
    ["MAIL_FROM", "SIM desk", "sim@example.com"],
    ["SUPPORT_CHAT_ID", "@support", "-1001234567890"],
    ["LEDGER_SECRET", "short", "sixteen-and-more-characters"],
    ["LOG_LEVEL", "verbose", "debug"],
    ["METRICS_TOKEN", "short", "sixteen-and-more-characters"],
    ["DEFAULT_LOCALE", "de", "zh-Hant"],
    ["RECONCILE_AFTER_SECONDS", "29", "30"],
    ["PROVISION_ALERT_AFTER_SECONDS", "1.5", "60"],
    ["CHECKOUT_LIFETIME_SECONDS", "1800", "1860"],
    ["CHECKOUT_LIFETIME_SECONDS", "86400", "86340"],
    ["BALANCE_FRESH_SECONDS", "soon", "0"],
    ["CARRIER_TIMEOUT_MS", "9000", "200"],
  ])("refuse %s=%s and take %s", (name, wrong, right) => {
    expect(mistakesIn({ ...real, [name]: wrong })).toEqual([
      expect.stringMatching(new RegExp(`^${name} must `)),
    ]);
    expect(mistakesIn({ ...real, [name]: right })).toEqual([]);
  });

  test("need a secret for the webhook transport, and for polling none", () => {
    expect(mistakesIn({ ...real, TELEGRAM_TRANSPORT: "webhook" })).toEqual([
      expect.stringMatching(/^TELEGRAM_WEBHOOK_SECRET is missing/),
    ]);
    expect(mistakesIn({ ...real, TELEGRAM_TRANSPORT: "polling" })).toEqual([]);
  });

  test("want https from the world, unless Telegram is a stand-in or a server of one's own", () => {
    const http = { ...real, PUBLIC_URL: "http://sim.example.com" };
    expect(mistakesIn(http)).toEqual([expect.stringMatching(/^PUBLIC_URL must begin with https/)]);
    expect(mistakesIn({ ...http, TELEGRAM_API_ROOT: "https://api.telegram.org/" })).toHaveLength(1);
    expect(mistakesIn({ ...http, TELEGRAM_API_ROOT: "http://127.0.0.1:8081" })).toEqual([]);
  });

  test("lose the slash at the end of an address", () => {
    const { publicUrl, telegramApiRoot } = read({
      ...real,
      PUBLIC_URL: "https://sim.example.com//",
      TELEGRAM_API_ROOT: "http://127.0.0.1:8081/",
    });
    expect([publicUrl, telegramApiRoot]).toEqual(["https://sim.example.com", "http://127.0.0.1:8081"]);
  });

  test("never appear in what is said about them", () => {
    const secret = "sk_live_not quite a key";
    expect(mistakesIn({ ...real, STRIPE_SECRET_KEY: secret }).join()).not.toContain("not quite");
  });
});

/** `botToken` of `BOT_TOKEN`: how a setting is called in the code. */
function camelCase(name: string): string {
  return name.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
