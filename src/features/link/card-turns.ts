import type { BotContext } from "../../bot/context.ts";
import { maskEmail } from "../../domain/email.ts";
import type { Clock } from "../../ports/clock.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";
import type { AddCard } from "../../use-cases/add-card.ts";
import type { ClaimCard, ClaimedCard } from "../../use-cases/claim-card.ts";
import type { DropClaim } from "../../use-cases/drop-claim.ts";
import type { FindClaim } from "../../use-cases/find-claim.ts";
import { askEmailView } from "../../views/link.ts";
import {
  askAddressView,
  askIccidView,
  confirmAddView,
  registeredView,
  takenView,
  tooManyView,
  unknownCardView,
  yoursView,
} from "../../views/register.ts";

export interface CardTurnsDeps {
  clock: Clock;
  claimCard: ClaimCard;
  findClaim: FindClaim;
  addCard: AddCard;
  dropClaim: DropClaim;
}

/** What is said next, and whether that ends the talk. */
export interface Turn {
  view: RenderedMessage;
  over?: boolean;
}

export interface CardTurns {
  /** Takes a card's number, or the card that a printed link names. */
  claim(ctx: BotContext, card: string | { id: string }): Promise<Turn>;
  /** Puts the claimed card on the account that the chat is linked to. */
  add(ctx: BotContext): Promise<Turn>;
  /** Which address? With the card that it is for, if there is one. */
  question(ctx: BotContext): Promise<RenderedMessage>;
  claimed(chatId: bigint): Promise<ClaimedCard | null>;
  drop(chatId: bigint): Promise<void>;
}

const HOUR_MS = 60 * 60_000;

/** The part of the talk that is about a card; of a linked chat the address is known already. */
export function createCardTurns(deps: CardTurnsDeps): CardTurns {
  const { clock, claimCard, findClaim, addCard, dropClaim } = deps;

  return { claim, add, question, claimed: findClaim, drop: dropClaim };

  async function claim(ctx: BotContext, card: string | { id: string }): Promise<Turn> {
    const { language, chatKnown } = ctx;
    const claimed = await claimCard(chatKnown.id, typeof card === "string" ? { iccid: card } : card);
    if (claimed.ok) {
      const { email } = chatKnown;
      const view = email
        ? confirmAddView(language, claimed.value, maskEmail(email))
        : askAddressView(language, claimed.value);
      return { view };
    }
    switch (claimed.error.type) {
      case "unknown":
        return { view: unknownCardView(language) };
      case "taken":
        return { view: takenView(language) };
      case "yours":
        return { view: yoursView(language, claimed.error.card), over: true };
      case "too_many": {
        const waitHours = (claimed.error.nextAt.getTime() - clock.now().getTime()) / HOUR_MS;
        return { view: tooManyView(language, { waitHours }), over: true };
      }
    }
  }

  async function add(ctx: BotContext): Promise<Turn> {
    const { language, chatKnown } = ctx;
    const added = await addCard(chatKnown.id);
    if (added.ok) {
      return { view: registeredView(language, added.value, maskEmail(chatKnown.email ?? "")), over: true };
    }
    if (added.error.type === "taken") return { view: takenView(language) };
    return { view: askIccidView(language) };
  }

  async function question({ language, chatKnown }: BotContext): Promise<RenderedMessage> {
    const card = await findClaim(chatKnown.id);
    return card ? askAddressView(language, card) : askEmailView(language);
  }
}
