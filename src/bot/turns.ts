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
const END = `INSERT INTO "HandledUpdate" ("updateId", at) VALUES ($1, $2) ON CONFLICT DO NOTHING`;
const WRITE = `
  INSERT INTO "ConversationState" ("chatId", state, "updatedAt") VALUES ($1, $2, $3)
  ON CONFLICT ("chatId") DO UPDATE SET state = excluded.state, "updatedAt" = excluded."updatedAt"`;
const DELETE = `DELETE FROM "ConversationState" WHERE "chatId" = $1`;

interface Turn {
  /** Of the chat's talks, as JSON. */
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
        // Text, never jsonb, which refuses the NUL that menus may hold.
        write: (ctx, state) => keep(ctx, WRITE, [JSON.stringify(state), clock.now()]),
        delete: (ctx) => keep(ctx, DELETE, []),
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
    } finally {
      turn.over = true;
      await database
        .query("end-turn", END, [updateId, clock.now()])
        // The person has their answer. At worst they get it twice.
        .catch((error) =>
          log.warn({ updateId: ctx.update.update_id, err: describe(error) }, "Turn not kept"),
        );
    }
  }

  /** What was given up must not write over what came after it. */
  async function keep(ctx: BotContext, sql: string, values: unknown[]): Promise<void> {
    if (turnOf(ctx).over) return;
    await database.query(sql === WRITE ? "write-talk" : "delete-talk", sql, [ctx.chatKnown.id, ...values]);
  }

  function turnOf(ctx: BotContext): Turn {
    const turn = turns.get(ctx);
    if (!turn) throw new Error("A talk outside of a turn");
    return turn;
  }
}
