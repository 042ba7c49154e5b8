import type { Database } from "../../db/database.ts";
import type { Money } from "../../domain/money.ts";
import { needsSecondAgent, type RefundRule } from "../../domain/refund-rule.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Decided, DecideOrder } from "../decide-order.ts";

export type NotRefunded =
  | { type: "nothing_to_refund" }
  /** Another amount than the agent has seen: somebody was faster. */
  | { type: "changed"; money: Money }
  /** Who asked for it cannot be the one who confirms it. */
  | { type: "same_agent" }
  | { type: "not_proposed" };

export type RefundAsked = { type: "sent" | "needs_second"; money: Money };

/** A proposal that nobody confirms is forgotten after a day. */
const PROPOSED_FOR_MS = 24 * 60 * 60_000;
const EVENT = { type: "refund_requested" } as const;

/**
 * Sends all of an order's money back, through the operator's door: at once up to the set sum, above it once a
 * second agent has confirmed. Asked twice, money goes back once.
 */
export function createRefundOrder(deps: {
  database: Database;
  clock: Clock;
  decideOrder: DecideOrder;
  refundRule: RefundRule;
}) {
  const { database, clock, decideOrder, refundRule } = deps;
  const { refundProposal } = database.prisma;

  return {
    /** What would go back; undefined when nothing is left to. */
    async preview(number: string): Promise<Money | undefined> {
      const decided = await decideOrder(number, EVENT, { dryRun: true });
      return decided.ok ? totalOf(decided.value) : undefined;
    },

    async ask(
      order: { id: string; number: string },
      agent: { id: bigint; cause: string },
      amountMinor: number,
    ): Promise<Result<RefundAsked, NotRefunded>> {
      const decided = await decideOrder(order.number, EVENT, { dryRun: true });
      const money = decided.ok ? totalOf(decided.value) : undefined;
      if (!money) return fail({ type: "nothing_to_refund" });
      if (money.amountMinor !== amountMinor) return fail({ type: "changed", money });
      if (!needsSecondAgent(refundRule, money)) return send(order.number, money, agent.cause);
      const proposed = { agentId: agent.id, ...money, at: clock.now() };
      await refundProposal.upsert({
        where: { orderId: order.id },
        create: { orderId: order.id, ...proposed },
        update: proposed,
      });
      return ok({ type: "needs_second", money });
    },

    async confirm(
      order: { id: string; number: string },
      agent: { id: bigint; cause: string },
    ): Promise<Result<RefundAsked, NotRefunded>> {
      const proposed = await refundProposal.findUnique({ where: { orderId: order.id } });
      if (!proposed || +clock.now() - +proposed.at > PROPOSED_FOR_MS) return fail({ type: "not_proposed" });
      if (proposed.agentId === agent.id) return fail({ type: "same_agent" });
      const decided = await decideOrder(order.number, EVENT, { dryRun: true });
      const money = decided.ok ? totalOf(decided.value) : undefined;
      if (!money) return fail({ type: "nothing_to_refund" });
      if (money.amountMinor !== proposed.amountMinor) return fail({ type: "changed", money });
      const first = await database.prisma.agent.findUnique({ where: { id: proposed.agentId } });
      const sent = await send(order.number, money, `${agent.cause}, asked for by ${first?.name ?? "?"}`);
      if (sent.ok) await refundProposal.deleteMany({ where: { orderId: order.id } });
      return sent;
    },
  };

  async function send(
    number: string,
    money: Money,
    cause: string,
  ): Promise<Result<RefundAsked, NotRefunded>> {
    const decided = await decideOrder(number, EVENT, { cause });
    return decided.ok ? ok({ type: "sent", money }) : fail({ type: "nothing_to_refund" });
  }
}

export type RefundOrder = ReturnType<typeof createRefundOrder>;

function totalOf({ goesBack }: Decided): Money | undefined {
  const [first] = goesBack;
  if (!first) return undefined;
  return {
    amountMinor: goesBack.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
    currency: first.currency,
  };
}
