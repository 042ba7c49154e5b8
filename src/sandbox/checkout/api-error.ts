/** What Stripe puts under `error` in an answer that refuses. */
export interface ApiErrorBody {
  type: "invalid_request_error" | "idempotency_error" | "api_error" | "card_error";
  message: string;
  code?: string;
  param?: string;
  doc_url?: string;
}

/** Thrown by the API's handlers; the gate turns it into Stripe's JSON. */
export interface ApiError extends Error {
  httpStatus: number;
  body: ApiErrorBody;
  /** True when the endpoint had begun its work: Stripe then keeps the answer under the idempotency key. */
  begun: boolean;
}

function createApiError(httpStatus: number, body: ApiErrorBody, begun: boolean): ApiError {
  return Object.assign(new Error(body.message), { httpStatus, body, begun });
}

/** A parameter that cannot be accepted; nothing was begun, so the idempotency key stays free. */
export function invalidParam(message: string, param?: string, code?: string): ApiError {
  const docs = code === undefined ? {} : { code, doc_url: `https://stripe.com/docs/error-codes/${code}` };
  return createApiError(400, { ...docs, message, param, type: "invalid_request_error" }, false);
}

/** The parameters are fine, the object's state is not. */
export function refused(message: string, options: { param?: string; code?: string } = {}): ApiError {
  return createApiError(400, { ...options, message, type: "invalid_request_error" }, true);
}

/** 404: there is no such object; `kind` and `param` are Stripe's words for it. */
export function missingResource(kind: string, id: string, param: string): ApiError {
  const message = `No such ${kind}: '${id}'`;
  return createApiError(
    404,
    { code: "resource_missing", message, param, type: "invalid_request_error" },
    false,
  );
}

/** 404: there is no such endpoint. */
export function unrecognizedUrl(method: string, path: string): ApiError {
  const message = `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`;
  return createApiError(404, { message, type: "invalid_request_error" }, false);
}

/** 401: no key, or a wrong one. */
export function unauthorized(message: string): ApiError {
  return createApiError(401, { message, type: "invalid_request_error" }, false);
}

/** A known key came with other parameters. */
export function idempotencyConflict(message: string): ApiError {
  return createApiError(400, { message, type: "idempotency_error" }, false);
}

/** 409: the first request with this key has not been answered yet. */
export function keyInUse(key: string): ApiError {
  const message = `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Try again later.`;
  return createApiError(
    409,
    { code: "idempotency_key_in_use", message, type: "invalid_request_error" },
    false,
  );
}

/** The answer of a fault that was asked for. */
export function faultError(httpStatus: number): ApiError {
  if (httpStatus === 429) {
    const message = "Request rate limit exceeded.";
    return createApiError(429, { code: "rate_limit", message, type: "invalid_request_error" }, false);
  }
  const type = httpStatus >= 500 ? "api_error" : httpStatus === 402 ? "card_error" : "invalid_request_error";
  return createApiError(
    httpStatus,
    { message: "An unknown error occurred (fault of the sandbox).", type },
    false,
  );
}

/** Tells a refusal from a bug. */
export function isApiError(error: unknown): error is ApiError {
  return error instanceof Error && "httpStatus" in error && "body" in error;
}
