/** As long as a button can show it beside the card's number. */
export const LONGEST_LABEL = 40;

/**
 * A card's name as it is kept: in one line, without marks that nobody sees, and never in the direction of
 * other text; undefined when nothing is left, or too much.
 */
export function parseLabel(text: string): string | undefined {
  const label = text
    .normalize("NFC")
    // The joiner and the selector of emoji stay, or families fall apart.
    .replace(/(?![\u200d\ufe0f])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();
  return label !== "" && [...label].length <= LONGEST_LABEL ? label : undefined;
}
