import type { Context, MiddlewareHandler } from "hono";

/** No form of ours is anywhere near this. */
const MOST_CHARACTERS = 8 * 1024;

/**
 * The fields of a sent form; undefined when it is none, or far too long. A field that was not sent is empty,
 * and of one that was sent twice the last counts.
 */
export async function formOf<Name extends string>(
  c: Context,
  names: readonly Name[],
): Promise<Record<Name, string> | undefined> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(c.req.header("content-type") ?? "")) return undefined;
  const text = await c.req.text();
  if (text.length > MOST_CHARACTERS) return undefined;
  const sent = new URLSearchParams(text);
  const fields = names.map((name) => [name, sent.getAll(name).at(-1) ?? ""] as const);
  return Object.fromEntries(fields) as Record<Name, string>;
}

/** A form is sent by our own page: browsers say when another site's did it. */
export const fromOwnPage: MiddlewareHandler = async (c, next) => {
  const site = c.req.header("sec-fetch-site");
  if (c.req.method === "POST" && site !== undefined && site !== "same-origin" && site !== "none") {
    return c.text("Not from another site", 403);
  }
  await next();
};
