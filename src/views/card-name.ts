import type { Product } from "../domain/plan.ts";
import type { Localizer } from "../i18n/localizer.ts";

/** `Alice travel · Heyon ··4417`; without a label `Heyon ··4417`. Plain text: escaped where it is put into HTML. */
export function cardName(
  language: Localizer,
  card: { label: string; product: Product; iccid: string },
): string {
  const short = `${language.text(`product.${card.product}`)} ··${card.iccid.slice(-4)}`;
  return card.label ? `${card.label} · ${short}` : short;
}
