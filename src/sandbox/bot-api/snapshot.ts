import { createState, type State } from "./state.ts";

const VERSION = 1;

/** The state as JSON: Maps as lists of entries, bytes as base64, both marked by their key. */
export function takeSnapshot(state: State): unknown {
  return JSON.parse(JSON.stringify({ version: VERSION, state }, encode));
}

/** Puts a snapshot's state in place of the present one, within the same object. */
export function putSnapshot(state: State, snapshot: unknown): void {
  const { version, state: restored } = JSON.parse(JSON.stringify(snapshot), decode) as {
    version?: number;
    state?: State;
  };
  if (version !== VERSION || !restored) throw new Error("This is no snapshot of the Bot API stand-in");
  for (const key of Object.keys(state)) delete (state as unknown as Record<string, unknown>)[key];
  Object.assign(state, createState(), restored);
}

function encode(_key: string, value: unknown): unknown {
  if (value instanceof Map) return { $map: [...value] };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString("base64") };
  return value;
}

function decode(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("$map" in value) return new Map(value.$map as [unknown, unknown][]);
  if ("$bytes" in value) return new Uint8Array(Buffer.from(value.$bytes as string, "base64"));
  return value;
}
