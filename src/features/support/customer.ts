import { Composer } from "grammy";
import type { BotContext } from "../../bot/context.ts";
import { SURE } from "../../bot/plain-words.ts";
import { reply } from "../../bot/show.ts";
import { isOnlyCode } from "../../domain/login-code.ts";
import { ASKING_MS, humanHasTheWord } from "../../domain/ticket.ts";
import type { Clock } from "../../ports/clock.ts";
import type { KnownTicket } from "../../use-cases/recognize-chat.ts";
import type { DropQuestion } from "../../use-cases/support/ask-subject.ts";
import type { HearCustomer, NoteForDesk } from "../../use-cases/support/hear-customer.ts";
import type { Transcript } from "../../use-cases/support/transcript.ts";
import { withMenuButton } from "../../views/menu.ts";
import { readIncoming } from "./incoming.ts";

/** How long a talk with the bot that the customer began has the word, although a human is there. */
const FLOOR_MS = 5 * 60_000;
const SEEN = "👀";

export interface ListenDeps {
  clock: Clock;
  transcript: Pick<Transcript, "note">;
  hearCustomer: HearCustomer;
  noteForDesk: NoteForDesk;
  dropQuestion: DropQuestion;
  /** Whether a talk with the bot waits for an answer in the chat. */
  isTalking(chatId: bigint): Promise<boolean>;
  /** Calls a human with this message as what it is about. */
  callWith(ctx: BotContext): Promise<void>;
  /** Opens a closed ticket again, if this answers what a human wrote. */
  reopen(ctx: BotContext): Promise<boolean>;
}

/**
 * Listens to everything a customer says before the bot does. While a human has the word, what is written
 * goes to them; commands and buttons go on to the bot, and a line in the topic tells of them.
 */
export function createListener(deps: ListenDeps): Composer<BotContext> {
  const { clock, transcript, hearCustomer, noteForDesk, dropQuestion, isTalking, callWith } = deps;
  const composer = new Composer<BotContext>();

  composer.use(async (ctx, next) => {
    const chatId = ctx.chatKnown.id;
    const said = saidBy(ctx);
    if (said !== undefined) transcript.note(chatId, "person", said);
    const { ticket } = ctx.chatKnown;
    if (!ticket) return next();
    if (ticket.status === "closed") {
      if (!ctx.message?.reply_to_message || isForBot(ctx) || !(await deps.reopen(ctx))) await next();
      return;
    }
    if (ticket.status === "asking") return answerQuestion(ctx, ticket, next);
    if (isForBot(ctx)) {
      await noteForDesk(chatId, noteOf(ctx), { floorForMs: FLOOR_MS });
      return next();
    }
    if (!humanHasTheWord(ticket)) return next();
    if (await botHasTheFloor(ctx, ticket)) {
      await noteForDesk(chatId, { type: "to_bot", text: "…" }, { floorForMs: FLOOR_MS });
      return next();
    }
    await relay(ctx, next);
  });
  return composer;

  async function answerQuestion(
    ctx: BotContext,
    { openedAt }: KnownTicket,
    next: () => Promise<void>,
  ): Promise<void> {
    if (ctx.callbackQuery?.data?.startsWith("support:")) return next();
    const isFresh = +clock.now() - +openedAt < ASKING_MS;
    const isCanceled = await isCanceling(ctx);
    if (isFresh && ctx.message && !isForBot(ctx) && !isCanceled) return callWith(ctx);
    await dropQuestion(ctx.chatKnown.id);
    if (!isFresh || !isCanceled) return next();
    await reply(ctx, withMenuButton(ctx.language, ctx.language.html("common.canceled")));
  }

  async function relay(ctx: BotContext, next: () => Promise<void>): Promise<void> {
    const incoming = ctx.message && readIncoming(ctx.message);
    if (!incoming) return next();
    const heard = await hearCustomer(ctx.chatKnown.id, incoming);
    if (heard.type === "bot") return next();
    // Nobody has answered yet: the customer sees at least that it was taken.
    if (heard.isFirst) await ctx.react(SEEN).catch(() => {});
  }

  /** A code from a mail is the bot's whenever it asked for one: it may come late, and an agent may have joined. */
  async function botHasTheFloor(ctx: BotContext, { floorUntil }: KnownTicket): Promise<boolean> {
    const isHeld = floorUntil !== null && floorUntil > clock.now();
    return (isHeld || isOnlyCode(ctx.message?.text ?? "")) && (await isTalking(ctx.chatKnown.id));
  }
}

async function isCanceling(ctx: BotContext): Promise<boolean> {
  if (ctx.message?.text === "/cancel") return true;
  const wish = await ctx.meant();
  return wish?.intent === "cancel" && wish.confidence >= SURE;
}

const isForBot = (ctx: BotContext): boolean =>
  ctx.callbackQuery !== undefined || /^\/[a-z]/i.test(ctx.message?.text ?? "");

function noteOf(ctx: BotContext) {
  const { text } = ctx.message ?? {};
  return text === undefined
    ? { type: "pressed" as const, label: labelOf(ctx) }
    : { type: "command" as const, text: text.slice(0, 100) };
}

/** What stood on the button that was pressed. */
function labelOf({ callbackQuery }: BotContext): string {
  const { data, message } = callbackQuery ?? {};
  const rows = message && "reply_markup" in message ? (message.reply_markup?.inline_keyboard ?? []) : [];
  const pressed = rows.flat().find((button) => "callback_data" in button && button.callback_data === data);
  return pressed?.text ?? "?";
}

function saidBy(ctx: BotContext): string | undefined {
  if (ctx.callbackQuery) return `[${labelOf(ctx)}]`;
  const message = ctx.message;
  if (!message) return undefined;
  return message.text ?? message.caption ?? `[${readIncoming(message)?.content.what ?? "…"}]`;
}
