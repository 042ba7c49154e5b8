import type { ConversationData, ConversationStorage } from "@grammyjs/conversations";
import type { Context } from "grammy";
import type { Database } from "../db/database.ts";
import type { Clock } from "../ports/clock.ts";

const READ = `SELECT state FROM "ConversationState" WHERE "chatId" = $1`;
const WRITE = `
  INSERT INTO "ConversationState" ("chatId", state, "updatedAt") VALUES ($1, $2, $3)
  ON CONFLICT ("chatId") DO UPDATE SET state = excluded.state, "updatedAt" = excluded."updatedAt"`;
const DELETE = `DELETE FROM "ConversationState" WHERE "chatId" = $1`;

/** Keeps talks in the database, one row a chat, as JSON in text: jsonb refuses the NUL that menus may hold. */
export function createConversationStorage(deps: {
  database: Database;
  clock: Clock;
}): ConversationStorage<Context, ConversationData> {
  const { database, clock } = deps;
  return {
    type: "key",
    version: 1,
    // Only private chats get this far; the plugin's default would share one key among chat-less updates.
    getStorageKey: (ctx) => ctx.chat?.id.toString(),
    adapter: {
      async read(key) {
        const [row] = await database.query<{ state: string }>("read-talk", READ, [BigInt(key)]);
        return row && JSON.parse(row.state);
      },
      async write(key, state) {
        await database.query("write-talk", WRITE, [BigInt(key), JSON.stringify(state), clock.now()]);
      },
      async delete(key) {
        await database.query("delete-talk", DELETE, [BigInt(key)]);
      },
    },
  };
}
