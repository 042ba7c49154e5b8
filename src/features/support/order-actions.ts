import { Composer } from "grammy";
import type { BotContext } from "../../bot/context.ts";
import { answerButton, reply, show } from "../../bot/show.ts";
import type { HelpWithOrder } from "../../domain/relay.ts";
import { fromShortId } from "../../domain/short-id.ts";
import type { Localizer, MessageKey } from "../../i18n/localizer.ts";
import type { DecideOrder } from "../../use-cases/decide-order.ts";
import type { OrderShown } from "../../use-cases/order/read-order.ts";
import type { ReadOwnOrders } from "../../use-cases/read-own-orders.ts";
import type { ResendConfirmation, RetryDelivery } from "../../use-cases/support/help-order.ts";
import type { NameAgent } from "../../use-cases/support/name-agent.ts";
import type { ReadCustomer } from "../../use-cases/support/read-customer.ts";
import type { TicketMention } from "../../use-cases/support/read-ticket.ts";
import type { RefundOrder } from "../../use-cases/support/refund-order.ts";
import { askRefundView, deskOrdersView, deskOrderView, secondAgentView } from "../../views/desk/orders.ts";
import type { PressedCase } from "./pressed-case.ts";
import { agentOf, type WhoActs } from "./who-acts.ts";

export interface OrderActionsDeps {
  language: Localizer;
  timeZone: string;
  whoActs: WhoActs;
  pressedCase: PressedCase;
  readCustomer: ReadCustomer;
  ownOrders: Pick<ReadOwnOrders, "byId" | "page" | "history">;
  nameAgent: NameAgent;
  resendConfirmation: ResendConfirmation;
  retryDelivery: RetryDelivery;
  decideOrder: DecideOrder;
  refundOrder: RefundOrder;
  /** A line in the topic: who did what. */
  noteHelp(ticket: TicketMention, help: { what: HelpWithOrder; by: string; number: string }): Promise<void>;
}

interface Pressed {
  ticket: TicketMention;
  order: OrderShown;
  agent: { id: bigint; name: string; cause: string };
  more: string;
}

const ORDERS_SHOWN = 8;

/** What agents do about a customer's orders. Money and held orders are the administrators'. */
export function createOrderActions(deps: OrderActionsDeps): Composer<BotContext> {
  const { language, timeZone, pressedCase, ownOrders, refundOrder, decideOrder } = deps;
  const composer = new Composer<BotContext>();
  const helps: Record<string, (ctx: BotContext, pressed: Pressed) => Promise<void>> = {
    order: (ctx, pressed) => showOrder(ctx, pressed),
    resend: async (ctx, { ticket, order, agent }) => {
      const resent = await deps.resendConfirmation(order.id, ticket.chatId, agent.cause);
      await conclude(ctx, { ticket, order, agent }, resent.ok ? "resent" : undefined);
    },
    retry: async (ctx, { ticket, order, agent }) => {
      const retried = await deps.retryDelivery(order.id, agent.cause);
      await conclude(ctx, { ticket, order, agent }, retried.ok ? "retried" : undefined);
    },
    release: async (ctx, { ticket, order, agent }) => {
      const released = await decideOrder(order.number, { type: "released" }, { cause: agent.cause });
      await conclude(ctx, { ticket, order, agent }, released.ok ? "released" : undefined);
    },
    refund: async (ctx, { ticket, order }) => {
      const money = await refundOrder.preview(order.number);
      if (!money) return toast(ctx, "desk.nothingToDo");
      await show(ctx, askRefundView(language, order, money, ticket.id));
    },
    pay: async (ctx, pressed) => {
      const { ticket, order, agent, more } = pressed;
      const asked = await refundOrder.ask(order, agent, Number.parseInt(more, 36));
      if (!asked.ok) return refused(ctx, asked.error.type);
      if (asked.value.type === "sent") return conclude(ctx, pressed, "refunded");
      const { money } = asked.value;
      await show(ctx, secondAgentView(language, order, { money, ticketId: ticket.id, agent: agent.name }));
    },
    second: async (ctx, pressed) => {
      const confirmed = await refundOrder.confirm(pressed.order, pressed.agent);
      if (!confirmed.ok) return refused(ctx, confirmed.error.type);
      await conclude(ctx, pressed, "refunded");
    },
  };

  composer.callbackQuery(/^desk:orders:([\w-]{22})(:0)?$/, async (ctx) => {
    const ticket = await pressedCase.ofButton(ctx, ctx.match[1]!);
    if (ticket) await showOrders(ctx, ticket, ctx.match[2] !== undefined);
  });
  composer.on("message:text").command("orders", async (ctx) => {
    const ticket = await pressedCase.ofCommand(ctx);
    if (ticket) await showOrders(ctx, ticket, false);
  });
  composer.callbackQuery(/^desk:([a-z]+):([\w-]{22}):([\w-]{22})(?::(\w+))?$/, async (ctx, next) => {
    const [, name, ticketId, orderId, more = ""] = ctx.match as unknown as string[];
    const help = Object.hasOwn(helps, name!) ? helps[name!] : undefined;
    if (!help) return next();
    const ticket = await pressedCase.ofButton(ctx, ticketId!);
    if (!ticket) return;
    if (ADMINISTRATORS_ONLY.includes(name!) && !(await deps.whoActs.isAdministrator(ctx))) {
      return answerButton(ctx, language.text("desk.administratorsOnly"), true);
    }
    const order = await ownOrders.byId(await deps.readCustomer(ticket.chatId), fromShortId(orderId!)!);
    if (!order) return toast(ctx, "desk.stale");
    const seen = agentOf(ctx);
    const { name: agentName } = await deps.nameAgent(seen, "");
    const agent = { id: seen.id, name: agentName, cause: `agent ${agentName} (${seen.id})` };
    await help(ctx, { ticket, order, agent, more });
  });
  return composer;

  async function showOrders(ctx: BotContext, ticket: TicketMention, here: boolean): Promise<void> {
    const customer = await deps.readCustomer(ticket.chatId);
    const { orders } = await ownOrders.page(customer, 0, ORDERS_SHOWN);
    const view = deskOrdersView(language, orders, { ticketId: ticket.id, timeZone });
    if (here) return void (await show(ctx, view));
    await answerButton(ctx);
    await reply(ctx, view);
  }

  async function showOrder(ctx: BotContext, { ticket, order }: Pick<Pressed, "ticket" | "order">) {
    const release = await decideOrder(order.number, { type: "released" }, { dryRun: true });
    const view = deskOrderView(language, order, await ownOrders.history(order.id), {
      ...{ ticketId: ticket.id, timeZone },
      refundable: await refundOrder.preview(order.number),
      releasable: release.ok,
    });
    await show(ctx, view);
  }

  /** The toast says it, a note in the topic tells the others, and the order is shown as it is now. */
  async function conclude(
    ctx: BotContext,
    { ticket, order, agent }: Pick<Pressed, "ticket" | "order" | "agent">,
    what: HelpWithOrder | undefined,
  ): Promise<void> {
    if (!what) return toast(ctx, "desk.nothingToDo");
    await answerButton(ctx, language.text(`desk.helped.${what}` as MessageKey));
    await deps.noteHelp(ticket, { what, by: agent.name, number: order.number });
    const customer = await deps.readCustomer(ticket.chatId);
    await showOrder(ctx, { ticket, order: (await ownOrders.byId(customer, order.id)) ?? order });
  }

  function refused(ctx: BotContext, type: "nothing_to_refund" | "changed" | "same_agent" | "not_proposed") {
    return toast(ctx, type === "nothing_to_refund" ? "desk.nothingToDo" : `desk.refused.${type}`);
  }

  async function toast(ctx: BotContext, key: MessageKey): Promise<void> {
    await answerButton(ctx, language.text(key), true);
  }
}

const ADMINISTRATORS_ONLY = ["refund", "pay", "second", "release"];
