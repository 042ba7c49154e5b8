import type { CheckoutProvider } from "../contracts.ts";
import { invalidParam, isApiError, unauthorized, unrecognizedUrl } from "./api-error.ts";
import { type Faults, withFault } from "./faults.ts";
import { canonicalForm, type FormTree, parseForm } from "./form.ts";
import { type Answer, createIdempotency } from "./idempotency.ts";
import type { Route } from "./routes.ts";
import { type CheckoutState, newId } from "./state.ts";

export type ApiCall = ReturnType<CheckoutProvider["calls"]>[number];

export interface Api {
  /** Answers `/v1/*`; `undefined` when a fault says that nobody answers. */
  answer(request: Request): Promise<Response | undefined>;
  calls(): ApiCall[];
  /** Id and idempotency key of the request being worked on: events name them. */
  current(): { id: string | null; idempotency_key: string | null };
}

export interface ApiDeps {
  secretKey: string;
  apiVersion: string;
  state: CheckoutState;
  routes: Record<string, Route>;
  faults: Faults;
  seconds(): number;
}

const nobody = { id: null, idempotency_key: null };

/** What stands before Stripe's endpoints: keys, faults, idempotency, and the shape of errors. */
export function createApi({ secretKey, apiVersion, state, routes, faults, seconds }: ApiDeps): Api {
  const calls: ApiCall[] = [];
  const once = createIdempotency(state, seconds);
  let current: ReturnType<Api["current"]> = nobody;

  return {
    async answer(request) {
      const path = new URL(request.url).pathname;
      const requestId = newId("req", 14);
      const key = request.headers.get("idempotency-key") ?? undefined;
      const version = request.headers.get("stripe-version") ?? apiVersion;
      const call: ApiCall = { method: request.method, path, idempotencyKey: key, status: 0 };
      calls.push(call);
      if (calls.length > 10_000) calls.shift();
      const answer = await withFault(faults.take(request.method, path), async (hold) => {
        checkKey(request.headers.get("authorization"), secretKey);
        const form = await readForm(request);
        const work = () =>
          begin(request.method, path, form, version, { id: requestId, idempotency_key: key ?? null });
        if (request.method === "POST" && key !== undefined) {
          const fingerprint = `${request.method} ${path} ${canonicalForm(form)}`;
          return once({ key, requestId, fingerprint, work, hold });
        }
        const done = work();
        await hold();
        return done;
      }).catch(errorAnswer);
      if (answer === undefined) return undefined;
      call.status = answer.status;
      return respond(answer, requestId, version, key);
    },
    calls: () => calls.map((call) => ({ ...call })),
    current: () => current,
  };

  function begin(
    method: string,
    path: string,
    form: FormTree,
    version: string,
    names: ReturnType<Api["current"]>,
  ): Answer {
    const { route, id } = findRoute(routes, method, path);
    current = names;
    try {
      return { status: 200, body: route({ id, form, apiVersion: version }) };
    } finally {
      current = nobody;
    }
  }
}

function respond(answer: Answer, requestId: string, version: string, key: string | undefined): Response {
  const headers = new Headers({
    "content-type": "application/json",
    "request-id": requestId,
    "stripe-version": version,
  });
  if (key !== undefined) headers.set("idempotency-key", key);
  if (answer.originalRequest) headers.set("original-request", answer.originalRequest);
  if (answer.replayed) headers.set("idempotent-replayed", "true");
  if (answer.status === 401) headers.set("www-authenticate", 'Basic realm="Stripe"');
  return new Response(JSON.stringify(answer.body, null, 2), { status: answer.status, headers });
}

function errorAnswer(error: unknown): Answer {
  if (!isApiError(error)) throw error;
  return { status: error.httpStatus, body: { error: error.body } };
}

function findRoute(
  routes: Record<string, Route>,
  method: string,
  path: string,
): { route: Route; id: string } {
  const parts = path.replace(/\/$/, "").split("/");
  for (const [name, route] of Object.entries(routes)) {
    const [routeMethod, routePath = ""] = name.split(" ");
    const wanted = routePath.split("/");
    if (routeMethod !== method || wanted.length !== parts.length) continue;
    if (!wanted.every((part, at) => part === ":id" || part === parts[at])) continue;
    return { route, id: parts[wanted.indexOf(":id")] ?? "" };
  }
  throw unrecognizedUrl(method, path);
}

function checkKey(authorization: string | null, secretKey: string): void {
  const [scheme, value = ""] = (authorization ?? "").split(" ");
  const given =
    scheme?.toLowerCase() === "bearer"
      ? value
      : scheme?.toLowerCase() === "basic"
        ? Buffer.from(value, "base64").toString().split(":")[0]
        : "";
  if (!given) {
    throw unauthorized(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details.",
    );
  }
  if (given !== secretKey) {
    throw unauthorized(`Invalid API Key provided: ${given.slice(0, 8)}****${given.slice(-4)}`);
  }
}

async function readForm(request: Request): Promise<FormTree> {
  if (request.method === "GET") return parseForm(new URL(request.url).search.slice(1));
  const body = await request.text();
  const type = request.headers.get("content-type") ?? "";
  if (body !== "" && !type.startsWith("application/x-www-form-urlencoded")) {
    throw invalidParam(
      "Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, we can help at https://support.stripe.com/.",
    );
  }
  return parseForm(body);
}
