import { type Read, readShape, type Shape } from "./kinds.ts";
import type { World } from "./world.ts";

export interface UploadedFile {
  name: string;
  mimeType: string;
  bytes: Uint8Array;
}

/** What came with a call besides its parameters, and what its answer carries besides the result. */
export interface Call {
  /** Parts of a multipart body, by part name. */
  files: Map<string, UploadedFile>;
  /** Asked for only by calls that wait. */
  signal(): AbortSignal | undefined;
  description?: string;
}

export interface Method {
  /** The result, or throws a refusal. */
  run(world: World, values: Record<string, unknown>, asText: boolean, call: Call): unknown;
}

export type Methods = Record<string, Method>;

/** A method of the Bot API: the parameters it takes, and what it does with them once they are checked. */
export const method = <S extends Shape>(
  shape: S,
  act: (world: World, params: Read<S>, call: Call) => unknown,
): Method => ({
  run: (world, values, asText, call) => act(world, readShape(shape, values, asText), call),
});
