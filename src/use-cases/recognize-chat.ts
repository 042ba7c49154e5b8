import type { Database } from "../db/database.ts";
import type { TicketStatus } from "../domain/ticket.ts";
import type { Clock } from "../ports/clock.ts";
import { tellAfterAll } from "./tell-after-all.ts";

/** What is known of a private chat, read once for each update. */
export interface KnownChat {
  id: bigint;
  firstName: string;
  accountId: string | null;
  /** Of the linked account. */
  email: string | null;
  /** Chosen by the person; null follows Telegram's. */
  locale: string | null;
  telegramLanguage: string | null;
  /** Chosen by the person; null is guessed. */
  timeZone: string | null;
  /** The card that is shown first here, if it is still on the account. */
  defaultCardId: string | null;
  /** Where the account's cards were last used. */
  lastCountry: string | null;
  /** The command list of its own that Telegram shows in this chat, as locale and fingerprint. */
  ownCommands: string | null;
  /** The open case that a human looks after, or the one that was closed last. */
  ticket: KnownTicket | null;
}

export interface KnownTicket {
  id: string;
  status: TicketStatus;
  called: boolean;
  openedAt: Date;
  closedAt: Date | null;
  floorUntil: Date | null;
}

export interface ChatSeen {
  id: bigint;
  firstName: string;
  telegramLanguage: string | undefined;
}

interface ChatRow extends Omit<KnownChat, "id" | "ticket"> {
  lastSeenAt: Date;
  unreachable: boolean;
  ticketId: string | null;
  ticketStatus: TicketStatus;
  called: boolean;
  openedAt: Date;
  closedAt: Date | null;
  floorUntil: Date | null;
}

/** "Last seen" is exact to the hour, so that not every update costs a write. */
const SEEN_PRECISION_MS = 60 * 60 * 1000;

const READ_CHAT = `
  SELECT c."firstName", c."accountId", a.email, a."lastCountry", c.locale, c."telegramLanguage",
         c."timeZone", c."ownCommands", c."defaultCardId", c."lastSeenAt", c."unreachableSince" IS NOT NULL AS unreachable,
         t.id AS "ticketId", t.status::text AS "ticketStatus", t.called, t."openedAt", t."closedAt", t."floorUntil"
  FROM "Chat" c LEFT JOIN "Account" a ON a.id = c."accountId"
    LEFT JOIN LATERAL (
      SELECT * FROM "Ticket" WHERE "chatId" = c.id ORDER BY "closedAt" DESC NULLS FIRST LIMIT 1) t ON true
  WHERE c.id = $1`;

/**
 * Recognises who writes: one statement for a chat that is known and unchanged. A new one is written down,
 * a changed name or language is kept, and a chat that had blocked the bot counts as reachable again and is
 * told what it missed.
 */
export function createRecognizeChat(deps: { database: Database; clock: Clock }) {
  const { database, clock } = deps;

  return async function recognizeChat(seen: ChatSeen): Promise<KnownChat> {
    const [row] = await database.recall<ChatRow>("recognize-chat", READ_CHAT, [seen.id]);
    const now = clock.now();
    const telegramLanguage = seen.telegramLanguage ?? null;
    const ticket = row ? ticketOf(row) : null;
    if (row && !isStale(row, seen, now)) return known(seen.id, { ...row, ticket });

    const current = { firstName: seen.firstName, telegramLanguage, unreachableSince: null, lastSeenAt: now };
    await database.transact(async ({ tx }) => {
      await tx.chat.upsert({
        where: { id: seen.id },
        create: { id: seen.id, createdAt: now, ...current },
        update: current,
      });
      if (row?.unreachable) await tellAfterAll(tx, seen.id, now);
    });
    const nothing = { accountId: null, email: null, lastCountry: null, locale: null, timeZone: null };
    return known(seen.id, {
      ...{ ...nothing, ownCommands: null, defaultCardId: null, ...row, ticket },
      firstName: seen.firstName,
      telegramLanguage,
    });
  };
}

export type RecognizeChat = ReturnType<typeof createRecognizeChat>;

function isStale(row: ChatRow, seen: ChatSeen, now: Date): boolean {
  return (
    row.unreachable ||
    row.firstName !== seen.firstName ||
    row.telegramLanguage !== (seen.telegramLanguage ?? null) ||
    now.getTime() - row.lastSeenAt.getTime() > SEEN_PRECISION_MS
  );
}

function known(id: bigint, row: Omit<KnownChat, "id">): KnownChat {
  const { firstName, accountId, email, lastCountry, locale, telegramLanguage, timeZone, ownCommands } = row;
  const { defaultCardId, ticket } = row;
  return {
    ...{ id, firstName, accountId, email, lastCountry, locale, telegramLanguage, timeZone, ownCommands },
    ...{ defaultCardId, ticket },
  };
}

function ticketOf(row: Readonly<ChatRow>): KnownTicket | null {
  const { ticketId, ticketStatus, called, openedAt, closedAt, floorUntil } = row;
  if (ticketId === null) return null;
  return { id: ticketId, status: ticketStatus, called, openedAt, closedAt, floorUntil };
}
