import type { BotContext, Wish } from "../../bot/context.ts";
import { isCountryCode } from "../../domain/country.ts";
import { fromShortId, isUuid } from "../../domain/short-id.ts";
import type { RenewalWishes } from "../../use-cases/renewal/begin-renewal.ts";
import { type Answer, parsePress } from "./answer.ts";
import type { RenewalWish } from "./said.ts";
import type { Beginning } from "./talk.ts";

/** What a talk begins with, as its first answer. */
export function begins({ number, text, said, trip }: Beginning): { number: string; answer: Answer } {
  if (trip) return { number, answer: { type: "trip", slots: trip } };
  if (said) return { number, answer: { type: "said", slots: said } };
  return { number, answer: text === undefined ? { type: "go_on" } : { type: "text", text } };
}

/** What an update says to the talk, and of which order where it is a button. */
export async function answers(
  ctx: BotContext,
  readTrip: (wish: Wish) => RenewalWish,
): Promise<{ number?: string; answer: Answer }> {
  const press = parsePress(ctx.callbackQuery?.data ?? "");
  if (press) return press;
  const text = ctx.message?.text ?? ctx.message?.caption;
  if (text === undefined) return { answer: { type: "not_text" } };
  const wish = await ctx.meant();
  return { answer: { type: "text", text, ...(wish && { wish: readTrip(wish) }) } };
}

/** `go:renew:<card>`, `/renew JP`, `/start renew_JP`, `/start renew_JP_<plan>` */
export function wishesOf(argument: string): RenewalWishes {
  const [, country, plan] = /^([A-Z]{2})_([\w-]{22})$/.exec(argument) ?? [];
  const planId = plan && fromShortId(plan);
  if (country && planId && isCountryCode(country)) return { destination: country, planId };
  if (isUuid(argument)) return { cardId: argument };
  return isCountryCode(argument) ? { destination: argument } : {};
}
