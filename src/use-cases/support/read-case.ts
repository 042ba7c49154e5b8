import { readBundles } from "../../db/card-bundles.ts";
import type { Database } from "../../db/database.ts";
import type { Bundle } from "../../domain/bundle.ts";
import { settleBundles } from "../../domain/bundle-start.ts";
import type { Product } from "../../domain/plan.ts";
import type { TicketStatus, TicketSubject } from "../../domain/ticket.ts";
import type { Clock } from "../../ports/clock.ts";
import { type OrderShown, readOrder, readOrders } from "../order/read-order.ts";
import type { TranscriptLine } from "./transcript.ts";

/** A customer's whole situation, as an agent needs it. */
export interface CaseShown {
  ticket: {
    id: string;
    number: number;
    status: TicketStatus;
    called: boolean;
    about: TicketSubject;
    agent: string | null;
    openedAt: Date;
    waitingSince: Date | null;
    rating: number | null;
    ratingWord: string | null;
    note: string | null;
    snoozedUntil: Date | null;
  };
  customer: {
    chatId: bigint;
    firstName: string;
    locale: string | null;
    telegramLanguage: string | null;
    timeZone: string | null;
    email: string | null;
    blocked: boolean;
    /** The desk takes nothing from them. */
    deskBlocked: boolean;
  };
  cards: {
    iccid: string;
    label: string;
    product: Product;
    asOf: Date | null;
    bundles: Bundle[];
    /** The one it is about. */
    meant: boolean;
  }[];
  /** The one it is about. */
  order: OrderShown | null;
  orders: OrderShown[];
  /** What was said before, oldest first. */
  said: TranscriptLine[];
  internal: boolean;
}

const MOST_CARDS = 5;
const MOST_ORDERS = 3;

/** Reads a customer's newest case; undefined when there never was one. */
export function createReadCase(deps: {
  database: Database;
  clock: Clock;
  readTranscript: (chatId: bigint) => Promise<TranscriptLine[]>;
}) {
  const { database, clock, readTranscript } = deps;
  const { prisma } = database;

  return async function readCase(chatId: bigint): Promise<CaseShown | undefined> {
    const now = clock.now();
    const ticket = await prisma.ticket.findFirst({
      where: { chatId },
      orderBy: { closedAt: { sort: "desc", nulls: "first" } },
      include: { agent: true, chat: { include: { account: { select: { email: true } } } } },
    });
    if (!ticket) return undefined;
    const { chat } = ticket;
    const cards = chat.accountId
      ? await prisma.card.findMany({
          where: { accountId: chat.accountId },
          orderBy: { createdAt: "asc" },
          take: MOST_CARDS,
        })
      : [];
    const ids = cards.map(({ id }) => id);
    const bundlesByCard = ids.length > 0 ? await readBundles(prisma, ids, now) : new Map<string, Bundle[]>();
    const person = { chatId, accountId: chat.accountId };
    const { orders } = await readOrders(database, person, { index: 0, size: MOST_ORDERS });
    const order = ticket.orderId ? await readOrder(database, { id: ticket.orderId }) : undefined;
    const topic = await prisma.supportTopic.findUnique({ where: { chatId } });
    const { id, number, status, called, openedAt, waitingSince, rating, ratingWord } = ticket;
    return {
      ticket: {
        ...{ id, number, status, called, openedAt, waitingSince, rating, ratingWord },
        about: ticket.about as TicketSubject,
        agent: ticket.agent?.name ?? null,
        note: ticket.note,
        snoozedUntil: ticket.snoozedUntil,
      },
      customer: {
        chatId,
        firstName: chat.firstName,
        locale: chat.locale,
        telegramLanguage: chat.telegramLanguage,
        timeZone: chat.timeZone,
        email: chat.account?.email ?? null,
        blocked: chat.unreachableSince !== null,
        deskBlocked: chat.deskBlockedAt !== null,
      },
      cards: cards.map((card) => ({
        iccid: card.iccid,
        label: card.label,
        product: card.product,
        asOf: card.asOf,
        bundles: settleBundles(bundlesByCard.get(card.id) ?? [], now),
        meant: card.id === ticket.cardId,
      })),
      order: order ?? null,
      orders,
      said: await readTranscript(chatId),
      internal: topic?.internal ?? false,
    };
  };
}

export type ReadCase = ReturnType<typeof createReadCase>;
