import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createSmtpMailer, type SmtpMailer } from "../../src/adapters/mail/smtp.ts";
import { toSignal } from "../../src/adapters/payments/stripe-signal.ts";
import { doctorCommand } from "../../src/ops/commands/doctor.ts";
import { neededEvents } from "../../src/ops/doctor/payments.ts";
import type { DoctorSettings } from "../../src/ops/doctor/settings.ts";
import type { BotApiStandIn } from "../../src/sandbox/bot-api/index.ts";
import type { Sandbox } from "../../src/sandbox/contracts.ts";
import { startSandbox } from "../../src/sandbox/index.ts";
import { sampleCardsCsv, samplePlansCsv } from "../../src/sandbox/sample/index.ts";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { createTestLog } from "../kit/log.ts";
import { type ImportWorld, openImportWorld } from "./import-world.ts";
import { createWritten } from "./written.ts";

const BOT_TOKEN = "1000000001:AAexampleexampleexampleexampleexample";
const PUBLIC_URL = "http://127.0.0.1:9";
const CUSTOMER = 7_000_000_001;

let testDatabase: TestDatabase;
let world: ImportWorld;
let sandbox: Sandbox;
let mailer: SmtpMailer;
beforeAll(async () => {
  testDatabase = await embeddedTestDatabase();
  world = await openImportWorld(testDatabase);
});
afterAll(() => testDatabase.close());
beforeEach(async () => {
  await testDatabase.empty();
  await world.importPlans(samplePlansCsv());
  await world.importCards(sampleCardsCsv(world.clock.now()));
  sandbox = await startSandbox({
    appUrl: () => PUBLIC_URL,
    botToken: BOT_TOKEN,
    stripeSecretKey: "sk_test_example",
    stripeWebhookSecret: "whsec_example",
    ledgerSecret: "ledger-secret-of-the-tests",
    controls: {
      now: () => world.clock.now(),
      advanceTime: async () => {},
      carrierMood: () => "ok",
      setCarrierMood: () => {},
      cards: async () => [],
    },
  });
  sandbox.botApi.addPerson({ id: CUSTOMER, firstName: "Alice" });
  mailer = createSmtpMailer({ url: sandbox.smtpUrl, from: "sim@example.com" });
});
afterEach(async () => {
  mailer.close();
  await sandbox.close();
});

async function examine(changed: Partial<DoctorSettings> = {}) {
  const output = createWritten();
  const settings = {
    botToken: BOT_TOKEN,
    telegramApiRoot: sandbox.telegramApiRoot,
    telegramTransport: "polling" as const,
    publicUrl: PUBLIC_URL,
    stripeSecretKey: "sk_test_example",
    stripeApiBase: sandbox.stripeApiBase,
    smtpUrl: sandbox.smtpUrl,
    supportChatId: undefined,
    provisionAlertAfterSeconds: 600,
    reconcileAfterSeconds: 180,
    ...changed,
  };
  const { database, clock } = world;
  const deps = {
    database,
    clock,
    mailer,
    settings,
    findChatUrl: async () => ({ ok: true as const, value: "https://t.me/example_bot" }),
    carrierNames: ["ledger"],
    log: createTestLog(),
  };
  const call = {
    name: "doctor",
    values: [],
    options: {},
    file: undefined,
    signal: new AbortController().signal,
  };
  const code = await doctorCommand.run(deps, call, output);
  return { code, text: output.lines.join("\n") };
}

async function telegram(method: string, params: object): Promise<void> {
  await fetch(`${sandbox.telegramApiRoot}/bot${BOT_TOKEN}/${method}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(params),
  });
}

test("when all is well every line says so, and the exit code too", async () => {
  const { code, text } = await examine();
  expect(text).not.toContain("✗");
  expect(text).toContain("✓ Telegram: the bot is @travel_sim_sandbox_bot");
  expect(text).toContain("✓ Payments: the key is accepted (test mode: no real money)");
  expect(text).toMatch(/✓ Plans: \d+ plans on sale/);
  expect(text).toContain("– Support group: SUPPORT_CHAT_ID is not set");
  expect(text).toContain("All is well.");
  expect(code).toBe(0);
});

test("inline mode that is off at @BotFather is no fault, and said with how to turn it on", async () => {
  expect((await examine()).text).toContain("✓ Inline mode: @travel_sim_sandbox_bot japan offers plans");
  sandbox.botApi.setInlineMode(false);
  const { code, text } = await examine();
  expect(text).toContain("– Inline mode: off");
  expect(text).toContain("/setinline at @BotFather");
  expect(code).toBe(0);
});

test("nothing secret is shown", async () => {
  const smtpUrl = sandbox.smtpUrl.replace("//", "//user:hidden@");
  const { text } = await examine({ smtpUrl, stripeSecretKey: "sk_test_wrong", botToken: `${BOT_TOKEN}x` });
  for (const secret of ["hidden", "AAexample", "sk_test_wrong"]) expect(text).not.toContain(secret);
});

test("a refused token is told with where to get another", async () => {
  const { code, text } = await examine({ botToken: `${BOT_TOKEN}x` });
  expect(text).toContain("✗ Telegram: BOT_TOKEN is refused\n    Take the token from @BotFather");
  expect(code).toBe(1);
});

test("a Telegram that cannot be reached is told from a refused token", async () => {
  const { text } = await examine({ telegramApiRoot: PUBLIC_URL });
  expect(text).toMatch(/✗ Telegram: http:\/\/127\.0\.0\.1:9: (bad port|ECONNREFUSED)/);
});

test("a webhook in the way of polling, a missing one and somebody else's are told", async () => {
  expect((await examine({ telegramTransport: "webhook" })).text).toContain(
    `✗ Updates: no webhook is set, it should be ${PUBLIC_URL}/webhooks/telegram`,
  );
  await telegram("setWebhook", { url: "http://127.0.0.1:1/other" });
  expect((await examine()).text).toContain(
    "✗ Updates: the webhook is set to http://127.0.0.1:1/other, polling needs none",
  );
  await telegram("setWebhook", { url: `${PUBLIC_URL}/webhooks/telegram` });
  expect((await examine({ telegramTransport: "webhook" })).text).toContain(
    `✓ Updates: webhook ${PUBLIC_URL}/webhooks/telegram`,
  );
});

test("a support group is held to be a forum that the bot administers", async () => {
  const { botApi } = sandbox;
  const group = botApi.addToGroup(CUSTOMER, "Desk");
  expect((await examine({ supportChatId: -123n })).text).toContain(
    "✗ Support group: -123: Bad Request: chat not found",
  );
  expect((await examine({ supportChatId: BigInt(group) })).text).toContain(
    "✗ Support group: Desk has no topics",
  );
  const supergroup = (botApi as BotApiStandIn).upgradeGroup(group);
  expect((await examine({ supportChatId: BigInt(group) })).text).toContain(
    `Set SUPPORT_CHAT_ID to ${supergroup}.`,
  );
});

test("a refused payment key, and one that cannot be checked, are told", async () => {
  expect((await examine({ stripeSecretKey: "sk_test_other" })).text).toContain(
    "✗ Payments: STRIPE_SECRET_KEY is refused",
  );
  sandbox.checkout.addFault({ path: "/v1/account", status: 500 });
  expect((await examine()).text).toContain(`✗ Payments: ${sandbox.stripeApiBase}`);
});

test("a webhook endpoint that leads elsewhere is told with what to add", async () => {
  expect((await examine({ publicUrl: "https://sim.example.com" })).text).toContain(
    "✗ Payment news: Stripe has no webhook endpoint https://sim.example.com/webhooks/stripe",
  );
});

test("the events that are asked for are those the bot acts on", () => {
  const object = { id: "x_1", payment_intent: "pi_1" };
  for (const type of neededEvents) {
    const signal = toSignal({ id: "evt_1", type, data: { object } } as never);
    expect(signal.about.type, type).not.toBe("nothing");
  }
});

test("a mail server that does not answer is told", async () => {
  sandbox.mailbox.setMood("down");
  expect((await examine()).text).toMatch(/✗ Mail: 127\.0\.0\.1:\d+: /);
});

test("an empty catalogue and a carrier that is not set up are told", async () => {
  await world.database.prisma.card.updateMany({ data: { carrier: "airalo" } });
  await world.database.prisma.plan.updateMany({ data: { active: false } });
  const { text } = await examine();
  expect(text).toContain(
    "✗ Plans: there are none on sale\n    Import them: npm run ops -- import-plans FILE.csv",
  );
  expect(text).toContain("✗ Cards: some are of airalo, which is not set up");
  await testDatabase.empty();
  expect((await examine()).text).toContain("✗ Cards: there are none");
});
