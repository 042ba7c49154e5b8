import { Composer } from "grammy";
import type { BotContext } from "../../bot/context.ts";
import { answerButton, reply, show } from "../../bot/show.ts";
import { EXTENSION_DAYS } from "../../domain/bundle-extension.ts";
import { fromShortId } from "../../domain/short-id.ts";
import type { Localizer } from "../../i18n/localizer.ts";
import type { ExtendBundle, ReadExtendable } from "../../use-cases/support/extend-bundle.ts";
import type { NameAgent } from "../../use-cases/support/name-agent.ts";
import type { ReadCustomer } from "../../use-cases/support/read-customer.ts";
import type { TicketMention } from "../../use-cases/support/read-ticket.ts";
import { extendableView, extendHowView } from "../../views/desk/extend.ts";
import type { PressedCase } from "./pressed-case.ts";
import { agentOf, type WhoActs } from "./who-acts.ts";

export interface ExtendActionsDeps {
  language: Localizer;
  timeZone: string;
  whoActs: Pick<WhoActs, "isAdministrator">;
  pressedCase: Pick<PressedCase, "ofButton">;
  readCustomer: ReadCustomer;
  readExtendable: ReadExtendable;
  extendBundle: ExtendBundle;
  nameAgent: NameAgent;
}

/** Days added to a customer's plan: which one, how many, done. The administrators', like money. */
export function createExtendActions(deps: ExtendActionsDeps): Composer<BotContext> {
  const { language, timeZone } = deps;
  const composer = new Composer<BotContext>();

  composer.callbackQuery(/^desk:extend:([\w-]{22})$/, async (ctx) => {
    const ticket = await pressed(ctx, ctx.match[1]!);
    if (!ticket) return;
    const choice = await choiceOf(ctx, ticket);
    if (!choice) return;
    const place = { ticketId: ticket.id, timeZone };
    await answerButton(ctx);
    const [only, ...others] = choice;
    await reply(
      ctx,
      others.length === 0 ? extendHowView(language, only!, place) : extendableView(language, choice, place),
    );
  });

  composer.callbackQuery(/^desk:plan:([\w-]{22}):([\w-]{22})$/, async (ctx) => {
    const ticket = await pressed(ctx, ctx.match[1]!);
    if (!ticket) return;
    const choice = await choiceOf(ctx, ticket);
    if (!choice) return;
    const chosen = choice.find(({ bundle }) => bundle.id === fromShortId(ctx.match[2]!));
    if (!chosen) return toast(ctx, "desk.stale");
    await show(ctx, extendHowView(language, chosen, { ticketId: ticket.id, timeZone }));
  });

  composer.callbackQuery(/^desk:add:([\w-]{22}):([\w-]{22}):(\d)([0-9a-z]{1,8})$/, async (ctx) => {
    const [, ticketId, bundle, digit, end] = ctx.match as unknown as string[];
    const ticket = await pressed(ctx, ticketId!);
    if (!ticket) return;
    const days = EXTENSION_DAYS.find((count) => count === Number(digit));
    const { accountId } = await deps.readCustomer(ticket.chatId);
    if (days === undefined || accountId === null) return toast(ctx, "desk.stale");
    const seen = agentOf(ctx);
    const { name } = await deps.nameAgent(seen, "");
    const agent = { name, cause: `agent ${name} (${seen.id})` };
    const wasUntil = new Date(Number.parseInt(end!, 36));
    const asked = { accountId, bundleId: fromShortId(bundle!)!, wasUntil, days };
    const extended = await deps.extendBundle(ticket, asked, agent);
    if (!extended.ok) return toast(ctx, `desk.notExtended.${extended.error.type}`);
    const until = language.format.dateTime(extended.value.until, timeZone);
    await answerButton(ctx, language.text("desk.extended", { until }));
    await ctx.deleteMessage().catch(() => {});
  });
  return composer;

  async function pressed(ctx: BotContext, ticketId: string): Promise<TicketMention | undefined> {
    const ticket = await deps.pressedCase.ofButton(ctx, ticketId);
    if (!ticket || (await deps.whoActs.isAdministrator(ctx))) return ticket;
    await toast(ctx, "desk.administratorsOnly");
    return undefined;
  }

  /** What there is to choose from; whoever cannot choose anything hears why. */
  async function choiceOf(ctx: BotContext, ticket: TicketMention) {
    const { accountId } = await deps.readCustomer(ticket.chatId);
    const read = await deps.readExtendable(accountId);
    if (!read.ok) return toast(ctx, "desk.notExtended.cannot");
    return read.value.length > 0 ? read.value : toast(ctx, "desk.nothingToExtend");
  }

  async function toast(ctx: BotContext, key: Parameters<Localizer["text"]>[0]): Promise<undefined> {
    await answerButton(ctx, language.text(key), true);
  }
}
