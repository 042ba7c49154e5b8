import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { Hono, type MiddlewareHandler } from "hono";

// Two levels up and down again: the same files from `src/sandbox` and from the compiled `dist/sandbox`.
const pageFolder = new URL("../../src/sandbox/page/", import.meta.url);

const contentTypeByExtension: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

const fileName = /^[a-z][a-z-]*\.(?:css|js|svg)$/;

/** The page itself (`GET /`) and its assets (`GET /sandbox/page/…`), read from disk at each request. */
export function pageFiles(): Hono {
  const serve = async (name: string) => {
    const body = await readFile(new URL(name, pageFolder)).catch(() => undefined);
    if (!body) return new Response("Not found", { status: 404 });
    const contentType = contentTypeByExtension[extname(name)] ?? "application/octet-stream";
    return new Response(body, { headers: { "content-type": contentType, "cache-control": "no-cache" } });
  };
  return new Hono()
    .get("/", () => serve("index.html"))
    .get("/sandbox/page/:name", (c) => {
      const name = c.req.param("name");
      return fileName.test(name) ? serve(name) : c.notFound();
    });
}

/** Nothing but the page's own files runs, loads or frames; no other site learns or shows anything. */
export function pageHeaders(): MiddlewareHandler {
  const policy = [
    "default-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  return async (c, next) => {
    await next();
    // An answer that shows a stranger's content brings a stricter policy of its own.
    if (!c.res.headers.has("content-security-policy")) c.header("content-security-policy", policy);
    c.header("x-content-type-options", "nosniff");
    c.header("referrer-policy", "no-referrer");
    c.header("cross-origin-opener-policy", "same-origin");
    c.header("cross-origin-resource-policy", "same-origin");
  };
}
