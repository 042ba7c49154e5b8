import type { Localizer } from "../../i18n/localizer.ts";
import type { Clock } from "../../ports/clock.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";
import type { PendingCode } from "../../use-cases/find-login-code.ts";
import type { RequestLoginCode } from "../../use-cases/request-login-code.ts";
import { codeAskedView, tooSoonView } from "../../views/link.ts";

export interface CodeWish {
  email: string;
  /** Typed just now, and not meant by a button. */
  typed: boolean;
  /** The chat's last code before this one. */
  pending: PendingCode | null;
  /** The card that the code registers as well. */
  cardId: string | null;
}

/** Asks for a code and words what came of it. */
export function createAskForCode(deps: { clock: Clock; requestLoginCode: RequestLoginCode }) {
  const { clock, requestLoginCode } = deps;

  return async function askForCode(
    language: Localizer,
    chatId: bigint,
    { email, typed, pending, cardId }: CodeWish,
  ): Promise<RenderedMessage> {
    const requested = await requestLoginCode(chatId, email, cardId);
    if (requested.ok) return codeAskedView(language, { email, registers: cardId !== null });
    const { nextAt, stillWorks } = requested.error;
    const waitSeconds = (nextAt.getTime() - clock.now().getTime()) / 1000;
    const before = pending?.alive && !pending.setAside ? pending.email : null;
    return tooSoonView(language, { waitSeconds, stillWorks: stillWorks ? email : before, typed });
  };
}

export type AskForCode = ReturnType<typeof createAskForCode>;
