import { join } from "node:path";
import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { type BotApiStandIn, createBotApi } from "./bot-api/index.ts";
import { createCheckoutProvider } from "./checkout/index.ts";
import type { BotApi, CheckoutProvider, Mail, Sandbox, SandboxOptions } from "./contracts.ts";
import { openSampleDesk, type SampleDesk } from "./desk.ts";
import { withEarlierMails } from "./kept-mailbox.ts";
import { listenOnLoopback, loopbackOnly } from "./loopback.ts";
import { createMailbox } from "./mailbox.ts";
import { createSandboxPage } from "./page-routes.ts";
import { samplePeople } from "./people.ts";
import { createStateFile, type StateFile } from "./state-file.ts";
import { createUsageReporter } from "./usage-reporter.ts";

const bot = { username: "travel_sim_sandbox_bot", title: "Travel SIM" };
const keepEveryMs = 5_000;

/** What is kept between starts. The port is kept so that checkout links in old chats still open. */
interface KeptState {
  port: number;
  botApi: unknown;
  checkout: unknown;
  mails: Mail[];
  deskChatId?: number | undefined;
}

/**
 * Starts the world around the bot: Bot API, checkout and mail server on loopback addresses, sample
 * people, and the page to play them. With `dataDir` everything is as it was left at the last stop.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { appUrl, botToken, controls, dataDir } = options;
  const now = () => controls.now();
  const stateFile = dataDir ? createStateFile({ path: join(dataDir, "sandbox.json") }) : undefined;
  const kept = (await stateFile?.read()) as Partial<KeptState> | undefined;

  const standIns = new Hono<{ Bindings: HttpBindings }>();
  standIns.use(loopbackOnly());
  const server = await listenOnLoopback(standIns.fetch, kept?.port);

  const create = () => ({
    botApi: createBotApi({ token: botToken, now, botUsername: bot.username }),
    checkout: createCheckoutProvider({
      secretKey: options.stripeSecretKey,
      webhookSecret: options.stripeWebhookSecret,
      now,
      publicUrl: () => server.origin,
      webhookUrl: () => `${appUrl()}/webhooks/stripe`,
    }),
  });
  const { botApi, checkout } = (await restored(create, kept, stateFile)) ?? create();
  for (const person of samplePeople) {
    if (!botApi.people().some(({ id }) => id === person.id)) botApi.addPerson(person);
  }
  const mailbox = withEarlierMails(
    await createMailbox({ now }),
    Array.isArray(kept?.mails) ? kept.mails : [],
  );
  const usage = createUsageReporter({
    url: () => `${appUrl()}/webhooks/carriers/ledger`,
    secret: options.ledgerSecret,
    now,
  });

  standIns.all("*", async (c, next) => {
    const standIn = standInFor(c.req.path, { botApi, checkout });
    if (!standIn) return next();
    const response = await standIn.fetch(c.req.raw, c.env);
    stateFile?.touch();
    return response;
  });
  standIns.get("/", (c) => c.text(`Stand-ins of the sandbox. Its page is at ${appUrl()}/`));

  let desk: SampleDesk | undefined;
  const page = createSandboxPage({
    ...{ botApi, botToken, bot, checkout, controls, mailbox, samplePeople, usage },
    desk: () => desk,
  });

  stateFile?.keep(
    (): KeptState => ({
      port: server.port,
      botApi: botApi.snapshot(),
      checkout: checkout.snapshot(),
      mails: mailbox.mails(),
      deskChatId: desk?.chatId,
    }),
  );
  const stopListening = [
    botApi.onChange(() => stateFile?.touch()),
    mailbox.onChange(() => stateFile?.touch()),
  ];
  // Expired sessions and webhooks that got through change the provider without a request.
  const keeping = setInterval(() => stateFile?.touch(), keepEveryMs);
  keeping.unref();

  return {
    telegramApiRoot: server.origin,
    stripeApiBase: server.origin,
    smtpUrl: mailbox.smtpUrl,
    botApi,
    checkout,
    mailbox,
    fetch: page.fetch,
    openDesk() {
      desk ??= openSampleDesk(botApi, kept?.deskChatId);
      stateFile?.touch();
      return desk.chatId;
    },
    async close() {
      clearInterval(keeping);
      for (const stop of stopListening) stop();
      page.close();
      await server.close();
      await stateFile?.close(); // before the parts close: what they still have under way is kept
      await Promise.all([botApi.close(), checkout.close(), mailbox.close()]);
    },
  };
}

type Restorable = { botApi: BotApiStandIn; checkout: CheckoutProvider };

function standInFor(path: string, { botApi, checkout }: Restorable): BotApi | CheckoutProvider | undefined {
  if (path.startsWith("/bot") || path.startsWith("/file/bot")) return botApi;
  return path.startsWith("/v1/") || path.startsWith("/c/") ? checkout : undefined;
}

/** The stand-ins as they were; `undefined`, and the file set aside, when they cannot make sense of it. */
async function restored(
  create: () => Restorable,
  kept: Partial<KeptState> | undefined,
  stateFile: StateFile | undefined,
): Promise<Restorable | undefined> {
  if (!kept) return undefined;
  const parts = create();
  try {
    parts.botApi.restore(kept.botApi);
    parts.checkout.restore(kept.checkout);
    return parts;
  } catch (error) {
    await stateFile?.setAside(error instanceof Error ? error.message : String(error));
    await Promise.all([parts.botApi.close(), parts.checkout.close()]);
    return undefined;
  }
}
