import type { Composer, Middleware } from "grammy";
import type { Intent } from "../domain/wish.ts";
import type { BotContext, Talk, TalkContext, Wish } from "./context.ts";

/**
 * What a person can do. Every part is optional; they are mounted in this order, for all features at once:
 * group → overheard → anytime → screens → menus → talks → journeys → leftovers → answers.
 */
export interface Feature {
  /** What is heard in groups, before the answer that the bot works in private. */
  group?: Composer<BotContext>;
  /** What people change or mark without saying anything, before it is known who they are. */
  overheard?: Composer<BotContext>;
  /**
   * Commands and stateless buttons that are answered in the middle of any talk, which then goes on where it
   * was. No conversation can be reached from here.
   */
  anytime?: Middleware<BotContext>;
  /** Screens of the talks: they show what a talk said when its place is stored. */
  screens?: Middleware<BotContext>[];
  /** Standing panels of @grammyjs/menu. */
  menus?: Middleware<BotContext>[];
  /** Guided talks. The id carries a version (`link@1`): a change of the questions' order or meaning raises it. */
  talks?: TalkDefinition[];
  /** What begins something new: a talk that is going on is left first. */
  journeys?: Journey[];
  /** What plain words are answered with in the middle of any talk, which then goes on where it was. */
  answers?: Answer[];
  /** Buttons and messages that no talk wanted, such as a button of a talk that has ended. */
  leftovers?: Composer<BotContext>;
  /** What is offered for `@bot japan` in any chat. */
  inline?: Composer<BotContext>;
  /**
   * Takes plain words for a change of what is still looked at though no talk listens; false: they are something
   * new, and answered or begun as such.
   */
  takeUp?(ctx: BotContext, wish: Wish): Promise<boolean>;
  /** Shows again, below an answer, what is open though no talk listens; answers whether there was something. */
  askAgain?(ctx: BotContext): Promise<boolean>;
}

/** What a sentence is answered with in place, when it asks for one of these. */
export interface Answer {
  intents: readonly Intent[];
  /** False: it has no answer after all; another feature's is asked for, then a journey for the intent. */
  answer(ctx: BotContext, wish: Wish): Promise<boolean>;
}

/** For answers that always have something to say. */
export async function answered(work: Promise<unknown>): Promise<true> {
  await work;
  return true;
}

export interface TalkDefinition {
  id: string;
  run(talk: Talk, ctx: TalkContext, ...args: never[]): Promise<void>;
  /** Asks the open question again, below what was answered in between. */
  askAgain?(ctx: BotContext): Promise<void>;
}

/**
 * Begun by one of its commands, by a button `go:<name>` or `go:<name>:<argument>` anywhere, also in a message
 * that is years old, or by plain words. `argument` is what follows the command or the button's name; empty if
 * nothing. `wish` is what the plain words said already.
 */
export interface Journey {
  name: string;
  commands: string[];
  /** What plain words must ask for to begin it. */
  intents?: readonly Intent[];
  begin(ctx: BotContext, argument: string, wish?: Wish): Promise<void>;
}
