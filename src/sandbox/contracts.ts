/**
 * The seams of the sandbox: what its parts offer each other and what the composition root hands in.
 *
 * Everything the bot itself touches goes over HTTP or SMTP; these interfaces are for the page, the
 * tests and `main.ts` only.
 */

/** What a person's message can be besides text. `fileName` and `caption` where the kind has them. */
export type PersonSends =
  | { kind: "text"; text: string; replyToMessageId?: number }
  | { kind: "photo" | "voice" | "sticker" | "document" | "video"; caption?: string; fileName?: string }
  | { kind: "location"; latitude: number; longitude: number }
  | { kind: "contact"; phoneNumber: string; firstName: string };

export interface SandboxPerson {
  id: number;
  firstName: string;
  lastName?: string;
  username?: string;
  /** IETF tag as Telegram sends it: `en`, `zh-hans`, `zh-TW`; absent for clients that send none. */
  languageCode?: string;
}

export interface InlineButton {
  text: string;
  callbackData?: string;
  url?: string;
  switchInlineQuery?: string;
}

/** What a bot offers for an inline query. */
export interface InlineOffers {
  offers: { id: string; title: string; description?: string | undefined }[];
  nextOffset: string;
  /** Above the offers; leads into the bot's private chat. */
  button?: { text: string; startParameter: string } | undefined;
}

/** A message in a chat that the bot is not in, as its reader sees it. */
export interface SharedMessage {
  text: string;
  entities: ShownMessage["entities"];
  buttons: { text: string; url?: string }[][];
}

/** One message as a chat window shows it. */
export interface ShownMessage {
  messageId: number;
  /** Unix milliseconds on the sandbox's clock. */
  at: number;
  from: "person" | "bot";
  /** Plain text after entities were parsed; captions included. */
  text: string;
  /** Telegram's MessageEntity objects (UTF-16 offsets), for formatting. */
  entities: { type: string; offset: number; length: number; url?: string; language?: string }[];
  buttons: InlineButton[][];
  attachment?: { kind: string; fileName?: string; url?: string };
  replyToMessageId?: number;
  editedAt?: number;
  silent: boolean;
}

export interface ShownChat {
  chatId: number;
  title: string;
  type: "private" | "group" | "supergroup";
  messages: ShownMessage[];
  typing: boolean;
  commands: { command: string; description: string }[];
  /** True while the person has blocked the bot. */
  blocked: boolean;
}

export interface ApiCall {
  method: string;
  params: Record<string, unknown>;
  ok: boolean;
  errorCode?: number;
  description?: string;
}

export interface Fault {
  /** Method the fault is for; absent: any method. */
  method?: string;
  /** Telegram's error code (400, 403, 429, 500, …) or `drop`: the connection closes without an answer. */
  code: number | "drop";
  description?: string;
  retryAfterSeconds?: number;
  /** How many calls it hits. Default 1. */
  times?: number;
  /** Do the work first, then fail: the answer is lost, the effect is not. */
  afterTheFact?: boolean;
}

/** A strict stand-in of Telegram's Bot API: refuses what Telegram refuses. */
export interface BotApi {
  /**
   * Serves `/bot<token>/<method>` and `/file/bot<token>/<path>`. The second argument is that of
   * @hono/node-server's fetch: through it a `drop` closes the connection at once.
   */
  fetch(request: Request, env?: { incoming?: { socket?: { destroy(): unknown } } }): Promise<Response>;
  addPerson(person: SandboxPerson): void;
  people(): SandboxPerson[];
  setLanguage(personId: number, languageCode: string | undefined): void;
  /** The person writes to the bot's private chat; answers the message's id. */
  send(personId: number, what: PersonSends): number;
  /** The person edits a message of their own. */
  edit(personId: number, messageId: number, text: string): void;
  /**
   * The person presses an inline button of that message. Resolves with the answer to the callback
   * query (toast, alert, url) or with `undefined` when none came in `timeoutMs` (default 10,000).
   */
  press(
    personId: number,
    messageId: number,
    callbackData: string,
    timeoutMs?: number,
  ): Promise<{ text?: string; showAlert: boolean; url?: string } | undefined>;
  /**
   * The person types `@bot query` in some chat. Resolves with what is offered, or with `undefined` when
   * nothing came in ten seconds.
   */
  typeInline(personId: number, query: string, offset?: string): Promise<InlineOffers | undefined>;
  /** The person sends one of the offers last made to them; answers what is seen in that chat. */
  sendInline(personId: number, resultId: string): SharedMessage;
  /** BotFather's switch; on from the start. */
  setInlineMode(on: boolean): void;
  block(personId: number): void;
  unblock(personId: number): void;
  /** Somebody adds the bot to a group; answers the group's chat id. */
  addToGroup(personId: number, title: string): number;
  sendToGroup(personId: number, chatId: number, text: string): number;
  /** Any raw update, for the odd shapes; `update_id` is filled in. */
  inject(update: Record<string, unknown>): void;
  chat(chatId: number): ShownChat;
  /** Calls made by the bot so far, getUpdates left out; the newest 10,000. */
  calls(): ApiCall[];
  /** Faults hit matching calls in the order they were added. */
  addFault(fault: Fault): void;
  clearFaults(): void;
  /** Called after anything visible changed in a chat (message, edit, typing, commands). */
  onChange(listener: (chatId: number) => void): () => void;
  /** Resolves when every update so far was delivered and answered (webhook) or confirmed (polling). */
  idle(): Promise<void>;
  snapshot(): unknown;
  restore(snapshot: unknown): void;
  close(): Promise<void>;
}

/** What the hosted checkout page can do with a session. */
export type CheckoutAction =
  | {
      type: "pay";
      method: "card" | "paypal" | "alipay";
      card?: "good" | "declined" | "insufficient_funds";
      /** What becomes of it at the wallet (PayPal, Alipay). Default authorized. */
      wallet?: "authorized" | "failed" | "canceled";
    }
  /** Completed but not settled, as delayed methods do; `settle` decides later. */
  | { type: "pay-delayed" }
  | { type: "settle"; outcome: "succeeded" | "failed" }
  | { type: "leave" };

export interface CheckoutSessionShown {
  id: string;
  url: string;
  status: "open" | "complete" | "expired";
  paymentStatus: "unpaid" | "paid" | "no_payment_required";
  amountTotal: number;
  currency: string;
  clientReferenceId: string | null;
  expiresAt: number;
}

export interface RefundShown {
  id: string;
  paymentIntentId: string;
  amount: number;
  currency: string;
  status: "pending" | "succeeded" | "failed";
}

/** How webhooks travel, for tests and the panel. */
export interface WebhookMood {
  /** Deliver each event this many times at once. Default 1. */
  copies?: number;
  /** Never deliver. */
  drop?: boolean;
  delayMs?: number;
  /** Each copy waits up to this much longer, by chance: so they overtake each other. */
  jitterMs?: number;
}

/** A strict stand-in of the part of Stripe's API and hosted checkout page that the bot uses. */
export interface CheckoutProvider {
  /**
   * Serves `/v1/*` (the API) and `/c/*` (hosted page, receipts). Pass the second argument of
   * @hono/node-server's fetch on: through it a `drop` really closes the connection.
   */
  fetch(request: Request, env?: { incoming?: { socket?: { destroy(): unknown } } }): Promise<Response>;
  sessions(): CheckoutSessionShown[];
  act(sessionId: string, action: CheckoutAction): Promise<{ returnUrl?: string; error?: string }>;
  /** Refund made from the provider's dashboard. */
  refund(paymentIntentId: string, amountMinor?: number): Promise<void>;
  dispute(paymentIntentId: string): Promise<void>;
  refunds(): RefundShown[];
  /** What refunds are from now on when they are made. Default succeeded. */
  setRefundMood(mood: { outcome?: "succeeded" | "pending" | "failed" }): void;
  /** Ends a pending refund, or lets one fail that had succeeded, as banks do days later. */
  settleRefund(refundId: string, outcome: "succeeded" | "failed"): Promise<void>;
  /** Sends an event again, as the dashboard's *Resend* does. */
  resendEvent(eventId: string): void;
  setWebhookMood(mood: WebhookMood): void;
  /** The next API calls answer this status instead (`drop`: no answer); `afterTheFact` does the work first. */
  addFault(fault: {
    /** What the path begins with; absent: any. */
    path?: string;
    method?: "GET" | "POST";
    /** 200 with `delayMs` is the true answer, late. */
    status: number | "drop";
    times?: number;
    afterTheFact?: boolean;
    delayMs?: number;
  }): void;
  clearFaults(): void;
  /** Requests to the API so far: method, path, idempotency key. */
  calls(): { method: string; path: string; idempotencyKey?: string; status: number }[];
  /** Ends sessions whose `expires_at` has passed on the sandbox's clock. */
  expireDue(): Promise<void>;
  /** Resolves when every webhook was delivered or given up. */
  idle(): Promise<void>;
  snapshot(): unknown;
  restore(snapshot: unknown): void;
  close(): Promise<void>;
}

export interface Mail {
  id: string;
  at: number;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html?: string;
}

/** A real SMTP server that keeps what it is given. */
export interface Mailbox {
  /** `smtp://127.0.0.1:port` */
  smtpUrl: string;
  mails(): Mail[];
  /** Refuse what comes: every connection, or every recipient (SMTP 550). */
  setMood(mood: "ok" | "down" | "refuses"): void;
  onChange(listener: () => void): () => void;
  clear(): void;
  close(): Promise<void>;
}

/** Reports usage as the operator's network does: signed POSTs to the ledger's webhook. */
export interface UsageReporter {
  report(
    events: { iccid: string; kind: "data" | "voice" | "sms"; amount: number; country?: string }[],
  ): Promise<{ status: number }>;
}

/** A card as the control panel lists it. */
export interface PanelCard {
  iccid: string;
  label: string;
  product: "heyon" | "yuanyou";
  email: string;
}

/** What the composition root hands in: the sandbox imports nobody. */
export interface SandboxControls {
  /** The app's clock. */
  now(): Date;
  /** Moves the app's clock forward; resolves when what fell due was started. */
  advanceTime(ms: number): Promise<void>;
  carrierMood(): "ok" | "slow" | "down";
  setCarrierMood(mood: "ok" | "slow" | "down"): void;
  cards(): Promise<PanelCard[]>;
}

export interface SandboxOptions {
  /** Where the app's own server listens, e.g. `http://127.0.0.1:3000`; asked at each delivery. */
  appUrl(): string;
  botToken: string;
  stripeSecretKey: string;
  stripeWebhookSecret: string;
  ledgerSecret: string;
  /** Chats, sessions and mails are kept here between starts; absent: in memory only. */
  dataDir?: string;
  /** Handed in before the app is built, usable after. */
  controls: SandboxControls;
}

export interface Sandbox {
  /** For `TELEGRAM_API_ROOT`. */
  telegramApiRoot: string;
  /** For `STRIPE_API_BASE`. */
  stripeApiBase: string;
  smtpUrl: string;
  botApi: BotApi;
  checkout: CheckoutProvider;
  mailbox: Mailbox;
  /** Opens the support group with its two agents, once; answers its id, for `SUPPORT_CHAT_ID`. */
  openDesk(): number;
  /** The page (`GET /`) and everything under `/sandbox/`; mounted by the app's server. */
  fetch(request: Request): Promise<Response>;
  close(): Promise<void>;
}
