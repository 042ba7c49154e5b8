import { conversations, createConversation } from "@grammyjs/conversations";
import { Bot, type BotConfig, Composer, type Middleware } from "grammy";
import type { Database } from "../db/database.ts";
import type { Languages } from "../i18n/localizer.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { RecognizeChat } from "../use-cases/recognize-chat.ts";
import { createBoundary } from "./boundary.ts";
import type { BotContext } from "./context.ts";
import { createConversationStorage } from "./conversation-storage.ts";
import type { Feature, Journey, TalkDefinition } from "./feature.ts";
import { answerButton } from "./show.ts";
import { within } from "./time-limit.ts";

export interface BotDeps {
  token: string;
  config: BotConfig<BotContext>;
  database: Database;
  clock: Clock;
  languages: Languages;
  recognizeChat: RecognizeChat;
  log: Log;
  features: Feature[];
  /** What answers a message that nothing else understood. */
  fallback: Middleware<BotContext>;
  /** How long one update may be worked on before the person is told that it takes too long. */
  updateTimeoutMs: number;
}

/**
 * The bot without its transport: `handleUpdate` takes an update from wherever it came. It resolves when the
 * update was dealt with, and never rejects: failures are logged and told to the person.
 */
export function createBot(deps: BotDeps): Bot<BotContext> {
  const bot = new Bot<BotContext>(deps.token, deps.config);
  const { features } = deps;
  const journeys = features.flatMap((feature) => feature.journeys ?? []);
  const talks = features.flatMap((feature) => feature.talks ?? []);

  bot.use(createBoundary(deps));
  bot.chatType(["group", "supergroup", "channel"]).use(answerGroup(deps));

  const inPrivate = bot.chatType("private");
  inPrivate.use(recognize(deps));
  for (const { anytime } of features) if (anytime) inPrivate.use(anytime);

  const alone = inPrivate.use(oneAtATime(deps));
  alone.use(conversations({ storage: createConversationStorage(deps) }));
  alone.use(dropUnknownTalks(talks));
  alone.use(leaveForJourney(journeys));
  for (const { menus } of features) if (menus) alone.use(...menus);
  for (const { id, run } of talks) alone.use(createConversation(run as never, { id }));
  alone.use(beginJourney(journeys));
  for (const { leftovers } of features) if (leftovers) alone.use(leftovers);
  alone.on("message", deps.fallback);
  // A button that nobody knows any more stops waiting, at least.
  alone.on("callback_query", (ctx) => answerButton(ctx, ctx.language.text("common.staleButton")));
  return bot;
}

function recognize({ recognizeChat, languages }: BotDeps): Middleware<BotContext> {
  return async (ctx, next) => {
    if (!ctx.from || !ctx.chat) return;
    ctx.chatKnown = await recognizeChat({
      id: BigInt(ctx.chat.id),
      firstName: ctx.from.first_name,
      telegramLanguage: ctx.from.language_code,
    });
    ctx.language = languages.in(languages.resolve(ctx.chatKnown));
    await next();
  };
}

const MARK_HANDLED = `
  INSERT INTO "HandledUpdate" ("updateId", at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING "updateId"`;

/**
 * Talks are safe only one update at a time per chat, in the whole installation. Telegram sends an update
 * again when it heard no answer: the second one is let go, once the first is known to have been taken.
 */
function oneAtATime({ database, clock, updateTimeoutMs }: BotDeps): Middleware<BotContext> {
  return (ctx, next) =>
    database.exclusively(ctx.chatKnown.id, async () => {
      const marked = await database.query("mark-update", MARK_HANDLED, [
        BigInt(ctx.update.update_id),
        clock.now(),
      ]);
      // The limit frees the chat from a talk that never settles, which a failed call inside one can cause.
      if (marked.length > 0) await within(updateTimeoutMs, next());
    });
}

/** A talk of an older release cannot go on: its state means something else now. */
function dropUnknownTalks(talks: TalkDefinition[]): Middleware<BotContext> {
  const known = new Set(talks.map(({ id }) => id));
  return async (ctx, next) => {
    for (const id of Object.keys(ctx.conversation.active())) {
      if (!known.has(id)) await ctx.conversation.exit(id);
    }
    await next();
  };
}

function leaveForJourney(journeys: Journey[]): Middleware<BotContext> {
  const nameByCommand = new Map(
    journeys.flatMap(({ name, commands }) => commands.map((command) => [command, name] as const)),
  );
  const names = new Set(journeys.map(({ name }) => name));
  return async (ctx, next) => {
    const journey = commandJourney(ctx, nameByCommand, names) ?? buttonJourney(ctx, names);
    if (journey) {
      ctx.journey = journey;
      ctx.leftTalk = Object.keys(ctx.conversation.active()).length > 0;
      await ctx.conversation.exitAll();
    }
    await next();
  };
}

function commandJourney(
  ctx: BotContext,
  nameByCommand: ReadonlyMap<string, string>,
  names: ReadonlySet<string>,
) {
  const match = /^\/(\w+)(?:@\w+)?(?:\s+([\s\S]*))?$/.exec(ctx.message?.text ?? "");
  const name = match && nameByCommand.get(match[1]!.toLowerCase());
  if (!name) return undefined;
  const argument = match[2]?.trim() ?? "";
  // A deep link `/start renew_JP` begins the journey it names.
  const linked = match[1] === "start" && /^([a-z]+)_(.+)$/.exec(argument);
  return linked && names.has(linked[1]!) ? { name: linked[1]!, argument: linked[2]! } : { name, argument };
}

function buttonJourney(ctx: BotContext, names: ReadonlySet<string>) {
  const match = /^go:(\w+)(?::(.*))?$/.exec(ctx.callbackQuery?.data ?? "");
  return match && names.has(match[1]!) ? { name: match[1]!, argument: match[2] ?? "" } : undefined;
}

function beginJourney(journeys: Journey[]): Middleware<BotContext> {
  const journeyByName = new Map(journeys.map((journey) => [journey.name, journey]));
  return async (ctx, next) => {
    const journey = ctx.journey && journeyByName.get(ctx.journey.name);
    if (!journey) return next();
    await journey.begin(ctx, ctx.journey!.argument);
  };
}

/** In a group the bot says once, to whoever added or calls it, that it works in private. */
function answerGroup({ languages }: BotDeps): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  const explain = async (ctx: BotContext) => {
    const locale = languages.resolve({ locale: null, telegramLanguage: ctx.from?.language_code });
    const language = languages.in(locale);
    await ctx.reply(language.html("group.worksInPrivate", { bot: ctx.me.username }), { parse_mode: "HTML" });
  };
  composer.on("my_chat_member", async (ctx) => {
    const { old_chat_member: before, new_chat_member: after } = ctx.myChatMember;
    const joined =
      ["left", "kicked"].includes(before.status) && ["member", "administrator"].includes(after.status);
    if (joined && ctx.chat.type !== "channel") await explain(ctx);
  });
  composer.on("message::bot_command", explain);
  return composer;
}
