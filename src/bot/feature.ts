import type { Composer, Middleware } from "grammy";
import type { BotContext, Talk, TalkContext } from "./context.ts";

/**
 * What a person can do. Every part is optional; they are mounted in this order, for all features at once:
 * anytime → screens → menus → talks → journeys → leftovers.
 */
export interface Feature {
  /**
   * Commands and stateless buttons that are answered in the middle of any talk, which then goes on where it
   * was. No conversation can be reached from here.
   */
  anytime?: Composer<BotContext>;
  /** Screens of the talks: they show what a talk said when its place is stored. */
  screens?: Middleware<BotContext>[];
  /** Standing panels of @grammyjs/menu. */
  menus?: Middleware<BotContext>[];
  /** Guided talks. The id carries a version (`link@1`): a change of the questions' order or meaning raises it. */
  talks?: TalkDefinition[];
  /** What begins something new: a talk that is going on is left first. */
  journeys?: Journey[];
  /** Buttons and messages that no talk wanted, such as a button of a talk that has ended. */
  leftovers?: Composer<BotContext>;
}

export interface TalkDefinition {
  id: string;
  run(talk: Talk, ctx: TalkContext, ...args: never[]): Promise<void>;
}

/**
 * Begun by one of its commands or by a button `go:<name>` or `go:<name>:<argument>` anywhere, also in a
 * message that is years old. `argument` is what follows the command or the button's name; empty if nothing.
 */
export interface Journey {
  name: string;
  commands: string[];
  begin(ctx: BotContext, argument: string): Promise<void>;
}
