import type { Context, MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import type { z } from "zod";

const bodyBytesMax = 256 * 1024;

/**
 * Changes come from the page itself: its own header cannot be set by another site's form or image, and
 * would make another site's script ask first, which is never answered.
 */
export function samePageOnly(): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method === "GET" || c.req.method === "HEAD") return next();
    const origin = c.req.header("origin");
    const host = c.req.header("host") ?? new URL(c.req.url).host;
    const foreign = origin !== undefined && origin !== `http://${host}`;
    if (foreign || c.req.header("x-sandbox-page") !== "1") {
      return c.json({ error: "only the sandbox's own page may do this" }, 403);
    }
    return next();
  };
}

/** The request's JSON in the shape asked for; anything else is answered 400 with what is wrong. */
export async function bodyOf<T extends z.ZodType>(c: Context, shape: T): Promise<z.output<T>> {
  const text = await c.req.text();
  if (text.length > bodyBytesMax) throw new HTTPException(413, { message: "too much at once" });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new HTTPException(400, { message: "this is not JSON" });
  }
  const parsed = shape.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new HTTPException(400, { message: `${issue?.path.join(".")}: ${issue?.message}` });
}
