import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Hono } from "hono";
import { type App, startApp } from "./app.ts";
import { type Config, dataDirectory } from "./config.ts";
import { ownDataDir } from "./db/data-dir.ts";
import type { Database } from "./db/database.ts";
import { addUses } from "./db/usage-samples.ts";
import type { Clock } from "./ports/clock.ts";
import type { Log } from "./ports/log.ts";
import type { PanelCard, SandboxControls } from "./sandbox/contracts.ts";
import { startSandbox } from "./sandbox/index.ts";
import { samplePeople } from "./sandbox/people.ts";
import { sampleUsage } from "./sandbox/sample/history.ts";
import { sampleCardsCsv, samplePlansCsv } from "./sandbox/sample/index.ts";
import { samplePromotions } from "./sandbox/sample/promotions.ts";
import { createImportCards } from "./use-cases/import-cards.ts";
import { createImportPlans } from "./use-cases/import-plans.ts";
import { createPasswordHasher } from "./use-cases/password/password-hasher.ts";
import { createCreatePromotion } from "./use-cases/promotion/create-promotion.ts";

/** Worth nothing outside: they only let the bot and its stand-ins believe each other. */
const SECRETS = {
  botToken: "1000000001:AAsandboxsandboxsandboxsandboxsandbox",
  stripeSecretKey: "sk_test_sandbox",
  stripeWebhookSecret: "whsec_sandbox",
  ledgerSecret: "sandbox-ledger-secret",
};

/** Everybody may know the passwords here: a cheap hash keeps the first start short. */
const PASSWORD_LOG2_N = 12;

/** Of a jump through time; what comes after so many is told at its end. */
const MOST_STOPS = 60;

/**
 * The real bot, unchanged, with local stand-ins for Telegram, the checkout provider, the carrier's network
 * and the mail server, and one page to play them all. Prints the page's address and what to try.
 */
export async function startSandboxMode(deps: {
  config: Config;
  log: Log;
}): Promise<Pick<App, "url" | "stop">> {
  const { log } = deps;
  const dataDir = dataDirectory(deps.config);
  // Before anything in there is read: the stand-ins' world belongs to one process just as the database does.
  const ownership = await ownDataDir(dataDir);
  const clock = await openMovableClock(join(dataDir, "clock.json"));
  let app: App | undefined;
  let mood: ReturnType<SandboxControls["carrierMood"]> = "ok";

  const controls: SandboxControls = {
    now: () => clock.now(),
    advanceTime: async (ms) => {
      const end = clock.now().getTime() + ms;
      await app?.catchUp();
      // What would have been said on the way is said on the way: a morning's warning comes in the morning.
      for (let stops = 0; app && stops < MOST_STOPS; stops++) {
        const next = (await app.nextMoment())?.getTime() ?? end;
        if (next >= end) break;
        await clock.advance(Math.max(0, next - clock.now().getTime()) + 1);
        await app.catchUp();
      }
      await clock.advance(Math.max(0, end - clock.now().getTime()));
      await app?.catchUp();
    },
    carrierMood: () => mood,
    setCarrierMood: (next) => {
      mood = next;
    },
    cards: async () => (app ? listCards(app) : []),
  };
  const url = `http://127.0.0.1:${deps.config.port}`;
  const sandbox = await startSandbox({ appUrl: () => app?.url ?? url, dataDir, controls, ...SECRETS });

  const config: Config & { botToken: string } = {
    ...deps.config,
    ...SECRETS,
    supportChatId: BigInt(sandbox.openDesk()),
    // Real people must never meet sample ones, nor their messages end in a stand-in.
    databaseUrl: undefined,
    telegramApiRoot: sandbox.telegramApiRoot,
    stripeApiBase: sandbox.stripeApiBase,
    smtpUrl: sandbox.smtpUrl,
    publicUrl: url,
    host: "127.0.0.1",
    dataDir,
  };
  app = await startApp({
    config,
    clock,
    log,
    ownership,
    carrierMood: () => mood,
    chatUrl: `${url}/`,
    passwordLog2N: PASSWORD_LOG2_N,
    extraRoutes: [new Hono().all("*", (c) => sandbox.fetch(c.req.raw))],
  });
  await stockUp(app, clock);
  console.log(welcome(app.url, dataDir));

  return {
    url: app.url,
    async stop() {
      await app?.stop();
      await sandbox.close();
    },
  };
}

/** At its first start the sandbox gets its catalogue and its cards, by the operator's own way in. */
async function stockUp({ database }: App, clock: Clock): Promise<void> {
  if ((await database.prisma.plan.count()) > 0) return;
  const deps = { database, clock, carrierNames: ["ledger"] };
  const plans = await createImportPlans(deps)(samplePlansCsv());
  const cards = plans.ok ? await createImportCards(deps)(sampleCardsCsv(clock.now())) : plans;
  if (!cards.ok) throw new Error(`The sandbox's own samples were refused: ${JSON.stringify(cards.error)}`);
  await giveHistory(database, clock.now());
  await setPasswords(database);
  for (const promotion of samplePromotions) await createCreatePromotion({ database, clock })(promotion);
}

async function setPasswords({ prisma }: Database): Promise<void> {
  const passwords = createPasswordHasher({ log2N: PASSWORD_LOG2_N });
  for (const { email, password } of samplePeople) {
    if (email === undefined || password === undefined) continue;
    await prisma.account.update({ where: { email }, data: { passwordHash: await passwords.hash(password) } });
  }
}

/** As if their carrier had reported from the first hour on: charts and forecasts begin with something. */
async function giveHistory(database: Database, now: Date): Promise<void> {
  await database.transact(async ({ tx }) => {
    const bundles = await tx.bundle.findMany({ select: { id: true, card: { select: { iccid: true } } } });
    const idByIccid = new Map(bundles.map(({ id, card }) => [card.iccid, id]));
    await addUses(
      tx,
      sampleUsage(now).map(({ iccid, ...use }) => ({ ...use, bundleId: idByIccid.get(iccid)! })),
    );
    await tx.$executeRawUnsafe(`UPDATE "Bundle" SET "createdAt" = "startsAt" WHERE "startsAt" < "createdAt"`);
  });
}

const welcome = (url: string, dataDir: string) => `
  The sandbox is open:  ${url}

  What to try
    1. Press START in the chat as Alice, then "Link my account": alice@example.com
    2. The code is in the mailbox beside the chat (or sign in with the password that stands at her name)
    3. "Renew", type Japan, choose a plan, and pay with the good test card
       (codes for the summary: WELCOME10, JAPAN5, FREEDAY for a plan by the day)
    4. Back in the chat: Payment received, then Renewed

  A human: "/support" in the chat, then the support desk beside it: be Mia or Jun there, take the case and write

  Everything is kept in ${dataDir}. Ctrl+C stops it.
`;

interface MovableClock extends Clock {
  advance(ms: number): Promise<void>;
}

/** Real time plus what was skipped so far, which is kept: a database must not meet a clock that went back. */
async function openMovableClock(path: string): Promise<MovableClock> {
  let skippedMs = await readSkipped(path);
  return {
    now: () => new Date(Date.now() + skippedMs),
    async advance(ms) {
      skippedMs += ms;
      await writeFile(`${path}.new`, JSON.stringify({ skippedMs }));
      await rename(`${path}.new`, path);
    },
  };
}

async function readSkipped(path: string): Promise<number> {
  try {
    const { skippedMs } = JSON.parse(await readFile(path, "utf8"));
    return Number.isFinite(skippedMs) ? skippedMs : 0;
  } catch {
    return 0;
  }
}

async function listCards(app: App): Promise<PanelCard[]> {
  const cards = await app.database.prisma.card.findMany({
    select: { iccid: true, label: true, product: true, account: { select: { email: true } } },
    orderBy: { createdAt: "asc" },
    take: 100,
  });
  return cards.map(({ iccid, label, product, account }) => ({
    ...{ iccid, label, product },
    email: account?.email ?? "nobody’s yet",
  }));
}
