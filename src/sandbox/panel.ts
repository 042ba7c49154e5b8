import type {
  BotApi,
  CheckoutProvider,
  CheckoutSessionShown,
  Mailbox,
  PanelCard,
  SandboxControls,
  UsageReporter,
  WebhookMood,
} from "./contracts.ts";

export type CarrierMood = ReturnType<SandboxControls["carrierMood"]>;
export type MailMood = Parameters<Mailbox["setMood"]>[0];
export type WebhookWeather = "normal" | "doubled" | "late" | "lost";

export interface PanelState {
  /** The sandbox's clock, Unix milliseconds. */
  now: number;
  carrier: CarrierMood;
  mail: MailMood;
  webhooks: WebhookWeather;
  cards: PanelCard[];
  /** Paid by a delayed method, neither settled nor failed yet. */
  unsettled: Pick<CheckoutSessionShown, "id" | "amountTotal" | "currency" | "clientReferenceId">[];
}

const webhookMoodByWeather: Record<WebhookWeather, WebhookMood> = {
  normal: {},
  doubled: { copies: 2 },
  late: { delayMs: 15_000 },
  lost: { drop: true },
};

export interface Panel {
  state(): Promise<PanelState>;
  use(event: Parameters<UsageReporter["report"]>[0][number]): Promise<{ status: number }>;
  letPass(ms: number): Promise<void>;
  setCarrier(mood: CarrierMood): void;
  setMail(mood: MailMood): void;
  setWebhooks(weather: WebhookWeather): void;
  /** The next call of the bot fails once, whatever it is. */
  failOnce(code: 429 | 500): void;
  settle(sessionId: string, outcome: "succeeded" | "failed"): Promise<void>;
}

export interface PanelDeps {
  botApi: BotApi;
  checkout: CheckoutProvider;
  controls: SandboxControls;
  mailbox: Mailbox;
  usage: UsageReporter;
}

/** Time and weather: everything a newcomer can do to the world around the bot. */
export function createPanel({ botApi, checkout, controls, mailbox, usage }: PanelDeps): Panel {
  let mail: MailMood = "ok";
  let webhooks: WebhookWeather = "normal";
  return {
    async state() {
      return {
        now: controls.now().getTime(),
        carrier: controls.carrierMood(),
        mail,
        webhooks,
        cards: await controls.cards().catch(() => []), // the app is still starting
        unsettled: checkout
          .sessions()
          .filter((session) => session.status === "complete" && session.paymentStatus === "unpaid")
          .map(({ id, amountTotal, currency, clientReferenceId }) => ({
            id,
            amountTotal,
            currency,
            clientReferenceId,
          })),
      };
    },
    use: (event) => usage.report([event]),
    async letPass(ms) {
      await controls.advanceTime(ms);
      await checkout.expireDue();
    },
    setCarrier: (mood) => controls.setCarrierMood(mood),
    setMail(mood) {
      mail = mood;
      mailbox.setMood(mood);
    },
    setWebhooks(weather) {
      webhooks = weather;
      checkout.setWebhookMood(webhookMoodByWeather[weather]);
    },
    failOnce(code) {
      botApi.addFault(code === 429 ? { code, retryAfterSeconds: 2 } : { code });
    },
    async settle(sessionId, outcome) {
      await checkout.act(sessionId, { type: "settle", outcome });
    },
  };
}
