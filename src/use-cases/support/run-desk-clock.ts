import type { UnitOfWork } from "../../db/database.ts";
import type { Ticket } from "../../db/generated/client.ts";
import { type DeskAction, nextDeskAction } from "../../domain/ticket.ts";
import { closeLocked } from "./close-ticket.ts";
import { type DeskDeps, lookAgain } from "./desk.ts";
import { queueNote, refreshCard } from "./queue-relay.ts";

const BATCH = 50;
const MOST_BATCHES = 10;

const DUE = `
  SELECT id FROM "Ticket" WHERE "lookAt" <= $1 ORDER BY "lookAt" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`;

/**
 * Looks after what nobody did anything about: waiting customers are brought up again, louder each time; an
 * agent who is silent loses the ticket; one that nobody has anything to add to is closed. It reads only what
 * is due. Several processes share it.
 */
export function createRunDeskClock(deps: DeskDeps) {
  const { database, clock, supportChatId, rules } = deps;

  return async function runDeskClock(): Promise<void> {
    if (supportChatId === undefined) return;
    for (let batch = 0; batch < MOST_BATCHES; batch++) {
      const count = await database.transact(async (unit) => {
        const rows = await unit.tx.$queryRawUnsafe<{ id: string }[]>(DUE, clock.now());
        for (const { id } of rows) await lookAt(unit, id);
        return rows.length;
      });
      if (count < BATCH) return;
    }
  };

  async function lookAt(unit: UnitOfWork, id: string): Promise<void> {
    const ticket = await unit.tx.ticket.findUniqueOrThrow({ where: { id }, include: { agent: true } });
    const now = clock.now();
    // It moved last when it was decided to look at it now.
    const movedAt = new Date(+(ticket.lookAt ?? now) - rules.idleAfterMs);
    const next = nextDeskAction({ ...ticket, movedAt }, rules);
    if (!next || next.at > now) {
      await unit.tx.ticket.update({ where: { id }, data: { lookAt: next?.at ?? null } });
      return;
    }
    await act(unit, ticket, next.action, ticket.agent?.name ?? "");
  }

  async function act(unit: UnitOfWork, ticket: Ticket, action: DeskAction, agent: string): Promise<void> {
    const now = clock.now();
    const { id, chatId } = ticket;
    const route = { ticketId: id, chatId, supportChatId: supportChatId!, now };
    switch (action) {
      case "forget":
        await unit.tx.ticket.delete({ where: { id } });
        return;
      case "remind":
      case "escalate": {
        const reminded = { ...ticket, reminders: ticket.reminders + 1 };
        const { reminders } = reminded;
        await unit.tx.ticket.update({
          where: { id },
          data: { reminders, ...lookAgain(reminded, now, rules) },
        });
        const notice = { type: "desk_reminder" as const, ticketId: id, escalated: action === "escalate" };
        const since = +(ticket.waitingSince ?? ticket.openedAt);
        await unit.say(supportChatId!, notice, `desk-reminder:${id}:${since}:${reminders}`);
        return;
      }
      case "wake": {
        const waitingSince = ticket.waitingSince && now;
        const woken = { ...ticket, waitingSince, reminders: 0, snoozedUntil: null };
        await unit.tx.ticket.update({
          where: { id },
          data: { waitingSince, reminders: 0, snoozedUntil: null, ...lookAgain(woken, now, rules) },
        });
        await queueNote(unit, route, { type: "woken" });
        return;
      }
      case "release": {
        const released = { ...ticket, status: "waiting" as const, called: true, reminders: 0 };
        await unit.tx.ticket.update({
          where: { id },
          data: {
            ...{ status: "waiting", called: true, agentId: null, reminders: 1 },
            ...lookAgain({ ...released, reminders: 1 }, now, rules),
          },
        });
        await queueNote(unit, route, { type: "released", agent });
        await refreshCard(unit, { ...route, cause: `released:${id}:${+now}` });
        return;
      }
      case "close":
        await closeLocked(unit, ticket, { who: "idle", name: "" }, { supportChatId: supportChatId!, now });
    }
  }
}

const KEPT_MS = 90 * 24 * 60 * 60_000;

/** Forgets what was carried to and fro a quarter of a year ago, once its ticket is closed. */
export function createForgetRelayed({ database, clock }: Pick<DeskDeps, "database" | "clock">) {
  return async function forgetRelayed(): Promise<void> {
    const before = new Date(+clock.now() - KEPT_MS);
    await database.prisma.relayedMessage.deleteMany({
      where: { at: { lt: before }, ticket: { status: "closed" } },
    });
  };
}
