import { Bot, InlineKeyboard, InlineQueryResultBuilder } from "grammy";
import { createBotApi } from "../../src/sandbox/bot-api/index.ts";
import { createCheckoutProvider } from "../../src/sandbox/checkout/index.ts";
import type { BotApi, Mail, PanelCard } from "../../src/sandbox/contracts.ts";
import { listenOnLoopback } from "../../src/sandbox/loopback.ts";
import { createSandboxPage } from "../../src/sandbox/page-routes.ts";
import { samplePeople } from "../../src/sandbox/people.ts";

export const pageToken = "7000000001:page-test-token";

const card: PanelCard = {
  iccid: "8981100000000004417",
  label: "Alice travel",
  product: "heyon",
  email: "alice@example.com",
};

export interface PageWorld {
  origin: string;
  /** The page without its server, for requests a browser would not send. */
  fetch(request: Request): Promise<Response>;
  botApi: BotApi;
  /** What the usage reporter was asked to report. */
  reported: { iccid: string; kind: string; amount: number; country?: string }[];
  moods: { carrier: string; mail: string };
  deliverMail(mail: Partial<Mail>): void;
  now(): Date;
  close(): Promise<void>;
}

/** The page on a server of its own, with the real stand-ins of Telegram and checkout behind it. */
export async function openPageWorld(): Promise<PageWorld> {
  let offsetMs = 0;
  const now = () => new Date(Date.now() + offsetMs);
  const mails: Mail[] = [];
  const mailListeners = new Set<() => void>();
  const reported: PageWorld["reported"] = [];
  const moods: { carrier: "ok" | "slow" | "down"; mail: string } = { carrier: "ok", mail: "ok" };

  const botApi = createBotApi({ token: pageToken, now });
  for (const person of samplePeople) botApi.addPerson(person);
  const checkout = createCheckoutProvider({
    secretKey: "sk_test_page",
    webhookSecret: "whsec_page",
    now,
    publicUrl: () => "http://127.0.0.1:1",
    webhookUrl: () => "http://127.0.0.1:1",
  });
  const page = createSandboxPage({
    botApi,
    botToken: pageToken,
    bot: { username: "travel_sim_sandbox_bot", title: "Travel SIM" },
    checkout,
    controls: {
      now,
      advanceTime: async (ms) => {
        offsetMs += ms;
      },
      carrierMood: () => moods.carrier,
      setCarrierMood: (mood) => {
        moods.carrier = mood;
      },
      cards: async () => [card],
    },
    mailbox: {
      smtpUrl: "smtp://127.0.0.1:1",
      mails: () => mails,
      setMood: (mood) => {
        moods.mail = mood;
      },
      onChange(listener) {
        mailListeners.add(listener);
        return () => mailListeners.delete(listener);
      },
      clear: () => mails.splice(0),
      close: async () => undefined,
    },
    samplePeople,
    usage: {
      async report(events) {
        reported.push(...events);
        return { status: 200 };
      },
    },
  });
  const server = await listenOnLoopback((request, env) =>
    new URL(request.url).pathname.startsWith("/bot") ? botApi.fetch(request, env) : page.fetch(request),
  );

  return {
    origin: server.origin,
    fetch: page.fetch,
    botApi,
    reported,
    moods,
    now,
    deliverMail(mail) {
      const id = String(mails.length + 1);
      const to = ["alice@example.com"];
      mails.push({ id, at: now().getTime(), from: "bot@example.com", to, subject: "", text: "", ...mail });
      for (const listener of mailListeners) listener();
    },
    async close() {
      page.close();
      await botApi.close();
      await checkout.close();
      await server.close();
    },
  };
}

/** A bot that shows everything the page can show; polls the stand-in like any other bot. */
export function startDemoBot({ origin }: PageWorld): Bot {
  const bot = new Bot(pageToken, { client: { apiRoot: origin } });
  bot.command("start", (ctx) =>
    ctx.reply(
      `Hello <b>${ctx.match || "there"}</b>, your card <code>8981100000000004417</code> has\n` +
        "<i>3.0 GB</i> left, <tg-spoiler>a secret</tg-spoiler> and <a href='https://example.com/'>a page</a>. /help\n" +
        "<blockquote>As of 14:02</blockquote><pre>▓▓▓░░░░░░░  30 %</pre>",
      {
        parse_mode: "HTML",
        reply_markup: new InlineKeyboard()
          .text("Repeat: Japan week with a rather long name, $12.50", "demo:repeat")
          .row()
          .text("Other plans", "demo:plans")
          .text("Usage", "demo:usage")
          .text("⟳", "demo:refresh")
          .row()
          .url("Pay $12.50", "https://example.com/pay")
          .url("Open with code", "https://t.me/travel_sim_sandbox_bot?start=link_abc"),
      },
    ),
  );
  bot.on("inline_query", (ctx) => {
    const { query, offset } = ctx.inlineQuery;
    const link = "https://t.me/travel_sim_sandbox_bot?start=renew_JP_plan";
    const results = Array.from({ length: query === "japan" ? 2 : 0 }, (_, at) => {
      const number = (offset === "" ? 0 : 2) + at + 1;
      return InlineQueryResultBuilder.article(`plan:${number}`, `Japan plan ${number} · $12.50`, {
        description: "10 GB · 7 days",
        reply_markup: new InlineKeyboard().url("Renew with this plan", link),
      }).text(`<b>Japan plan ${number}</b>`, { parse_mode: "HTML" });
    });
    return ctx.answerInlineQuery(results, {
      next_offset: offset === "" && results.length > 0 ? "2" : "",
      button: { text: "Nothing there: open the bot", start_parameter: "inline" },
    });
  });
  bot.command("quiet", (ctx) => ctx.reply("psst", { disable_notification: true }));
  bot.callbackQuery("demo:repeat", (ctx) => ctx.answerCallbackQuery("Nothing to repeat yet"));
  bot.callbackQuery("demo:plans", (ctx) =>
    ctx.answerCallbackQuery({ text: "No plans are on sale today.", show_alert: true }),
  );
  bot.callbackQuery("demo:refresh", async (ctx) => {
    await ctx.editMessageText("Refreshed: 2.9 GB left", {
      reply_markup: new InlineKeyboard()
        .text("One", "demo:one")
        .text("Two", "demo:two")
        .text("⟳", "demo:refresh"),
    });
    await ctx.answerCallbackQuery();
  });
  bot.on("message:text", (ctx) => ctx.reply(`You said: ${ctx.message.text}`));
  bot.on("edited_message:text", (ctx) => ctx.reply(`You meant: ${ctx.editedMessage.text}`));
  bot.on("message", (ctx) => ctx.reply("Nice, thank you"));
  bot.catch(() => undefined);
  void bot.start();
  return bot;
}
