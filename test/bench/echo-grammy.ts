import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Bot, webhookCallback } from "grammy";

/** Bare grammY: its default client and its own webhook adapter, answering a text with itself. */
const bot = new Bot(process.env.BOT_TOKEN!, { client: { apiRoot: process.env.TELEGRAM_API_ROOT! } });
bot.on("message:text", (ctx) => ctx.reply(ctx.message.text));

const server = createServer(webhookCallback(bot, "http"));
server.keepAliveTimeout = 75_000;
server.listen(0, "127.0.0.1", () => {
  process.send!({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
});
process.on("disconnect", () => process.exit(0));
