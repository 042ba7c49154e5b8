import { Composer, GrammyError } from "grammy";
import type { Languages } from "../i18n/localizer.ts";
import type { Log } from "../ports/log.ts";
import { describe } from "./boundary.ts";
import type { BotContext } from "./context.ts";
import { commandNames } from "./profile.ts";
import { answerButton } from "./show.ts";

const OUTSIDE = ["left", "kicked"];
const INSIDE = ["member", "administrator", "restricted"];

/** In a group the bot says once, to whoever added or calls it, that it works in private. */
export function answerGroup({ languages, log }: { languages: Languages; log: Log }): Composer<BotContext> {
  const composer = new Composer<BotContext>();

  composer.on("my_chat_member", async (ctx) => {
    const { old_chat_member: before, new_chat_member: after } = ctx.myChatMember;
    if (ctx.chat.type === "channel") return;
    if (OUTSIDE.includes(before.status) && INSIDE.includes(after.status)) await explain(ctx);
  });
  composer.on("message:text", async (ctx) => {
    if (isForMe(ctx.message.text, ctx.me.username)) await explain(ctx);
  });
  composer.on("callback_query", (ctx) => answerButton(ctx, worksInPrivate(ctx)));
  return composer;

  async function explain(ctx: BotContext): Promise<void> {
    try {
      await ctx.reply(worksInPrivate(ctx, true), { parse_mode: "HTML" });
    } catch (error) {
      // Thrown out again, not allowed to write, or the group has become another: nobody waits for this.
      if (!(error instanceof GrammyError)) throw error;
      log.info({ chatId: ctx.chat?.id, err: describe(error) }, "Group cannot be written to");
    }
  }

  function worksInPrivate(ctx: BotContext, asHtml = false): string {
    const language = languages.in(
      languages.resolve({ locale: null, telegramLanguage: ctx.from?.language_code }),
    );
    const values = { bot: ctx.me.username };
    return language[asHtml ? "html" : "text"]("group.worksInPrivate", values);
  }
}

/** A command that names this bot, or one of its own that names nobody. */
function isForMe(text: string, username: string): boolean {
  const [, command = "", addressee] = /^\/(\w+)(?:@(\w+))?(?=\s|$)/.exec(text) ?? [];
  if (addressee !== undefined) return addressee.toLowerCase() === username.toLowerCase();
  return (commandNames as readonly string[]).includes(command.toLowerCase());
}
