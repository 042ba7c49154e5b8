/**
 * An ICCID as people write it, spaces and dashes included, to its 18 to 20 digits; undefined when it has
 * another length or its check digit is wrong (ITU-T E.118, Luhn). An F at its end, with which SIMs fill the
 * last half byte (3GPP TS 31.102, 4.2.2), is dropped.
 */
export function parseIccid(text: string): string | undefined {
  const digits = text
    .normalize("NFKC")
    .replace(/[\s\p{Pd}\p{Cf}]/gu, "")
    .replace(/(?<=\d)f$/i, "");
  return /^\d{18,20}$/.test(digits) && luhnHolds(digits) ? digits : undefined;
}

/** What a person meant as a card's number: the number itself, or why it is none. */
export type IccidHeard =
  | { type: "iccid"; iccid: string }
  | { type: "not_iccid"; reason: "check_digit" | "length" | "eid" };

/** Shorter than any card's number and longer than codes: from here on digits are meant as one. */
const FEWEST_DIGITS = 12;
/** GSMA SGP.02: an eSIM chip's own number, printed beside the card's. */
const EID_DIGITS = 32;

/** The card's number in a message ("ICCID: 8944 …", "it is 8944…, I think"); undefined when none was meant. */
export function hearIccid(text: string): IccidHeard | undefined {
  if (text.length > 200) return undefined;
  const plain = text.normalize("NFKC").replace(/\p{Cf}/gu, "");
  const runs = plain.match(/\d(?:[\s\p{Pd}.]{0,3}\d)*(?:\s?f\b)?/giu) ?? [];
  const digits = runs.map((run) => run.replace(/\D/g, "")).toSorted((a, b) => b.length - a.length)[0] ?? "";
  if (digits.length < FEWEST_DIGITS) return undefined;
  const iccid = parseIccid(digits);
  if (iccid !== undefined) return { type: "iccid", iccid };
  if (digits.length === EID_DIGITS) return { type: "not_iccid", reason: "eid" };
  const reason = digits.length >= 18 && digits.length <= 20 ? "check_digit" : "length";
  return { type: "not_iccid", reason };
}

export function luhnHolds(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
