import type { Product } from "./plan.ts";

/** Crockford's base 32: no I, L, O, U, so that a number can be read out on the phone. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const PREFIX_BY_PRODUCT: Record<Product, string> = { heyon: "HY", yuanyou: "YY" };

/** `HY-` or `YY-` and six characters made of the random bytes (at least six) handed in. */
export function orderNumber(product: Product, randomBytes: Uint8Array): string {
  const characters = [...randomBytes.subarray(0, 6)].map((byte) => ALPHABET[byte & 31]);
  return `${PREFIX_BY_PRODUCT[product]}-${characters.join("")}`;
}

/** An order number as people type it: case, spaces, a missing dash and look-alike letters are forgiven. */
export function parseOrderNumber(text: string): string | undefined {
  const plain = text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\-–—_.#]/g, "");
  const match = /^(HY|YY)([0-9A-Z]{6})$/.exec(plain);
  if (!match) return undefined;
  const code = match[2]!.replace(/O/g, "0").replace(/[IL]/g, "1");
  return code.includes("U") ? undefined : `${match[1]}-${code}`;
}
