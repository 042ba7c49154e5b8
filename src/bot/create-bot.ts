import { conversations, createConversation } from "@grammyjs/conversations";
import { Bot, type BotConfig, type Middleware } from "grammy";
import type { Database } from "../db/database.ts";
import type { Faq } from "../i18n/faq.ts";
import type { Languages } from "../i18n/localizer.ts";
import type { Understand } from "../i18n/talk/understand.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { ApologizeLater } from "../use-cases/apologize-later.ts";
import type { NoteReachability } from "../use-cases/note-reachability.ts";
import type { RecognizeChat } from "../use-cases/recognize-chat.ts";
import type { ListCards } from "../use-cases/renewal/list-cards.ts";
import { plainText, readArrival } from "./arrival.ts";
import { createBoundary } from "./boundary.ts";
import type { BotContext } from "./context.ts";
import type { Feature, Journey, TalkDefinition } from "./feature.ts";
import { answerGroup } from "./group.ts";
import { onlyOnce } from "./once.ts";
import { inOrderOfArrival } from "./order-of-arrival.ts";
import { createPlainWords } from "./plain-words.ts";
import { answerButton } from "./show.ts";
import { within } from "./time-limit.ts";
import { createTurns } from "./turns.ts";

export interface BotDeps {
  token: string;
  config: BotConfig<BotContext>;
  database: Database;
  clock: Clock;
  languages: Languages;
  recognizeChat: RecognizeChat;
  noteReachability: NoteReachability;
  apologizeLater: ApologizeLater;
  understand: Understand;
  faq: Faq;
  listCards: ListCards;
  log: Log;
  features: Feature[];
  /** What answers a message that nothing else understood. */
  fallback: Middleware<BotContext>;
  /** How long one update may be worked on before the person is told that it takes too long. */
  updateTimeoutMs: number;
}

/**
 * The bot without its transport: `handleUpdate` takes an update from wherever it came. It resolves when the
 * update was dealt with; failures are logged and told to the person. It rejects only when nobody could be
 * told, so that the update has to come again.
 */
export function createBot(deps: BotDeps): Bot<BotContext> {
  const bot = new Bot<BotContext>(deps.token, deps.config);
  const { features } = deps;
  const journeys = features.flatMap((feature) => feature.journeys ?? []);
  const talks = features.flatMap((feature) => feature.talks ?? []);

  bot.use(onlyOnce());
  bot.use(createBoundary(deps));
  for (const { inline } of features) if (inline) bot.use(inline);
  bot.use(inOrderOfArrival());
  for (const { overheard } of features) if (overheard) bot.use(overheard);
  const inGroup = bot.chatType(["group", "supergroup"]);
  for (const { group } of features) if (group) inGroup.use(group);
  bot.chatType(["group", "supergroup", "channel"]).use(answerGroup(deps));

  const inPrivate = bot.chatType("private");
  inPrivate.on("my_chat_member", (ctx) =>
    deps.noteReachability(BigInt(ctx.chat.id), ctx.myChatMember.new_chat_member.status !== "kicked"),
  );
  inPrivate.use(readArrival);
  inPrivate.use(recognize(deps));
  const words = createPlainWords(deps);
  inPrivate.use(words.listen);
  for (const { anytime } of features) if (anytime) inPrivate.use(anytime);

  const turns = createTurns(deps);
  const alone = inPrivate.use(turns.middleware);
  for (const { screens } of features) if (screens) alone.use(...screens);
  alone.use(conversations({ storage: turns.storage }));
  alone.use(dropUnknownTalks(talks));
  alone.use(leaveForJourney(journeys));
  for (const { menus } of features) if (menus) alone.use(...menus);
  for (const { id, run } of talks) alone.use(createConversation(run as never, { id }));
  alone.use(beginJourney(journeys));
  for (const { leftovers } of features) if (leftovers) alone.use(leftovers);
  alone.use(words.act);
  alone.on("message", deps.fallback);
  // A button that nobody knows any more stops waiting, at least.
  alone.on("callback_query", (ctx) => answerButton(ctx, ctx.language.text("common.staleButton")));
  return bot;
}

function recognize({ recognizeChat, languages, updateTimeoutMs }: BotDeps): Middleware<BotContext> {
  return async (ctx, next) => {
    if (!ctx.from || !ctx.chat) return;
    const seen = {
      id: BigInt(ctx.chat.id),
      firstName: plainText(ctx.from.first_name),
      telegramLanguage: ctx.from.language_code,
    };
    ctx.chatKnown = await within(updateTimeoutMs, recognizeChat(seen));
    ctx.language = languages.in(languages.resolve(ctx.chatKnown));
    await next();
  };
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
