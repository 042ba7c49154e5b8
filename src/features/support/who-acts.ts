import type { User } from "grammy/types";
import { plainText } from "../../bot/arrival.ts";
import type { BotContext } from "../../bot/context.ts";
import type { AgentSeen } from "../../use-cases/support/agents.ts";
import type { Membership } from "./membership.ts";

/** Telegram's account for administrators who write as the group. */
const ANONYMOUS_ADMINISTRATOR = 1_087_968_824;

/** Whether whoever writes or presses here may act for the desk. */
export function createWhoActs(membership: Pick<Membership, "roleOf">) {
  const roleOf = async (ctx: BotContext) => {
    if (ctx.from === undefined || (ctx.from.is_bot && !isAnonymous(ctx))) return "outside";
    return isAnonymous(ctx) ? "administrator" : membership.roleOf(ctx.from.id);
  };
  return {
    isAgent: async (ctx: BotContext): Promise<boolean> => (await roleOf(ctx)) !== "outside",
    isAdministrator: async (ctx: BotContext): Promise<boolean> => (await roleOf(ctx)) === "administrator",
  };
}

export type WhoActs = ReturnType<typeof createWhoActs>;

/** Administrators who write as the group are one agent, by their signature. */
export function agentOf(ctx: BotContext): AgentSeen {
  const { id, first_name: firstName } = ctx.from as User;
  if (!isAnonymous(ctx)) return { id: BigInt(id), firstName: plainText(firstName) };
  return {
    id: BigInt(id),
    firstName: plainText(ctx.message?.author_signature ?? ctx.chat?.title ?? firstName),
  };
}

const isAnonymous = (ctx: BotContext): boolean =>
  ctx.from?.id === ANONYMOUS_ADMINISTRATOR && ctx.senderChat?.id === ctx.chat?.id;
