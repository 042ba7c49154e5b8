import { nameIn } from "../domain/plan.ts";
import type { Localizer } from "../i18n/localizer.ts";
import type { MessageButton } from "../ports/messenger.ts";
import type { RepeatOffer } from "../use-cases/balance-rows.ts";

/** `Repeat: Japan week, $12.50`: one tap to the checkout link. */
export function repeatButton(language: Localizer, cardId: string, repeat: RepeatOffer): MessageButton {
  const name = nameIn(repeat.name, language.locale);
  const what = repeat.kind === "daily" ? `${name} · ${language.format.days(repeat.quantity)}` : name;
  const text = language.text("balance.repeatButton", { what, price: language.format.money(repeat) });
  return { text, callbackData: `go:repeat:${cardId}` };
}
