/**
 * An ICCID as people write it, spaces and dashes included, to its 18 to 20 digits; undefined when it has
 * another length or its check digit is wrong (ITU-T E.118, Luhn).
 */
export function parseIccid(text: string): string | undefined {
  const digits = text.normalize("NFKC").replace(/[\s\-–—]/g, "");
  return /^\d{18,20}$/.test(digits) && luhnHolds(digits) ? digits : undefined;
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
