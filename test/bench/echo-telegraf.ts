import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Telegraf } from "telegraf";
import { message } from "telegraf/filters";

/**
 * Bare Telegraf with its default client. Its answer to the webhook's request is turned off: the bot under
 * test waits for Telegram's answer, so it must, too.
 */
const bot = new Telegraf(process.env.BOT_TOKEN!, {
  telegram: { apiRoot: process.env.TELEGRAM_API_ROOT!, webhookReply: false },
});
bot.on(message("text"), (ctx) => ctx.reply(ctx.message.text));

const server = createServer(bot.webhookCallback("/"));
server.keepAliveTimeout = 75_000;
server.listen(0, "127.0.0.1", () => {
  process.send!({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
});
process.on("disconnect", () => process.exit(0));
