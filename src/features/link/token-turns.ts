import type { BotContext } from "../../bot/context.ts";
import { maskEmail } from "../../domain/email.ts";
import { isLinkToken } from "../../domain/link-token.ts";
import type { UseLinkToken } from "../../use-cases/link-token/use-link-token.ts";
import { alreadyLinkedView, deadTokenView, linkedView, switchByTokenView } from "../../views/link.ts";
import type { CardTurns, Turn } from "./card-turns.ts";

export interface TokenTurnsDeps {
  useLinkToken: UseLinkToken;
}

/** What follows `link_` in a deep link, or in the button that says it a second time. */
export interface TypedToken {
  token: string;
  sure: boolean;
}

const SURE = "sure_";

export function readToken(argument: string): TypedToken | undefined {
  const sure = argument.startsWith(SURE) && isLinkToken(argument.slice(SURE.length));
  const token = sure ? argument.slice(SURE.length) : argument;
  return isLinkToken(token) ? { token, sure } : undefined;
}

/** A printed link was opened: what it leads to. */
export function createTokenTurns({ useLinkToken, cards }: TokenTurnsDeps & { cards: CardTurns }) {
  return {
    async use(ctx: BotContext, { token, sure }: TypedToken): Promise<Turn> {
      const { language, chatKnown } = ctx;
      // Links come from strangers: only a button of ours says it for the second time.
      const isSure = sure && ctx.callbackQuery !== undefined;
      const used = await useLinkToken(chatKnown.id, token, { sure: isSure });
      if (!used.ok) return { view: deadTokenView(language), over: true };
      switch (used.value.type) {
        case "linked": {
          const person = { firstName: chatKnown.firstName, email: maskEmail(used.value.email) };
          return { view: linkedView(language, person), over: true };
        }
        case "already": {
          const view = alreadyLinkedView(language, { email: maskEmail(used.value.email) });
          return { view, over: true };
        }
        case "other_account": {
          const [from, to] = [maskEmail(chatKnown.email ?? ""), maskEmail(used.value.email)];
          return { view: switchByTokenView(language, { from, to, token }), over: true };
        }
        case "card":
          return cards.claim(ctx, { id: used.value.cardId });
      }
    },
  };
}
