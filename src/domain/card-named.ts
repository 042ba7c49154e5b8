import type { Product } from "./plan.ts";

/** The one card that is called so, is of this brand, or ends with these digits; undefined when it may be several. */
export function cardNamed<Card extends { iccid: string; label: string; product: Product }>(
  cards: readonly Card[],
  said: string,
): Card | undefined {
  const typed = said.normalize("NFKC").trim().toLowerCase();
  const digits = typed.replace(/\D/g, "");
  const named = [
    cards.filter(({ label }) => label.toLowerCase() === typed),
    cards.filter(({ iccid }) => digits.length >= 4 && iccid.endsWith(digits)),
    cards.filter(({ product }) => brandNames[product].includes(typed)),
  ].find((found) => found.length > 0);
  return named?.length === 1 ? named[0] : undefined;
}

/** However the brand is written, in every script. */
const brandNames: Record<Product, readonly string[]> = {
  heyon: ["heyon"],
  yuanyou: ["yuanyou", "远遊", "远游", "遠遊", "yuanyou 远遊"],
};
