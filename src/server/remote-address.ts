import { isIP } from "node:net";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";

/** This machine and private networks: with a proxy that was not named, everybody comes from there. */
const SHARED = /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|::1$|f[cd]|fe80:)/i;

/**
 * Where a request comes from, as far as it can be believed: the entry that the outermost of our own proxies
 * added, or the other end of the connection where there is none. An IPv6 network counts as one address. Null
 * where it would stand for everybody.
 */
export function remoteAddress(c: Context, trustedProxies: number): string | null {
  const { address = "" } = getConnInfo(c).remote;
  const forwarded = (c.req.header("x-forwarded-for") ?? "").split(",").map((entry) => entry.trim());
  const told = trustedProxies === 0 ? address : (forwarded.at(-trustedProxies) ?? "");
  const plain = told.replace(/^::ffff:/i, "");
  if (isIP(plain) === 0 || SHARED.test(plain)) return null;
  return isIP(plain) === 6 ? networkOf(plain) : plain;
}

/** The first four groups, which is what one household or phone is given. */
function networkOf(address: string): string {
  const [head = "", tail] = address.toLowerCase().split("%")[0]!.split("::");
  const groups = head.split(":").filter(Boolean);
  const last = (tail ?? "").split(":").filter(Boolean);
  const zeros = tail === undefined ? [] : Array(8 - groups.length - last.length).fill("0");
  return `${[...groups, ...zeros, ...last].slice(0, 4).join(":")}::/64`;
}
