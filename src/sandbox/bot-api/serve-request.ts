import type { ApiCall, Fault } from "../contracts.ts";
import type { CallLog } from "./call-log.ts";
import { type Faults, faultRefusal } from "./faults.ts";
import { findByPath } from "./file-store.ts";
import { findMethod } from "./methods/index.ts";
import type { RateLimits } from "./rate-limits.ts";
import { type GivenCall, readCall } from "./read-call.ts";
import { type Refusal, refusal, refusalOf } from "./refusal.ts";
import type { World } from "./world.ts";

export interface ServeDeps {
  world: World;
  faults: Faults;
  log: CallLog;
  limits: RateLimits;
}

/** What @hono/node-server hands to a fetch handler beside the request. */
export interface Connection {
  incoming?: { socket?: { destroy(): unknown } };
}

export interface Server {
  serve(request: Request, connection?: Connection): Promise<Response>;
  /** A call that did not come as a request: the answer of a webhook. */
  call(method: string, params: Record<string, unknown>): Promise<void>;
}

const PATH = /^[a-z]+:\/\/[^/]+\/(file\/)?bot([^/?#]+)\/([^?#]*)(?:\?([^#]*))?/i;
const NOT_FOUND: Refusal = { errorCode: 404, description: "Not Found" };
const UNAUTHORIZED: Refusal = { errorCode: 401, description: "Unauthorized" };

export function createServer({ world, faults, log, limits }: ServeDeps): Server {
  const run = async (name: string, given: GivenCall): Promise<unknown> => {
    const found = findMethod(name);
    if (!found) throw refusal(404, "Not Found");
    limits.check(found.name, given.values);
    return found.method.run(world, given.values, given.asText, given.call);
  };

  /** The call with whatever fault was prepared for it; `undefined`: close the connection. */
  const answer = async (name: string, given: GivenCall): Promise<string | Refusal | undefined> => {
    const fault = faults.take(name);
    const entry: ApiCall = { method: name, params: given.values, ok: true };
    try {
      const result = fault && !fault.afterTheFact ? undefined : await run(name, given);
      if (fault) return faultAnswer(fault, entry);
      return JSON.stringify({ ok: true, result, description: given.call.description });
    } catch (error) {
      const known = refusalOf(error);
      if (!known) throw error;
      if (fault?.afterTheFact) return faultAnswer(fault, entry);
      return fail(entry, known);
    } finally {
      if (name.toLowerCase() !== "getupdates") log.add(entry);
    }
  };

  const serve: Server["serve"] = async (request, connection) => {
    const [, file, token, name = "", query = ""] = PATH.exec(request.url) ?? [];
    if (token === undefined || name === "") return refuse(NOT_FOUND);
    if (token !== world.token && token !== encodeURIComponent(world.token)) return refuse(UNAUTHORIZED);
    if (file) return serveFile(world, name);
    let given: GivenCall;
    try {
      given = await readCall(request, query);
    } catch (error) {
      const known = refusalOf(error);
      if (!known) throw error;
      log.add({ method: name, params: {}, ok: false, ...facts(known) });
      return refuse(known);
    }
    const answered = await answer(name, given);
    if (answered === undefined) return dropConnection(connection);
    return typeof answered === "string" ? json(answered, 200) : refuse(answered);
  };

  return {
    serve,
    async call(method, params) {
      const call = { files: new Map(), signal: () => undefined };
      await answer(method, { values: params, asText: false, call });
    },
  };
}

function faultAnswer(fault: Fault, entry: ApiCall): Refusal | undefined {
  if (fault.code !== "drop") return fail(entry, refusalOf(faultRefusal({ ...fault, code: fault.code }))!);
  entry.ok = false;
  entry.description = "connection dropped";
  return undefined;
}

const facts = ({ errorCode, description }: Refusal) => ({ errorCode, description });

function fail(entry: ApiCall, known: Refusal): Refusal {
  Object.assign(entry, { ok: false, ...facts(known) });
  return known;
}

const json = (body: string, status: number) =>
  new Response(body, { status, headers: { "content-type": "application/json" } });

const refuse = ({ errorCode, description, parameters }: Refusal) =>
  json(JSON.stringify({ ok: false, error_code: errorCode, description, parameters }), errorCode);

function serveFile(world: World, path: string): Response {
  const file = findByPath(world, path);
  if (!file) return refuse(NOT_FOUND);
  return new Response(file.bytes.slice(), { headers: { "content-type": file.mimeType } });
}

/**
 * Closes the connection without an answer. Where the socket is not at hand, the answer promises more
 * bytes than it brings, so that the caller's read fails all the same.
 */
function dropConnection(connection: Connection | undefined): Response {
  connection?.incoming?.socket?.destroy();
  return new Response("{", { headers: { "content-length": "1000", connection: "close" } });
}
