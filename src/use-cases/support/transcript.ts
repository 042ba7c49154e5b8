import { setImmediate as whatWaits } from "node:timers/promises";
import type { Database } from "../../db/database.ts";
import { maskSecrets, visibleText } from "../../domain/transcript.ts";
import type { Clock } from "../../ports/clock.ts";

/** One thing that was said, shortened, without what is secret. */
export interface TranscriptLine {
  /** ISO 8601. */
  at: string;
  from: "person" | "bot";
  text: string;
}

export interface Transcript {
  /** Keeps what was said, in memory first: an answer never waits for this. `html` is Telegram's. */
  note(chatId: bigint, from: TranscriptLine["from"], text: string, options?: { html?: boolean }): void;
  /** Writes down what is kept in memory, some chats at a time. */
  flush(): Promise<void>;
  /** Oldest first. */
  read(chatId: bigint): Promise<TranscriptLine[]>;
  /** Forgets chats in which nothing was said for so long. */
  forget(): Promise<void>;
}

const MOST_LINES = 30;
const MOST_CHATS_WAITING = 5_000;
/** A few milliseconds' work: the embedded database answers nobody meanwhile. */
const CHATS_AT_ONCE = 20;
const DAY_MS = 24 * 60 * 60_000;

/** Nothing of a chat that was forgotten meanwhile. */
const WRITE = `
  INSERT INTO "Transcript" ("chatId", lines, "updatedAt")
  SELECT (w->>'chatId')::bigint, w->'lines', $2
  FROM jsonb_array_elements($1::jsonb) w JOIN "Chat" c ON c.id = (w->>'chatId')::bigint
  ON CONFLICT ("chatId") DO UPDATE SET "updatedAt" = excluded."updatedAt", lines = (
    SELECT coalesce(jsonb_agg(line ORDER BY place), '[]') FROM (
      SELECT line, place FROM jsonb_array_elements("Transcript".lines || excluded.lines)
        WITH ORDINALITY AS said(line, place)
      ORDER BY place DESC LIMIT ${MOST_LINES}) newest)`;

/** The last things a person and the bot said to each other; a process that dies loses the last seconds. */
export function createTranscript(deps: {
  database: Database;
  clock: Clock;
  /** 0 keeps nothing. */
  days: number;
}): Transcript {
  const { database, clock, days } = deps;
  // By the id as text: the embedded database reads small ids as plain numbers.
  let waiting = new Map<string, TranscriptLine[]>();
  let writing: Promise<void> = Promise.resolve();

  return {
    note(chatId, from, text, { html = false } = {}) {
      if (days === 0) return;
      const said = maskSecrets(html ? visibleText(text) : text);
      if (said === "") return;
      const key = chatId.toString();
      const lines = waiting.get(key) ?? [];
      if (lines.length === 0 && waiting.size >= MOST_CHATS_WAITING) return;
      lines.push({ at: clock.now().toISOString(), from, text: said });
      waiting.set(key, lines.slice(-MOST_LINES));
    },
    flush,
    async read(chatId) {
      await flush();
      const row = await database.prisma.transcript.findUnique({ where: { chatId } });
      const since = new Date(+clock.now() - days * DAY_MS).toISOString();
      return ((row?.lines ?? []) as unknown as TranscriptLine[]).filter(({ at }) => at >= since);
    },
    async forget() {
      const before = new Date(+clock.now() - days * DAY_MS);
      await database.prisma.transcript.deleteMany({ where: { updatedAt: { lt: before } } });
    },
  };

  /** One after the other: whoever reads waits for what is being written, too. */
  function flush(): Promise<void> {
    writing = writing.then(write, write);
    return writing;
  }

  async function write(): Promise<void> {
    const written = [...waiting];
    waiting = new Map();
    while (written.length > 0) {
      const next = written.slice(0, CHATS_AT_ONCE);
      const rows = next.map(([chatId, lines]) => ({ chatId, lines }));
      try {
        await database.query("write-transcripts", WRITE, [JSON.stringify(rows), clock.now()]);
      } catch (error) {
        for (const [chatId, lines] of written) {
          waiting.set(chatId, [...lines, ...(waiting.get(chatId) ?? [])].slice(-MOST_LINES));
        }
        throw error;
      }
      written.splice(0, CHATS_AT_ONCE);
      if (written.length > 0) await whatWaits();
    }
  }
}
