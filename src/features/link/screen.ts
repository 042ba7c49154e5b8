import type { BotContext } from "../../bot/context.ts";
import { show } from "../../bot/show.ts";
import { createTalkScreen, type TalkScreen } from "../../bot/talk-screen.ts";
import type { RenderedMessage } from "../../ports/messenger.ts";

/**
 * Said by a talk that heard a password. The answer holds a fresh link, which a talk must not know: what it
 * knows is stored.
 */
export const TYPED_PASSWORD = "typed_password";

export type LinkScreen = TalkScreen<RenderedMessage | typeof TYPED_PASSWORD>;

/** The screen of this feature's talks. */
export function createLinkScreen(answerTypedPassword: (ctx: BotContext) => Promise<void>): LinkScreen {
  return createTalkScreen<RenderedMessage | typeof TYPED_PASSWORD>((ctx, view) =>
    view === TYPED_PASSWORD ? answerTypedPassword(ctx) : show(ctx, view),
  );
}
