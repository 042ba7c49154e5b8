import type { ConversationData, ConversationStorage } from "@grammyjs/conversations";
import type { Middleware } from "grammy";
import type { Database } from "../db/database.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { describe } from "./boundary.ts";
import type { BotContext } from "./context.ts";
import { within } from "./time-limit.ts";

/** Both questions of a turn's beginning in one statement: was it dealt with, and where is the talk? */
const BEGIN = `
  SELECT (SELECT state FROM "ConversationState" WHERE "chatId" = $1) AS state,
         EXISTS (SELECT 1 FROM "HandledUpdate" WHERE "updateId" = $2) AS handled`;
const MARK = `INSERT INTO "HandledUpdate" ("updateId", at) VALUES ($1, $2) ON CONFLICT DO NOTHING`;
/** The end of a turn that moved the talk: both or neither. Text, never jsonb: menus may hold NUL. */
const MARK_AND_WRITE = `
  WITH talk AS (
    INSERT INTO "ConversationState" ("chatId", state, "updatedAt") VALUES ($3, $4, $2)
    ON CONFLICT ("chatId") DO UPDATE SET state = excluded.state, "updatedAt" = excluded."updatedAt")
  ${MARK}`;
const MARK_AND_DELETE = `WITH talk AS (DELETE FROM "ConversationState" WHERE "chatId" = $3) ${MARK}`;

interface Turn {
  /** Of the chat's talks, as JSON; null when none goes on. */
  state: string | null;
  /** Over: the next update may be at work already. */
  over: boolean;
}

/**
 * Talks are safe only one update at a time per chat, in the whole installation: each has its turn. An update
 * counts as handled when its turn has ended, so that one that was lost with its process is taken up again
 * when Telegram sends it again, and one that was not is let go.
 */
export function createTurns(deps: { database: Database; clock: Clock; log: Log; updateTimeoutMs: number }): {
  middleware: Middleware<BotContext>;
  /** Of the conversations; it works inside a turn only. */
  storage: ConversationStorage<BotContext, ConversationData>;
} {
  const { database, clock, log, updateTimeoutMs } = deps;
  const turns = new WeakMap<BotContext, Turn>();

  return {
    middleware: (ctx, next) => database.exclusively(ctx.chatKnown.id, () => takeTurn(ctx, next)),
    storage: {
      type: "context",
      version: 1,
      adapter: {
        read(ctx) {
          const { state } = turnOf(ctx);
          return state === null ? undefined : JSON.parse(state);
        },
        write: async (ctx, state) => move(ctx, JSON.stringify(state)),
        delete: async (ctx) => move(ctx, null),
      },
    },
  };

  async function takeTurn(ctx: BotContext, next: () => Promise<void>): Promise<void> {
    const updateId = BigInt(ctx.update.update_id);
    const [begun] = await database.query<{ state: string | null; handled: boolean }>("begin-turn", BEGIN, [
      ctx.chatKnown.id,
      updateId,
    ]);
    if (begun!.handled) return;
    const turn: Turn = { state: begun!.state, over: false };
    turns.set(ctx, turn);
    try {
      // The limit frees the chat from a talk that never settles, which a failed call inside one can cause.
      await within(updateTimeoutMs, next());
    } catch (error) {
      turn.over = true;
      await mark(updateId);
      throw error;
    }
    turn.over = true;
    // Most answers lead back to the same question.
    if (turn.state === begun!.state) await mark(updateId);
    else await markAndKeep(updateId, ctx.chatKnown.id, turn.state);
  }

  /** What was given up must not write over what came after it. */
  function move(ctx: BotContext, state: string | null): void {
    const turn = turnOf(ctx);
    if (!turn.over) turn.state = state;
  }

  async function mark(updateId: bigint): Promise<void> {
    try {
      await database.query("end-turn", MARK, [updateId, clock.now()]);
    } catch (error) {
      // The person has their answer. At worst they get it twice.
      log.warn({ updateId: Number(updateId), err: describe(error) }, "Turn not kept");
    }
  }

  /** Throws when it cannot: the talk is not where the person was told it is. */
  async function markAndKeep(updateId: bigint, chatId: bigint, state: string | null): Promise<void> {
    const values = [updateId, clock.now(), chatId];
    if (state === null) await database.query("end-talk", MARK_AND_DELETE, values);
    else await database.query("move-talk", MARK_AND_WRITE, [...values, state]);
  }

  function turnOf(ctx: BotContext): Turn {
    const turn = turns.get(ctx);
    if (!turn) throw new Error("A talk outside of a turn");
    return turn;
  }
}
