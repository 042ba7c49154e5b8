import type { Call, UploadedFile } from "./method.ts";
import { readParts } from "./multipart.ts";
import { badRequest, refusal } from "./refusal.ts";

/** A call's parameters as they came, before anything is known of the method. */
export interface GivenCall {
  values: Record<string, unknown>;
  /** Everything is text: a query, a form, or parts of a multipart body. */
  asText: boolean;
  call: Call;
}

/** Telegram takes parameters from the query, a form, a multipart or a JSON body. */
export async function readCall(request: Request, query: string): Promise<GivenCall> {
  const files = new Map<string, UploadedFile>();
  const call: Call = { files, signal: () => request.signal };
  const values: Record<string, unknown> = query === "" ? {} : formValues(query);
  const type = request.method === "GET" ? "" : (request.headers.get("content-type") ?? "");
  if (type.startsWith("application/json")) {
    return { values: { ...values, ...jsonValues(await request.text()) }, asText: query !== "", call };
  }
  if (type.startsWith("application/x-www-form-urlencoded")) {
    Object.assign(values, formValues(await request.text()));
  } else if (type.startsWith("multipart/form-data")) {
    Object.assign(values, await partValues(request, files));
  }
  return { values, asText: true, call };
}

const formValues = (text: string) => Object.fromEntries(new URLSearchParams(text));

function jsonValues(text: string): Record<string, unknown> {
  if (text === "") return {};
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch {
    throw badRequest("can't parse JSON object");
  }
  if (typeof values !== "object" || values === null || Array.isArray(values)) {
    throw badRequest("object expected as request body");
  }
  return values as Record<string, unknown>;
}

async function partValues(
  request: Request,
  files: Map<string, UploadedFile>,
): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  const body = new Uint8Array(await request.arrayBuffer());
  const parts = readParts(body, request.headers.get("content-type") ?? "");
  if (!parts) throw refusal(400, "Bad Request: can't parse multipart body");
  for (const { name, fileName, type = "application/octet-stream", bytes } of parts) {
    if (fileName === undefined) {
      values[name] = bytes.toString("utf8");
      continue;
    }
    files.set(name, { name: fileName, mimeType: type, bytes: new Uint8Array(bytes) });
  }
  // A file that no parameter points at is itself the parameter.
  const texts = Object.values(values);
  for (const name of files.keys()) {
    const reference = `attach://${name}`;
    if (!texts.some((text) => String(text).includes(reference))) values[name] = reference;
  }
  return values;
}
